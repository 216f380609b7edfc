//! Chores of the project. Run as `cargo xtask <chore>`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a chore talks to whoever runs it"
)]

use std::path::PathBuf;
use std::process::ExitCode;

mod accuracy;
mod bench_archive;
mod curve;
mod generate;
mod pgo;
mod queries;

const USAGE: &str = "\
usage: cargo xtask <chore>

chores:
  accuracy DIR [--list]   compare what is read from each page's text with what the page says around it, and with fifty
                          cables labelled by hand; --list prints every difference
  fuzz-check              check that the fuzz targets build; needs a C++ compiler
  curve [WORD]            time texts that repeat one thing without end, at 1, 2, 4 and 10 MB, and print MB/s; WORD takes
                          those whose name holds it
  generate --cables N [--seed S] [--out PATH] [--as csv|files|html|jsonl] [--damage PERCENT] [--duplicates PERCENT]
                          write invented cables: the classic table to standard output unless said otherwise; 3 per cent
                          damaged and none twice unless said otherwise. See docs/benchmarks.md
  queries CSV [--out PATH]
                          questions to measure with, made of the words of such a table
  pgo [--bench]           build the program once more, arranged for how it runs with invented cables, and print where it is;
                          --bench also runs the bench of the parser built so. Needs the llvm-tools of the compiler
  bench-archive CSV [--runs N] [--in FOLDER]
                          measure the archive and a bare tantivy program in turn, and print medians and ratios
  curve --scan            every repetition at every place of a cable, small and four times as long, and print those whose
                          cost grows faster than they do
";

/// Checks the fuzz targets, which are a workspace of their own and would rot unseen.
fn fuzz_check() -> anyhow::Result<()> {
    let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/Cargo.toml");
    let status = std::process::Command::new("cargo")
        .args(["check", "--locked", "--manifest-path"])
        .arg(manifest)
        .status()?;
    anyhow::ensure!(status.success(), "the fuzz targets do not build");
    Ok(())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let outcome = match arguments.next().as_deref() {
        Some("accuracy") => {
            let mut folder = None;
            let mut list = false;
            for argument in arguments {
                match &*argument {
                    "--list" => list = true,
                    _ => folder = Some(PathBuf::from(argument)),
                }
            }
            folder
                .ok_or_else(|| anyhow::anyhow!("no folder given\n{USAGE}"))
                .and_then(|folder| accuracy::run(&folder, list))
        }
        Some("fuzz-check") => fuzz_check(),
        Some("generate") => generate::run(&arguments.collect::<Vec<_>>()),
        Some("queries") => queries::run(&arguments.collect::<Vec<_>>()),
        Some("pgo") => pgo::run(&arguments.collect::<Vec<_>>()),
        Some("bench-archive") => bench_archive::run(&arguments.collect::<Vec<_>>()),
        Some("curve") => curve::run(&arguments.collect::<Vec<_>>()),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
