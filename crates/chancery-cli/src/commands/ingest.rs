//! `chancery ingest`.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chancery_archive::{Archive, IngestEvent, IngestOptions, IngestSummary, Outcome};

use crate::archive_folder::{self, ArchiveArg};
use crate::error::{CommandError, Exit};
use crate::input::why_unread;
use crate::interrupt::Request;
use crate::render::counted;
use crate::terminal::{Page, Piece, Progress, Role, Terminal};

/// Take cables into an archive
///
/// Takes files and whole folders. What the archive has already is skipped; a second text of the same cable becomes
/// another edition of it; files that are no cables are listed with the reason. Ctrl-C stops after the cables at hand,
/// and running again goes on where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0    done; files that are no cables are listed
  2    some path is not there, some file was not read, or the archive could not be written: a message says which and
       why; the rest is taken in
  130  stopped by Ctrl-C; what was taken in is kept

Without --archive, PATH is taken into `NAME.cables` in the current folder, where NAME is the name of PATH; several
paths are taken into `chancery.cables`. An archive that exists is added to.")]
pub(crate) struct Args {
    /// Files and folders of cables
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    archive: ArchiveArg,

    /// Take in again what `chancery archive forget` removed
    #[arg(long)]
    take_forgotten: bool,
}

/// Runs `chancery ingest`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let paths = paths_there(&args.paths, terminal);
    if paths.is_empty() {
        return Ok(Exit::Trouble);
    }
    let request = Request::watch().map_err(cannot_watch)?;
    let archive = Archive::open_or_create(&archive_folder::to_write(&args.archive, &args.paths))?;
    let options = IngestOptions {
        take_forgotten: args.take_forgotten,
        ..IngestOptions::default()
    };
    let run = take_in(&archive, &paths, &options, request, terminal)?;
    let mut page = terminal.page();
    run.render(&archive, &mut page);
    terminal.print(&page)?;
    Ok(match run.exit(request, terminal) {
        Exit::Success if paths.len() < args.paths.len() => Exit::Trouble,
        exit => exit,
    })
}

/// The paths that are there. The others are named before anything is done, so that a slip of the pen shows at once.
pub(crate) fn paths_there(paths: &[PathBuf], terminal: &mut Terminal) -> Vec<PathBuf> {
    let mut there = Vec::with_capacity(paths.len());
    for path in paths {
        match path.metadata() {
            Ok(_) => there.push(path.clone()),
            Err(error) => {
                let why = why_unread(path, &error);
                terminal.error(format_args!("{}: {why}", path.display()));
            }
        }
    }
    there
}

/// Signals cannot be watched for, which only a system out of resources refuses.
pub(crate) fn cannot_watch(error: io::Error) -> CommandError {
    anyhow::Error::new(error)
        .context("cannot watch for Ctrl-C")
        .into()
}

/// Takes paths into an archive, showing progress and listing what is no cable.
pub(crate) fn take_in(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    request: &Request,
    terminal: &mut Terminal,
) -> Result<Run, CommandError> {
    terminal.note(format_args!("archive: {}", archive.folder().display()));
    let mut progress = Progress::new();
    let mut started = Instant::now();
    let result = chancery_archive::ingest(
        archive,
        paths,
        options,
        &mut |event| match event {
            IngestEvent::Found { n_files, .. } => {
                progress.start(*n_files);
                started = Instant::now();
            }
            IngestEvent::Done { path, outcome, .. } => {
                let path = path.display();
                match outcome {
                    Outcome::NotACable { reason, .. } => progress.aside(|| {
                        terminal.warn(format_args!("{path}: not a cable: {reason}"));
                    }),
                    Outcome::Unreadable { reason, .. } => progress.aside(|| {
                        terminal.error(format_args!("{path}: not read: {reason}"));
                    }),
                    Outcome::Added { .. }
                    | Outcome::NewEdition { .. }
                    | Outcome::SameText { .. }
                    | Outcome::AlreadyHere { .. } => {}
                    Outcome::Forgotten => progress.aside(|| {
                        terminal.note(format_args!(
                            "{path}: was forgotten, and is not taken in again"
                        ));
                    }),
                }
                progress.advance(terminal);
            }
            _ => {}
        },
        request.flag(),
    );
    progress.finish();
    Ok(Run {
        summary: result?,
        took: started.elapsed(),
    })
}

/// What a run did.
pub(crate) struct Run {
    pub(crate) summary: IngestSummary,
    took: Duration,
}

impl Run {
    /// Puts the numbers on a page.
    pub(crate) fn render(&self, archive: &Archive, page: &mut Page) {
        let summary = &self.summary;
        let mut row = |label: &str, count: u64| {
            page.line(&[
                Piece::new(Role::Label, format!("{label:16}")),
                Piece::plain(format!("{count:>9}")),
            ]);
        };
        row("cables added", summary.n_added);
        row("new editions", summary.n_new_editions);
        row("already here", summary.n_already_here + summary.n_same_text);
        if summary.n_forgotten > 0 {
            row("forgotten", summary.n_forgotten);
        }
        row("not cables", summary.n_not_cables);
        row("unreadable", summary.n_unreadable);
        let seconds = self.took.as_secs_f64().max(0.001);
        let n_cables =
            summary.n_files - summary.n_not_cables - summary.n_unreadable - summary.n_forgotten;
        page.line(&[Piece::plain(format!(
            "{}, {} in {seconds:.1} s: {:.0} cables/s, {:.1} MB/s",
            counted(summary.n_files, "file", "files"),
            megabytes(summary.n_bytes),
            approximately(n_cables) / seconds,
            approximately(summary.n_bytes) / 1e6 / seconds,
        ))]);
        if let Ok(overview) = archive.overview() {
            page.line(&[Piece::plain(format!(
                "{} holds {}",
                archive.folder().display(),
                counted(overview.n_cables, "cable", "cables"),
            ))]);
        }
    }

    /// How the run ends the command, with a word about a run that was stopped.
    pub(crate) fn exit(&self, request: &Request, terminal: &mut Terminal) -> Exit {
        if self.summary.stopped {
            terminal.note("stopped; run the same command again to go on");
            request.exit()
        } else if self.summary.n_unreadable > 0 {
            Exit::Trouble
        } else {
            Exit::Success
        }
    }
}

fn megabytes(n_bytes: u64) -> String {
    format!("{:.1} MB", approximately(n_bytes) / 1e6)
}

#[expect(clippy::cast_precision_loss, reason = "shown with a few digits")]
fn approximately(count: u64) -> f64 {
    count as f64
}
