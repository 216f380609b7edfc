//! `cargo xtask pgo`: builds the program once more, arranged for how it runs.
//!
//! A build that counts takes invented cables into an archive, reads, checks and writes them and asks questions; with the
//! counts the compiler then puts together what runs together. No real cable is needed for it. The parser is a tenth
//! quicker so, see docs/benchmarks.md.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{generate, queries};

/// Invented cables to train with: as many as it takes until the counts no longer change what is made of them.
const N_CABLES: &str = "3000";

/// Builds the program; with `--bench` the bench of the parser is built in the same way, and run.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut bench = false;
    for argument in arguments {
        match &**argument {
            "--bench" => bench = true,
            other => bail!("`{other}` is unknown: cargo xtask pgo [--bench]"),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder));
    let work = Work {
        folder: target.join("pgo"),
        host: host()?,
        root,
    };
    let profdata = work.profdata()?;
    let raw = work.folder.join("raw");
    if raw.exists() {
        fs::remove_dir_all(&raw).with_context(|| format!("clearing {}", raw.display()))?;
    }
    fs::create_dir_all(&raw).with_context(|| format!("making {}", raw.display()))?;

    let counting = flag("-Cprofile-generate=", &raw);
    let build = ["build", "--release", "--package", "chancery-cli"];
    succeed(&mut work.cargo(&build, "counting", &counting))?;
    work.train(&work.program("counting"))?;
    if bench {
        work.train_bench(&counting)?;
    }
    let counts = work.folder.join("counts.profdata");
    let mut merge = Command::new(&profdata);
    merge.args(["merge", "-o"]).arg(&counts).arg(&raw);
    succeed(&mut merge)?;

    let using = flag("-Cprofile-use=", &counts.canonicalize()?);
    succeed(&mut work.cargo(&build, "made", &using))?;
    println!("{}", work.program("made").display());
    if bench {
        succeed(&mut work.cargo(&BENCH, "made", &using))?;
    }
    Ok(())
}

/// The bench of the parser. It is another program, with counts of its own.
const BENCH: [&str; 5] = ["bench", "--package", "chancery-format", "--bench", "parse"];

/// Where things are built.
struct Work {
    folder: PathBuf,
    /// The platform, `x86_64-unknown-linux-gnu`: named, so that what runs while building is not counted.
    host: String,
    root: PathBuf,
}

impl Work {
    /// The program that merges counts, which belongs to the compiler.
    fn profdata(&self) -> Result<PathBuf> {
        let sysroot = printed("rustc", &["--print", "sysroot"])?;
        let name = format!("llvm-profdata{}", std::env::consts::EXE_SUFFIX);
        let folder = Path::new(sysroot.trim()).join("lib/rustlib");
        let path = folder.join(&self.host).join("bin").join(name);
        ensure!(
            path.is_file(),
            "{} is missing: `rustup component add llvm-tools` installs it",
            path.display()
        );
        Ok(path)
    }

    fn program(&self, build: &str) -> PathBuf {
        let name = format!("chancery{}", std::env::consts::EXE_SUFFIX);
        let folder = self.folder.join(build).join(&self.host);
        folder.join("release").join(name)
    }

    fn cargo(&self, arguments: &[&str], build: &str, flags: &OsStr) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(arguments)
            .args(["--locked", "--target", &self.host, "--target-dir"])
            .arg(self.folder.join(build))
            .current_dir(&self.root)
            .env("CARGO_ENCODED_RUSTFLAGS", flags);
        cargo
    }

    /// The bench reads invented cables while it counts, never those it is going to measure with.
    fn train_bench(&self, counting: &OsStr) -> Result<()> {
        let folder = self.folder.join("cables");
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("clearing {}", folder.display()))?;
        }
        let out = folder.display().to_string();
        generate::run(&["--cables", N_CABLES, "--as", "files", "--out", &out].map(str::to_owned))?;
        let mut bench = self.cargo(&BENCH, "counting", counting);
        bench
            .args(["--", "--quick"])
            .env("CHANCERY_BENCH", &folder)
            // Times of a program that counts are no measure for the next.
            .env("CRITERION_HOME", self.folder.join("counted"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        succeed(&mut bench)
    }

    /// What the counts are of: every part of the program, on cables of all years.
    fn train(&self, program: &Path) -> Result<()> {
        let path = |name: &str| self.folder.join(name);
        let (table, archive) = (path("cables.csv"), path("trained.cables"));
        let questions = path("questions.tsv");
        let text = |path: &Path| path.display().to_string();
        generate::run(&["--cables", N_CABLES, "--out", &text(&table)].map(str::to_owned))?;
        queries::run(&[text(&table), "--out".to_owned(), text(&questions)])?;
        if archive.exists() {
            fs::remove_dir_all(&archive)
                .with_context(|| format!("clearing {}", archive.display()))?;
        }
        let chancery = |arguments: &[&OsStr]| {
            let mut chancery = Command::new(program);
            chancery
                .args(arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            chancery
        };
        let [table, archive] = [&table, &archive].map(|path| path.as_os_str());
        let into = [OsStr::new("--archive"), archive];
        succeed(&mut chancery(&[
            OsStr::new("ingest"),
            table,
            into[0],
            into[1],
        ]))?;
        // Damaged texts and layouts of all kinds; that some contradict themselves is the exit code of a check.
        let corpus = self.root.join("corpus");
        for chore in ["read", "check", "write"] {
            let mut each = chancery(&[OsStr::new(chore), corpus.as_os_str()]);
            each.status()
                .with_context(|| format!("starting {}", program.display()))?;
        }
        let asked = fs::read_to_string(&questions)
            .with_context(|| format!("reading {}", questions.display()))?;
        let words: String = asked
            .lines()
            .filter_map(|line| Some(format!("{}\n", line.split_once('\t')?.1)))
            .collect();
        fs::write(&questions, words)?;
        let search = [
            OsStr::new("search"),
            into[0],
            into[1],
            OsStr::new("--queries"),
        ];
        let mut search = chancery(&search);
        search.arg(&questions);
        succeed(&mut search)
    }
}

/// The platform that the compiler runs on.
fn host() -> Result<String> {
    let version = printed("rustc", &["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

fn printed(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("starting {program}"))?;
    ensure!(output.status.success(), "{program} failed");
    Ok(String::from_utf8(output.stdout)?)
}

fn flag(option: &str, path: &Path) -> OsString {
    let mut flag = OsString::from(option);
    flag.push(path);
    flag
}

fn succeed(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_owned();
    let status = command
        .status()
        .with_context(|| format!("starting {}", program.display()))?;
    ensure!(
        status.success(),
        "{} failed: {command:?}",
        program.display()
    );
    Ok(())
}
