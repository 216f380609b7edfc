//! `chancery ingest`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use chancery_archive::{Archive, IngestEvent, IngestOptions, IngestSummary, Mapping, Outcome};

use crate::archive_folder::{self, ArchiveArg};
use crate::error::{CommandError, Exit};
use crate::input::why_unread;
use crate::interrupt::Request;
use crate::render::{counted, json};
use crate::terminal::{Page, Piece, Progress, Role, Terminal};

/// Take cables into an archive
///
/// Takes files and whole folders, zip and tar archives, tables (the Cablegate table, CSV, TSV, JSON lines), volumes in
/// TEI, PDF with text, mail; `-` is standard input. What the archive has already is skipped; a second text of the same
/// cable becomes another edition of it; what is no cable is listed with the reason. Ctrl-C stops after the cables at
/// hand, and running again goes on where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0    done; files that are no cables are listed
  1    nothing that was given is a cable; where there was no archive, none was made
  2    some path is not there, some file was not read, or the archive could not be written: a message says which and
       why; the rest is taken in
  130  stopped by Ctrl-C; what was taken in is kept

Without --archive, PATH is taken into `NAME.cables` in the current folder, where NAME is the name of PATH; several
paths are taken into `chancery.cables`. An archive that exists is added to.")]
pub(crate) struct Args {
    /// Files and folders of cables, or `-` for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    archive: ArchiveArg,

    /// Take in again what `chancery archive forget` removed
    #[arg(long)]
    take_forgotten: bool,

    /// Say what would become of everything and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Stay and take in what is added to the folders or changed in them, until Ctrl-C
    #[arg(long, conflicts_with = "dry_run")]
    watch: bool,

    /// Write what became of every single input, one JSON object a line, to FILE (`-`: standard output)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Which column of tables, or name of JSON objects, holds what: `text=Body`, `id=Doc No`, `date=…`, `origin=…`,
    /// `classification=…`, `subject=…`, `references=…`; what is not said is guessed
    #[arg(long = "column", value_name = "FIELD=NAME", value_parser = parse_column)]
    columns: Vec<(String, String)>,
}

const COLUMNS: [&str; 7] = [
    "text",
    "id",
    "date",
    "origin",
    "classification",
    "subject",
    "references",
];

fn parse_column(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, name)) if COLUMNS.contains(&field) && !name.trim().is_empty() => {
            Ok((field.to_owned(), name.trim().to_owned()))
        }
        _ => Err(format!(
            "write FIELD=NAME, where FIELD is one of {}",
            COLUMNS.join(", ")
        )),
    }
}

fn mapping(columns: &[(String, String)]) -> Mapping {
    let of = |field: &str| {
        columns
            .iter()
            .rev()
            .find(|(other, _)| other == field)
            .map(|(_, name)| name.clone())
    };
    Mapping {
        text: of("text"),
        id: of("id"),
        date: of("date"),
        origin: of("origin"),
        classification: of("classification"),
        subject: of("subject"),
        references: of("references"),
        ..Mapping::default()
    }
}

/// Runs `chancery ingest`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let paths = paths_there(&args.paths, terminal);
    if paths.is_empty() {
        return Ok(Exit::Trouble);
    }
    let folder = archive_folder::to_write(&args.archive, &args.paths);
    if !args.watch {
        is_worth_an_archive(&paths, &folder)?;
    }
    crate::allocator::give_back_soon();
    let request = Request::watch().map_err(cannot_watch)?;
    let made = Made::before(&folder);
    // A dry run makes no archive where there is none.
    let temporary;
    let archive = if args.dry_run && !folder.exists() {
        temporary = tempfile::tempdir().map_err(|error| {
            anyhow::Error::new(error).context("cannot make a temporary folder for the dry run")
        })?;
        Archive::open_or_create(temporary.path())?
    } else {
        Archive::open_or_create(&folder)?
    };
    let mut report = match &args.report {
        Some(path) => Some(Report::create(path)?),
        None => None,
    };
    let options = IngestOptions {
        mapping: mapping(&args.columns),
        dry_run: args.dry_run,
        take_forgotten: args.take_forgotten,
        ..IngestOptions::default()
    };
    let mut watched = args.watch.then(|| Watched::new(&paths));
    let mut run = take_in_with(
        &archive,
        &paths,
        &options,
        report.as_mut(),
        request,
        terminal,
    )?;
    if let Some(watched) = &mut watched {
        terminal.note("watching; Ctrl-C ends it");
        while !run.summary.stopped {
            let Some(changed) = watched.wait(request) else {
                break;
            };
            let next = take_in_with(
                &archive,
                &changed,
                &options,
                report.as_mut(),
                request,
                terminal,
            )?;
            run.add(&next);
            terminal.note(format_args!(
                "{} added, {} new editions, {} not cables or unreadable",
                next.summary.n_added,
                next.summary.n_new_editions,
                next.summary.n_not_cables + next.summary.n_unreadable,
            ));
        }
    }
    if let Some(report) = report {
        report.finish()?;
    }
    let kept = if args.dry_run {
        None
    } else {
        made.keep(archive)?
    };
    let to_stdout = args
        .report
        .as_ref()
        .is_some_and(|path| path.as_os_str() == "-");
    if to_stdout {
        let mut page = terminal.error_page();
        run.render(kept.as_ref(), args.dry_run, &mut page);
        terminal.print_error(&page);
    } else {
        let mut page = terminal.page();
        run.render(kept.as_ref(), args.dry_run, &mut page);
        terminal.print(&page)?;
    }
    if kept.is_none() && !args.dry_run && !run.summary.stopped {
        terminal.error("no cable came of what was given, so no archive was made");
    }
    let unmet = options.mapping.unmet();
    let is_column_unmet = !unmet.is_empty() && !run.summary.stopped;
    if is_column_unmet {
        terminal.error(format_args!(
            "--column: no table and no JSON object has a column `{}`",
            unmet.join("` or `")
        ));
    }
    Ok(match run.exit(request, terminal) {
        Exit::Success if paths.len() < args.paths.len() || is_column_unmet => Exit::Trouble,
        exit => exit,
    })
}

/// The paths that are there. The others are named before anything is done, so that a slip of the pen shows at once.
pub(crate) fn paths_there(paths: &[PathBuf], terminal: &mut Terminal) -> Vec<PathBuf> {
    let mut there = Vec::with_capacity(paths.len());
    for path in paths {
        if path.as_os_str() == "-" {
            there.push(path.clone());
            continue;
        }
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

/// What was there before an archive was opened.
pub(crate) struct Made {
    was_folder: bool,
    was_archive: bool,
}

impl Made {
    pub(crate) fn before(folder: &Path) -> Made {
        Made {
            was_folder: folder.exists(),
            was_archive: chancery_archive::is_archive(folder),
        }
    }

    /// The archive, or nothing where it was made just now and no cable came: then it is removed.
    pub(crate) fn keep(&self, archive: Archive) -> Result<Option<Archive>, CommandError> {
        if self.was_archive || archive.n_cables()? > 0 {
            return Ok(Some(archive));
        }
        archive.discard_if_empty(!self.was_folder)?;
        Ok(None)
    }
}

/// Refuses to make an archive of nothing: it would only be in the way.
pub(crate) fn is_worth_an_archive(paths: &[PathBuf], archive: &Path) -> Result<(), CommandError> {
    if archive.exists() || chancery_archive::has_inputs(paths) {
        return Ok(());
    }
    let names: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Err(CommandError::new(format!(
        "{}: no files, so no archive was made",
        names.join(", ")
    ))
    .hint("names that begin with a dot, links, and archives are passed over"))
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
    request: &Request,
    terminal: &mut Terminal,
) -> Result<Run, CommandError> {
    take_in_with(
        archive,
        paths,
        &IngestOptions::default(),
        None,
        request,
        terminal,
    )
}

/// Remarks on what was taken that are told one by one.
const TOLD_REMARKS: u64 = 100;

fn take_in_with(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    mut report: Option<&mut Report>,
    request: &Request,
    terminal: &mut Terminal,
) -> Result<Run, CommandError> {
    if !options.dry_run {
        terminal.note(format_args!("archive: {}", archive.folder().display()));
    }
    let mut progress = Progress::new();
    let started = Instant::now();
    let (mut n_cables, mut n_done, mut n_remarks) = (0u64, 0u64, 0u64);
    let mut unwritten = None;
    let mut hints = BTreeSet::new();
    let result = chancery_archive::ingest(
        archive,
        paths,
        options,
        &mut |event| {
            match event {
            IngestEvent::Found { n_bytes, .. } => {
                progress.start(*n_bytes);
            }
            IngestEvent::Done {
                path,
                outcome,
                n_read,
                remark,
                hint,
                ..
            } => {
                let path = path.display();
                match outcome {
                    Outcome::NotACable { reason, .. } => progress.aside(|| {
                        terminal.warn(format_args!("{path}: not a cable: {reason}"));
                    }),
                    Outcome::Unreadable { reason, .. } => progress.aside(|| {
                        terminal.error(format_args!("{path}: not read: {reason}"));
                        if let Some(hint) = hint
                            && hints.insert(hint.clone())
                        {
                            terminal.hint(hint);
                        }
                    }),
                    Outcome::Added { .. }
                    | Outcome::NewEdition { .. }
                    | Outcome::SameText { .. }
                    | Outcome::AlreadyHere { .. }
                    | Outcome::ReadAnew { .. } => {
                        n_cables += 1;
                        if let Some(remark) = remark {
                            n_remarks += 1;
                            if n_remarks <= TOLD_REMARKS {
                                progress.aside(|| {
                                    terminal.warn(format_args!("{path}: {remark}"));
                                    if let Some(hint) = hint
                                        && hints.insert(hint.clone())
                                    {
                                        terminal.hint(hint);
                                    }
                                });
                            }
                        }
                    }
                    Outcome::Forgotten => progress.aside(|| {
                        terminal.note(format_args!(
                            "{path}: was forgotten, and is not taken in again"
                        ));
                    }),
                }
                if let Some(report) = &mut report
                    && unwritten.is_none()
                {
                    unwritten = report.add(event).err();
                }
                n_done += 1;
                let n_not = n_done - n_cables;
                let counts = format!(
                    "{}, {n_not} not taken",
                    counted(n_cables, "cable", "cables")
                );
                progress.advance(*n_read, &counts, terminal);
            }
            IngestEvent::KnownColumns { path, columns } => progress.aside(|| {
                let columns: Vec<String> = columns
                    .iter()
                    .map(|(field, name)| format!("{field}={name}"))
                    .collect();
                terminal.note(format_args!(
                    "{}: columns as an earlier run was told of such a table: {}; `--column` says otherwise",
                    path.display(),
                    columns.join(", ")
                ));
            }),
            _ => {}
        }
        },
        request.flag(),
    );
    progress.finish();
    if n_remarks > TOLD_REMARKS {
        terminal.warn(format_args!(
            "{} like these; `--report FILE` has all",
            counted(
                n_remarks - TOLD_REMARKS,
                "further remark",
                "further remarks"
            )
        ));
    }
    if let Some(error) = unwritten {
        return Err(error);
    }
    Ok(Run {
        summary: result?,
        took: started.elapsed(),
    })
}

/// What became of every input, as lines of JSON.
struct Report {
    out: Box<dyn io::Write>,
    path: PathBuf,
}

impl Report {
    fn create(path: &Path) -> Result<Report, CommandError> {
        let out: Box<dyn io::Write> = if path.as_os_str() == "-" {
            Box::new(io::stdout())
        } else {
            let file = File::create(path).map_err(|error| {
                anyhow::Error::new(error)
                    .context(format!("cannot write the report {}", path.display()))
            })?;
            Box::new(io::BufWriter::new(file))
        };
        Ok(Report {
            out,
            path: path.to_owned(),
        })
    }

    fn failed(&self, error: io::Error) -> CommandError {
        anyhow::Error::new(error)
            .context(format!("cannot write the report {}", self.path.display()))
            .into()
    }

    fn add(&mut self, event: &IngestEvent) -> Result<(), CommandError> {
        let Some(line) = report_line(event) else {
            return Ok(());
        };
        json::write_line(&mut self.out, &line).map_err(|error| self.failed(error))
    }

    fn finish(mut self) -> Result<(), CommandError> {
        self.out.flush().map_err(|error| self.failed(error))
    }
}

/// One line of the report.
#[derive(serde::Serialize)]
struct ReportLine {
    schema: &'static str,
    place: String,
    n_bytes: u64,
    outcome: &'static str,
    key: Option<String>,
    edition: Option<u32>,
    reason: Option<String>,
    known: Option<bool>,
    remark: Option<String>,
    hint: Option<String>,
}

fn report_line(event: &IngestEvent) -> Option<ReportLine> {
    let IngestEvent::Done {
        path,
        n_bytes,
        remark,
        hint,
        outcome,
        ..
    } = event
    else {
        return None;
    };
    let mut line = ReportLine {
        schema: "chancery/ingest/1",
        place: path.to_string_lossy().into_owned(),
        n_bytes: *n_bytes,
        outcome: "",
        key: None,
        edition: None,
        reason: None,
        known: None,
        remark: remark.clone(),
        hint: hint.clone(),
    };
    match outcome {
        Outcome::Added { key } => {
            line.outcome = "added";
            line.key = Some(key.to_string());
        }
        Outcome::NewEdition { key, number } => {
            line.outcome = "new_edition";
            line.key = Some(key.to_string());
            line.edition = Some(*number);
        }
        Outcome::SameText { key } => {
            line.outcome = "same_text";
            line.key = Some(key.to_string());
        }
        Outcome::AlreadyHere { key } => {
            line.outcome = "already_here";
            line.key = Some(key.to_string());
        }
        Outcome::ReadAnew { key } => {
            line.outcome = "read_anew";
            line.key = Some(key.to_string());
        }
        Outcome::Forgotten => line.outcome = "forgotten",
        Outcome::NotACable { reason, known } => {
            line.outcome = "not_a_cable";
            line.reason = Some(reason.clone());
            line.known = Some(*known);
        }
        Outcome::Unreadable { reason, known } => {
            line.outcome = "unreadable";
            line.reason = Some(reason.clone());
            line.known = Some(*known);
        }
    }
    Some(line)
}

/// Size and time of the last change of a file.
type Stat = (u64, Option<SystemTime>);

/// Files that are looked at again and again.
struct Watched {
    roots: Vec<PathBuf>,
    /// As they were when they were taken in.
    taken: BTreeMap<PathBuf, Stat>,
    /// As they were at the last look: a file is taken when two looks find it alike, as nobody writes it any more.
    seen: BTreeMap<PathBuf, Stat>,
}

/// Whether a walk passes over this: what hides, and archives.
fn is_left_out(entry: &walkdir::DirEntry) -> bool {
    let hides = entry.file_name().to_string_lossy().starts_with('.');
    hides || entry.file_type().is_dir() && entry.path().join("archive.toml").exists()
}

/// How long between two looks.
const LOOK: Duration = Duration::from_secs(1);

impl Watched {
    fn new(roots: &[PathBuf]) -> Watched {
        let mut watched = Watched {
            roots: roots.to_vec(),
            taken: BTreeMap::new(),
            seen: BTreeMap::new(),
        };
        watched.taken = watched.look();
        watched.seen.clone_from(&watched.taken);
        watched
    }

    fn look(&self) -> BTreeMap<PathBuf, Stat> {
        self.roots
            .iter()
            .filter(|root| root.as_os_str() != "-")
            .flat_map(|root| {
                walkdir::WalkDir::new(root)
                    .into_iter()
                    .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
                    .filter_map(Result::ok)
                    .filter(|entry| entry.file_type().is_file())
                    .filter_map(|entry| {
                        let metadata = entry.metadata().ok()?;
                        let stat = (metadata.len(), metadata.modified().ok());
                        Some((entry.into_path(), stat))
                    })
            })
            .collect()
    }

    /// Waits for files that are new or changed; `None` when it is to end.
    fn wait(&mut self, request: &Request) -> Option<Vec<PathBuf>> {
        loop {
            let next = Instant::now() + LOOK;
            while Instant::now() < next {
                if request.flag().load(Ordering::Relaxed) {
                    return None;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            let now = self.look();
            let changed: Vec<PathBuf> = now
                .iter()
                .filter(|(path, stat)| {
                    self.taken.get(*path) != Some(stat) && self.seen.get(*path) == Some(stat)
                })
                .map(|(path, _)| path.clone())
                .collect();
            for path in &changed {
                if let Some(stat) = now.get(path) {
                    self.taken.insert(path.clone(), *stat);
                }
            }
            self.seen = now;
            if !changed.is_empty() {
                return Some(changed);
            }
        }
    }
}

/// What a run did.
pub(crate) struct Run {
    pub(crate) summary: IngestSummary,
    took: Duration,
}

impl Run {
    /// Adds what a further run did.
    fn add(&mut self, next: &Run) {
        let (summary, other) = (&mut self.summary, &next.summary);
        summary.n_files += other.n_files;
        summary.n_bytes += other.n_bytes;
        summary.n_added += other.n_added;
        summary.n_added_without_id += other.n_added_without_id;
        summary.n_new_editions += other.n_new_editions;
        summary.n_same_text += other.n_same_text;
        summary.n_already_here += other.n_already_here;
        summary.n_read_anew += other.n_read_anew;
        summary.n_forgotten += other.n_forgotten;
        summary.n_not_cables += other.n_not_cables;
        summary.n_unreadable += other.n_unreadable;
        summary.stopped |= other.stopped;
        self.took += next.took;
    }

    /// Puts the numbers on a page.
    pub(crate) fn render(&self, archive: Option<&Archive>, dry_run: bool, page: &mut Page) {
        let summary = &self.summary;
        if dry_run {
            page.line(&[Piece::plain("dry run: nothing was written; it would be")]);
        }
        let mut row = |label: &str, count: u64| {
            page.line(&[
                Piece::new(Role::Label, format!("{label:16}")),
                Piece::plain(format!("{count:>9}")),
            ]);
        };
        row("cables added", summary.n_added);
        if summary.n_added_without_id > 0 {
            row("  without an id", summary.n_added_without_id);
        }
        row("new editions", summary.n_new_editions);
        row("already here", summary.n_already_here + summary.n_same_text);
        if summary.n_read_anew > 0 {
            row("read anew", summary.n_read_anew);
        }
        if summary.n_forgotten > 0 {
            row("forgotten", summary.n_forgotten);
        }
        row("not cables", summary.n_not_cables);
        row("unreadable", summary.n_unreadable);
        let seconds = self.took.as_secs_f64().max(0.001);
        let n_cables = self.n_cables();
        page.line(&[Piece::plain(format!(
            "{}, {} in {seconds:.1} s: {:.0} cables/s, {:.1} MB/s",
            counted(summary.n_files, "input", "inputs"),
            megabytes(summary.n_bytes),
            approximately(n_cables) / seconds,
            approximately(summary.n_bytes) / 1e6 / seconds,
        ))]);
        if let Some(archive) = archive
            && let Ok(n_cables) = archive.n_cables()
        {
            page.line(&[Piece::plain(format!(
                "{} holds {}",
                archive.folder().display(),
                counted(n_cables, "cable", "cables"),
            ))]);
        }
    }

    /// Inputs that are cables, whatever became of them.
    fn n_cables(&self) -> u64 {
        let summary = &self.summary;
        summary.n_files - summary.n_not_cables - summary.n_unreadable - summary.n_forgotten
    }

    /// How the run ends the command, with a word about a run that was stopped.
    pub(crate) fn exit(&self, request: &Request, terminal: &mut Terminal) -> Exit {
        if self.summary.stopped {
            terminal.note("stopped; run the same command again to go on");
            request.exit()
        } else if self.summary.n_unreadable > 0 {
            Exit::Trouble
        } else if self.summary.n_files > 0 && self.n_cables() + self.summary.n_forgotten == 0 {
            Exit::Negative
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
