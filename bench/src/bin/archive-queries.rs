//! The archive itself, in process, asked the same questions in the same way.
//!
//!     archive-queries query FOLDER QUESTIONS [--once | --repeat N] [--page | --facets | --counts]
//!     archive-queries add FOLDER N
//!
//! `--counts` counts six fields and the years. `add` takes in N new cables one by one, each durable and found by a search
//! before the next.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::{Result, bail};
use chancery_archive::{Archive, IngestOptions, Interval, Search, ingest};
use chancery_bench::measure::{Watch, rounded};
use chancery_bench::questions::{Mode, Request, figures};

/// As the command has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", &[][..]),
    };
    match (command, rest) {
        ("query", rest) => query(&Request::parse(rest)?),
        ("add", [folder, n]) => add(Path::new(folder), n.parse()?),
        _ => bail!(
            "usage: archive-queries query FOLDER QUESTIONS [--once | --repeat N] [--page | --facets | --counts]\n       \
             archive-queries add FOLDER N"
        ),
    }
}

fn query(request: &Request) -> Result<()> {
    const SIX: [&str; 6] = ["post", "year", "class", "tags", "caption", "country"];
    let watch = Watch::start();
    let archive = Archive::open(&request.folder)?;
    let opened = watch.seconds();
    let counts = request.mode == Mode::Counts;
    // A page has its passages always.
    let answers = request.ask(|question| {
        let answer = archive.search(&Search {
            query: question.query.clone(),
            limit: 10,
            facets: request.mode == Mode::Facets,
            facet_fields: SIX
                .iter()
                .filter(|_| counts)
                .map(ToString::to_string)
                .collect(),
            histogram: counts.then_some(Interval::Year),
            ..Search::default()
        })?;
        std::hint::black_box(&answer);
        Ok(answer.total)
    })?;
    let mut result = watch.cost();
    result.insert("program".into(), "chancery".into());
    result.insert("open_ms".into(), rounded(opened * 1000.0).into());
    result.insert("answers".into(), answers);
    println!("{}", serde_json::Value::Object(result));
    Ok(())
}

fn add(folder: &Path, n: u32) -> Result<()> {
    let watch = Watch::start();
    let archive = Archive::open(folder)?;
    let mut times = Vec::new();
    // Numbers that no run before has used.
    let first = 1_000_000 + u32::try_from(archive.n_cables()? % 1_000_000)?;
    for number in first..first + n {
        let path = std::env::temp_dir().join(format!("chancery-bench-{number}.txt"));
        std::fs::write(
            &path,
            format!(
                "R 081540Z OCT 09\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 0610\nC O N F I D E N T I A L STRELSAU \
                 {number}\nSUBJECT: THE KING IS ILL\n\n1. (C) The palace says that the King has cold number n{number}n.\n"
            ),
        )?;
        let started = Instant::now();
        let options = IngestOptions::default();
        let stop = AtomicBool::new(false);
        ingest(
            &archive,
            std::slice::from_ref(&path),
            &options,
            &mut |_| {},
            &stop,
        )?;
        let found = archive.search(&Search {
            query: format!("n{number}n"),
            limit: 10,
            ..Search::default()
        })?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        std::fs::remove_file(&path)?;
        if found.total != 1 {
            bail!("cable {number} is not found");
        }
    }
    let mut result = watch.cost();
    result.insert("program".into(), "chancery".into());
    result.insert("added_one_by_one".into(), figures(&mut times));
    println!("{}", serde_json::Value::Object(result));
    Ok(())
}
