//! `cargo xtask generate`: invented cables in any number, of realistic length, vocabulary, posts, TAGS and damage.
//!
//! The same seed and number give the same bytes. What a cable is to be ([`plan`]) is drawn in the order of time, its
//! text ([`telegram`], [`prose`]) from a stream of its own, so that all cores write at once and memory stays the same
//! however many cables there are. The shape is described in docs/benchmarks.md.

use std::fs;
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use form::Form;
use plan::{Plan, Planner};
use posts::Posts;
use tags::Frequencies;
use telegram::Telegram;
use vocabulary::Vocabulary;

mod calendar;
mod copies;
mod form;
mod plan;
mod posts;
mod prose;
pub(crate) mod random;
mod tags;
mod telegram;
#[cfg(test)]
mod tests;
mod vocabulary;

/// Cables that a worker writes before it hands them over.
const BATCH: usize = 128;
/// Batches that a worker may be ahead.
const AHEAD: usize = 4;

/// What every corpus has in common.
#[derive(Debug)]
pub(crate) struct World {
    vocabulary: Vocabulary,
    posts: Posts,
    tags: Frequencies,
}

impl World {
    fn new() -> World {
        World {
            vocabulary: Vocabulary::new(),
            posts: Posts::new(),
            tags: Frequencies::new(),
        }
    }
}

/// What makes one corpus differ from another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mix {
    seed: u64,
    /// Share of cables whose text something happened to.
    damage: f64,
    /// Share of rows that are copies of an earlier one.
    duplicates: f64,
}

#[derive(Debug)]
struct Options {
    n_cables: u64,
    mix: Mix,
    form: Form,
    out: Option<PathBuf>,
}

/// Some finished cables.
#[derive(Debug, Default)]
struct Batch {
    text: String,
    /// Name and end of each file; empty where all cables are one file.
    files: Vec<(String, usize)>,
    n_cables: usize,
}

/// Writes a corpus as the arguments say.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse(arguments)?;
    let started = Instant::now();
    let mut progress = Progress::new(options.n_cables);
    let done = match (&options.out, options.form.is_many_files()) {
        (Some(folder), true) => write_files(folder, &options, &mut progress),
        (Some(path), false) => {
            // A run that is broken off leaves no file that looks whole.
            let mut part = path.clone().into_os_string();
            part.push(".part");
            let part = PathBuf::from(part);
            let file = fs::File::create(&part)
                .with_context(|| format!("cannot create {}", part.display()))?;
            write_stream(file, &options, &mut progress)?;
            fs::rename(&part, path).with_context(|| format!("cannot create {}", path.display()))
        }
        (None, true) => bail!("cables as files need --out FOLDER"),
        (None, false) => write_stream(std::io::stdout().lock(), &options, &mut progress),
    };
    match done {
        Err(error) if is_closed_pipe(&error) => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            progress.finish(started);
            Ok(())
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

impl Options {
    fn parse(arguments: &[String]) -> Result<Options> {
        let mut n_cables = None;
        let mut mix = Mix {
            seed: 1,
            damage: 0.03,
            duplicates: 0.0,
        };
        let (mut form, mut out) = (Form::Csv, None);
        let mut arguments = arguments.iter();
        while let Some(option) = arguments.next() {
            let value = arguments
                .next()
                .with_context(|| format!("{option} needs a value"))?;
            match &**option {
                "--cables" => n_cables = Some(value.parse().context("--cables takes a number")?),
                "--seed" => mix.seed = value.parse().context("--seed takes a number")?,
                "--damage" => mix.damage = percent(value)?,
                "--duplicates" => mix.duplicates = percent(value)?,
                "--as" => {
                    form = Form::named(value).with_context(|| {
                        format!("--as takes csv, files, html or jsonl, not {value}")
                    })?;
                }
                "--out" => out = Some(PathBuf::from(value)),
                _ => bail!("no option {option}"),
            }
        }
        Ok(Options {
            n_cables: n_cables.context("say how many: --cables N")?,
            mix,
            form,
            out,
        })
    }
}

fn percent(text: &str) -> Result<f64> {
    let percent: f64 = text
        .trim_end_matches('%')
        .parse()
        .context("not a percentage")?;
    ensure!(
        (0.0..=100.0).contains(&percent),
        "{percent} is no percentage"
    );
    Ok(percent / 100.0)
}

fn write_stream(out: impl Write, options: &Options, progress: &mut Progress) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    each_batch(options, |batch| {
        out.write_all(batch.text.as_bytes())?;
        progress.add(batch);
        Ok(())
    })?;
    out.flush()?;
    Ok(())
}

fn write_files(folder: &Path, options: &Options, progress: &mut Progress) -> Result<()> {
    each_batch(options, |batch| {
        let mut from = 0;
        for (name, end) in &batch.files {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, &batch.text[from..*end])
                .with_context(|| format!("cannot write {}", path.display()))?;
            from = *end;
        }
        progress.add(batch);
        Ok(())
    })
}

/// Gives all batches of a corpus in order. Each worker goes through all plans and writes those of its own batches.
fn each_batch(options: &Options, mut take: impl FnMut(&Batch) -> Result<()>) -> Result<()> {
    let world = Arc::new(World::new());
    let n_workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let queues: Vec<Receiver<Batch>> = (0..n_workers)
            .map(|worker| {
                let (sender, receiver) = sync_channel(AHEAD);
                let world = Arc::clone(&world);
                scope.spawn(move || {
                    let mut telegram = Telegram::default();
                    let mut plans = Planner::new(Arc::clone(&world), options.n_cables, options.mix);
                    for number in 0.. {
                        let own = number % n_workers == worker;
                        let batch = plans.by_ref().take(BATCH);
                        if !own {
                            if batch.count() < BATCH {
                                return;
                            }
                            continue;
                        }
                        let batch = write_batch(batch, &world, options, &mut telegram);
                        let is_last = batch.n_cables < BATCH;
                        // Nobody listens any more once the output is closed.
                        if sender.send(batch).is_err() || is_last {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        for queue in queues.iter().cycle() {
            let Ok(batch) = queue.recv() else {
                break;
            };
            take(&batch)?;
        }
        Ok(())
    })
}

fn write_batch(
    plans: impl Iterator<Item = Plan>,
    world: &World,
    options: &Options,
    telegram: &mut Telegram,
) -> Batch {
    let mut batch = Batch::default();
    for plan in plans {
        telegram.write(&plan, world, options.mix.seed);
        copies::alter(telegram, &plan, world, options.mix.seed);
        options.form.write(&mut batch.text, &plan, world, telegram);
        if options.form.is_many_files() {
            let name = options.form.file_name(&plan, world);
            batch.files.push((name, batch.text.len()));
        }
        batch.n_cables += 1;
    }
    batch
}

/// What is told on standard error while it goes on.
struct Progress {
    n_cables: u64,
    n_done: u64,
    n_bytes: u64,
    told: Instant,
    is_terminal: bool,
}

impl Progress {
    fn new(n_cables: u64) -> Progress {
        Progress {
            n_cables,
            n_done: 0,
            n_bytes: 0,
            told: Instant::now(),
            is_terminal: std::io::stderr().is_terminal(),
        }
    }

    fn add(&mut self, batch: &Batch) {
        self.n_done += batch.n_cables as u64;
        self.n_bytes += batch.text.len() as u64;
        if self.is_terminal && self.told.elapsed().as_millis() > 200 {
            eprint!("\r{} of {} cables", self.n_done, self.n_cables);
            self.told = Instant::now();
        }
    }

    fn finish(&self, started: Instant) {
        if self.is_terminal {
            eprint!("\r");
        }
        eprintln!(
            "{} cables, {} MB, {:.1} s",
            self.n_done,
            self.n_bytes / 1_000_000,
            started.elapsed().as_secs_f64()
        );
    }
}
