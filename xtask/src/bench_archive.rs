//! `cargo xtask bench-archive`: the archive against a bare tantivy program, run in turn on the same table.
//!
//! Each is run several times, now one and now the other, so that whatever else the machine does meets both; medians
//! and ratios are printed. The yardsticks stand in `bench/`, a workspace of their own. Linux only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::queries;

/// Figures of one program under their names.
type Figures = BTreeMap<String, Vec<f64>>;

/// Measures on the table that the arguments name.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (mut csv, mut n_runs, mut folder) = (None, 5, PathBuf::from("target/bench"));
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match &**argument {
            "--runs" => n_runs = arguments.next().context("--runs N")?.parse()?,
            "--in" => folder = arguments.next().context("--in FOLDER")?.into(),
            _ => csv = Some(PathBuf::from(argument)),
        }
    }
    let csv = csv.context("cargo xtask bench-archive CSV [--runs N] [--in FOLDER]")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bench = root.join("bench");
    build(&root, &["--package", "chancery-cli"])?;
    build(&bench, &["--features", "archive"])?;
    fs::create_dir_all(&folder)?;
    let questions = folder.join("questions.tsv");
    queries::run(&[
        csv.display().to_string(),
        "--out".to_owned(),
        questions.display().to_string(),
    ])?;
    let chancery = root.join("target/release/chancery");
    let yardsticks = bench.join("target/release");
    let archive = folder.join("bench.cables");
    let index = folder.join("bare-tantivy");

    let (mut ours, mut bare) = (Figures::new(), Figures::new());
    for run in 1..=n_runs {
        eprintln!("run {run} of {n_runs}");
        clear(&archive)?;
        let mut command = Command::new(&chancery);
        command
            .arg("ingest")
            .arg(&csv)
            .arg("--archive")
            .arg(&archive);
        measured(&mut command, &csv, &archive, &mut ours)?;
        clear(&index)?;
        let mut command = Command::new(yardsticks.join("bare-tantivy"));
        command.arg("index").arg(&csv).arg(&index);
        measured(&mut command, &csv, &index, &mut bare)?;
        // Each program's own best order: what was written last is warm for both.
        for (ask, mode) in [
            ("--once", "--snippets"),
            ("--repeat=5", "--snippets"),
            ("--repeat=5", "--facets"),
        ] {
            let ask: Vec<&str> = ask.split('=').collect();
            asked(
                &yardsticks.join("archive-queries"),
                &archive,
                &questions,
                &ask,
                mode,
                &mut ours,
            )?;
            asked(
                &yardsticks.join("bare-tantivy"),
                &index,
                &questions,
                &ask,
                mode,
                &mut bare,
            )?;
        }
    }
    print(&ours, &bare);
    Ok(())
}

fn build(folder: &Path, options: &[&str]) -> Result<()> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .args(options)
        .current_dir(folder)
        .status()?;
    ensure!(status.success(), "{} does not build", folder.display());
    Ok(())
}

fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Runs an indexing program and notes what it cost.
fn measured(command: &mut Command, csv: &Path, folder: &Path, into: &mut Figures) -> Result<()> {
    let started = Instant::now();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let (cpu_seconds, peak_anonymous) = watched(&mut child)?;
    let mut note = |name: &str, figure: f64| into.entry(name.to_owned()).or_default().push(figure);
    note("1 index, s", started.elapsed().as_secs_f64());
    note("2 index, CPU s", cpu_seconds);
    note("3 index, peak anonymous MB", peak_anonymous / 1e6);
    note("4 on disk / CSV", bytes(folder) / bytes(csv));
    Ok(())
}

/// Waits for a program; gives its processor seconds and the most anonymous memory it had, in bytes.
fn watched(child: &mut Child) -> Result<(f64, f64)> {
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut cpu, mut peak) = (0.0, 0.0f64);
    loop {
        if let Ok(stat) = fs::read_to_string(process.join("stat")) {
            cpu = cpu_of(&stat).unwrap_or(cpu);
        }
        if let Ok(status) = fs::read_to_string(process.join("status")) {
            peak = peak.max(anonymous_of(&status).unwrap_or(0.0));
        }
        if let Some(status) = child.try_wait()? {
            // 2 says that some rows were not read, which a corpus with damage may well have.
            if !status.success() && status.code() != Some(2) {
                bail!("an indexing program failed: {status}");
            }
            return Ok((cpu, peak));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// User and system time in `/proc/PID/stat`, whose second field, in brackets, may hold blanks.
fn cpu_of(stat: &str) -> Option<f64> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn anonymous_of(status: &str) -> Option<f64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

fn bytes(path: &Path) -> f64 {
    let Ok(entries) = fs::read_dir(path) else {
        let n_bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
        #[expect(
            clippy::cast_precision_loss,
            reason = "a file is shorter than 2^52 bytes"
        )]
        return n_bytes as f64;
    };
    entries.flatten().map(|entry| bytes(&entry.path())).sum()
}

fn asked(
    program: &Path,
    folder: &Path,
    questions: &Path,
    times: &[&str],
    mode: &str,
    into: &mut Figures,
) -> Result<()> {
    let output = Command::new(program)
        .arg("query")
        .arg(folder)
        .arg(questions)
        .args(times)
        .arg(mode)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{} failed", program.display());
    let result: Value = serde_json::from_slice(&output.stdout)?;
    let answers = &result["answers"];
    for refused in answers["refused"].as_array().into_iter().flatten() {
        eprintln!("refused: {refused}");
    }
    let title = format!(
        "{}, {}",
        &mode[2..],
        if times == ["--once"] { "once" } else { "again" }
    );
    let mut note = |class: &str, figures: &Value| {
        for percentile in ["p50_ms", "p95_ms"] {
            if let Some(figure) = figures[percentile].as_f64() {
                let name = format!("{title}: {class} {}", percentile.replace('_', " "));
                into.entry(name).or_default().push(figure);
            }
        }
    };
    note("all mixed", &answers["mixed"]);
    for (class, figures) in answers["classes"].as_object().into_iter().flatten() {
        note(class, figures);
    }
    if let Some(n_hits) = answers["hits"].as_f64() {
        into.entry(format!("{title}: hits"))
            .or_default()
            .push(n_hits);
    }
    Ok(())
}

/// Medians of both and the ratio, one figure a line.
fn print(ours: &Figures, bare: &Figures) {
    println!(
        "{:<44} {:>12} {:>12} {:>8}",
        "", "chancery", "tantivy", "ratio"
    );
    for (name, figures) in ours {
        let Some(others) = bare.get(name) else {
            continue;
        };
        let (one, other) = (median(figures), median(others));
        println!(
            "{:<44} {one:>12.3} {other:>12.3} {:>8.2}",
            name.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ' '),
            one / other
        );
    }
}

fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_process_are_read() {
        let stat = "17 (a (b) c) S 1 17 17 0 -1 4194304 90 0 0 0 250 50 0 0 20 0 1 0 7 8 9";
        assert_eq!(cpu_of(stat), Some(3.0));
        let status = "Name:\tx\nVmHWM:\t 9 kB\nRssAnon:\t    2000 kB\n";
        assert_eq!(anonymous_of(status), Some(2_048_000.0));
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
    }
}
