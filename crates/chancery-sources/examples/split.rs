//! Splits a file into its items and says how fast, beside a plain count of its line ends.
//!
//! ```text
//! cargo run --release -p chancery-sources --example split -- cables.csv
//! ```

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "an example talks to a person"
)]

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use chancery_sources::{Content, Options, measure, walk};

fn main() -> io::Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let options = Options::default();
    let extent = measure(&paths, &options);
    let rate = |since: Instant| extent.n_bytes as f64 / 1e6 / since.elapsed().as_secs_f64();
    println!("{} files, {} bytes", extent.n_files, extent.n_bytes);

    for _ in 0..3 {
        let since = Instant::now();
        let n_lines: usize = paths
            .iter()
            .filter(|path| path.is_file())
            .map(|path| count_lines(path))
            .sum::<io::Result<usize>>()?;
        println!("{n_lines} line ends: {:.0} MB/s", rate(since));

        let since = Instant::now();
        let (mut n_found, mut n_problems, mut n_bytes) = (0, 0, 0);
        let _ = walk(&paths, &options, &mut |item| {
            match item.content {
                Content::Found(found) => {
                    n_found += 1;
                    n_bytes += found.original.len();
                }
                Content::Problem(problem) => {
                    n_problems += 1;
                    if n_problems <= 10 {
                        println!("{}: {problem}", item.place);
                    }
                }
            }
            ControlFlow::Continue(())
        });
        println!(
            "{n_found} found with {n_bytes} bytes, {n_problems} problems: {:.0} MB/s",
            rate(since)
        );
    }
    Ok(())
}

fn count_lines(path: &std::path::Path) -> io::Result<usize> {
    let mut file = File::open(path)?;
    let mut block = vec![0; 1 << 20];
    let mut n_lines = 0;
    loop {
        match file.read(&mut block)? {
            0 => return Ok(n_lines),
            n => n_lines += memchr::memchr_iter(b'\n', &block[..n]).count(),
        }
    }
}
