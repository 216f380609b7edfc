//! `chancery archive`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chancery_archive::{Archive, CableKey, Error, Info, Step, Verification};
use serde_json::{Value, json};

use crate::archive_folder::{self, ArchiveArg};
use crate::commands::ingest::cannot_watch;
use crate::error::{CommandError, Exit};
use crate::interrupt::Request;
use crate::render::{counted, json as render_json};
use crate::terminal::{Piece, Role, Steps, Terminal};

/// Look after an archive: describe, verify, rebuild, compact, copy, and forget cables
///
/// Each of these can be stopped with Ctrl-C and killed at any moment; the archive stays whole.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    Info(InfoArgs),
    Verify(VerifyArgs),
    Rebuild(RebuildArgs),
    Compact(CompactArgs),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Forget(ForgetArgs),
}

/// What every task takes.
#[derive(Debug, clap::Args)]
struct Common {
    #[command(flatten)]
    archive: ArchiveArg,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What a task takes that is about one archive and nothing else.
#[derive(Debug, clap::Args)]
struct OfOne {
    /// Folder of the archive, as with `--archive`
    #[arg(value_name = "DIR", conflicts_with = "folder")]
    named: Option<PathBuf>,

    #[command(flatten)]
    common: Common,
}

impl OfOne {
    fn folder(&self) -> Result<PathBuf, CommandError> {
        match &self.named {
            Some(folder) => Ok(folder.clone()),
            None => archive_folder::to_read(&self.common.archive),
        }
    }
}

/// Say what the archive holds, how large it is, and what was taken in when
#[derive(Debug, clap::Args)]
struct InfoArgs {
    #[command(flatten)]
    of: OfOne,
}

/// Check originals, tables and index, and put right what is derived
///
/// Compares each original with its hash, what refers to what in the tables, what lists show of a cable with what its
/// original reads as now, and the index with the truth. What is derived and wrong is made again; the lists with --rebuild.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0    sound, or sound again: what was wrong is said
  1    something is wrong: what it is, which cables it touches, and what to do, is said
  2    could not be verified: a message says why
  130  stopped by Ctrl-C")]
struct VerifyArgs {
    #[command(flatten)]
    of: OfOne,

    /// Read cables again of which lists show something else than their originals read as now
    #[arg(long)]
    rebuild: bool,
}

/// Read every original again, and make the lists, the references and the index from that
///
/// For an archive that an earlier version of this program made, when this one reads cables better.
#[derive(Debug, clap::Args)]
struct RebuildArgs {
    #[command(flatten)]
    of: OfOne,
}

/// Make the archive as small as it gets
///
/// Compresses originals that were stored without a dictionary, writes the database anew without unused pages, and puts
/// the index into one part. Needs room for a second copy meanwhile.
#[derive(Debug, clap::Args)]
struct CompactArgs {
    #[command(flatten)]
    of: OfOne,
}

/// Copy the archive as it is at this moment, while others read and write
///
/// The copy is an archive itself. It holds everything but the index, which is built when it is first opened.
#[derive(Debug, clap::Args)]
struct BackupArgs {
    /// A folder that is new or empty
    #[arg(value_name = "DEST")]
    to: PathBuf,

    #[command(flatten)]
    common: Common,
}

/// Make an archive of a backup, and verify it
#[derive(Debug, clap::Args)]
struct RestoreArgs {
    /// The backup, which stays as it is
    #[arg(value_name = "SRC")]
    from: PathBuf,

    /// A folder that is new or empty
    #[arg(value_name = "DEST")]
    to: PathBuf,

    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Remove a cable so that nothing of it stays in the archive
///
/// Removes every edition, source and original of it from the truth, the index and unused pages, and looks through the
/// files for what may be left. Its originals are not taken in again; `chancery ingest --take-forgotten` does.
/// Backups made before are not touched. Cables that refer to it still do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0    removed, and nothing of it was found in the files of the archive
  1    there is no such cable
  2    could not be removed, or traces are left: a message says where and why")]
struct ForgetArgs {
    /// Its identifier, in any spelling, or its key
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    common: Common,
}

/// Runs `chancery archive`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    match &args.task {
        Task::Info(args) => info(&args.of, terminal),
        Task::Verify(args) => verify(args, terminal),
        Task::Rebuild(args) => rebuild(&args.of, terminal),
        Task::Compact(args) => compact(&args.of, terminal),
        Task::Backup(args) => backup(args, terminal),
        Task::Restore(args) => restore(args, terminal),
        Task::Forget(args) => forget(args, terminal),
    }
}

fn open(common: &Common) -> Result<Archive, CommandError> {
    Ok(Archive::open(&archive_folder::to_read(&common.archive)?)?)
}

/// Prints a value, or rows of a label and what it says.
fn show(
    is_json: bool,
    value: &Value,
    rows: &[(&str, String)],
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    if is_json {
        render_json::write_line(terminal.out(), value)?;
        return Ok(());
    }
    let mut page = terminal.page();
    for (label, text) in rows {
        page.line(&[
            Piece::new(Role::Label, format!("{label:20}")),
            Piece::plain(text.as_str()),
        ]);
    }
    terminal.print(&page)?;
    Ok(())
}

fn info(of: &OfOne, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let archive = Archive::open(&of.folder()?)?;
    let info = archive.info()?;
    let folder = archive.folder().display().to_string();
    show(
        of.common.json,
        &info_json(&folder, &info),
        &info_rows(&folder, &info),
        terminal,
    )?;
    Ok(Exit::Success)
}

fn info_json(folder: &str, info: &Info) -> Value {
    let (truth, overview) = (&info.truth, &info.overview);
    let runs: Vec<Value> = truth
        .runs
        .iter()
        .map(|run| {
            json!({
                "number": run.number,
                "started_at": run.started_at,
                "ended_at": run.ended_at,
                "is_complete": run.is_complete,
                "paths": run.arguments.lines().collect::<Vec<_>>(),
                "n_files": run.n_files,
                "n_bytes": run.n_bytes,
                "n_added": run.n_added,
                "n_new_editions": run.n_new_editions,
                "n_same_text": run.n_same_text,
                "n_already_here": run.n_already_here,
                "n_not_cables": run.n_not_cables,
                "n_unreadable": run.n_unreadable,
            })
        })
        .collect();
    json!({
        "folder": folder,
        "version": info.version,
        "uuid": truth.uuid,
        "created_at": truth.created_at,
        "generation": truth.generation,
        "n_cables": overview.n_cables,
        "n_editions": overview.n_editions,
        "n_sources": overview.n_sources,
        "n_originals": truth.n_originals,
        "n_unreadable": overview.n_unreadable,
        "n_forgotten": truth.n_forgotten,
        "first_sent": overview.first_sent,
        "last_sent": overview.last_sent,
        "bytes_originals": overview.bytes_originals,
        "bytes_packed": truth.bytes_packed,
        "bytes_free": truth.bytes_free,
        "bytes_on_disk": overview.bytes_on_disk,
        "n_dictionaries": truth.n_dictionaries,
        "n_without_dictionary": truth.n_without_dictionary,
        "index": info.n_documents.map(|n_documents| json!({
            "n_documents": n_documents,
            "n_segments": info.n_segments,
        })),
        "n_runs": truth.n_runs,
        "runs": runs,
    })
}

fn info_rows(folder: &str, info: &Info) -> Vec<(&'static str, String)> {
    let (truth, overview) = (&info.truth, &info.overview);
    let mut rows = vec![
        ("archive", folder.to_owned()),
        ("made", truth.created_at.clone()),
        ("version", info.version.to_string()),
        ("generation", truth.generation.to_string()),
        ("cables", overview.n_cables.to_string()),
        ("editions", overview.n_editions.to_string()),
        ("sources", overview.n_sources.to_string()),
        ("gave no cable", overview.n_unreadable.to_string()),
        ("forgotten", truth.n_forgotten.to_string()),
        (
            "originals",
            format!(
                "{}, {}, stored in {}",
                truth.n_originals,
                size(overview.bytes_originals),
                size(truth.bytes_packed)
            ),
        ),
        (
            "index",
            match info.n_documents {
                Some(n) => format!(
                    "{}, {}",
                    counted(n, "document", "documents"),
                    counted(info.n_segments as u64, "part", "parts")
                ),
                None => "none yet".to_owned(),
            },
        ),
        ("on disk", size(overview.bytes_on_disk)),
        ("unused", size(truth.bytes_free)),
    ];
    for run in truth.runs.iter().take(5) {
        let end = match (&run.ended_at, run.is_complete) {
            (None, _) => "did not end",
            (Some(_), true) => "complete",
            (Some(_), false) => "stopped",
        };
        let counts = match run.ended_at {
            Some(_) => format!(
                "{}, {} added",
                counted(run.n_files, "input", "inputs"),
                run.n_added
            ),
            None => "a run is counted at its end; what it stored is here".to_owned(),
        };
        rows.push(("run", format!("{} {end}: {counts}", run.started_at)));
    }
    rows
}

fn size(n_bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with a few digits")]
    let megabytes = n_bytes as f64 / 1e6;
    format!("{megabytes:.1} MB")
}

fn verify(args: &VerifyArgs, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let request = Request::watch().map_err(cannot_watch)?;
    let folder = args.of.folder()?;
    let found = watched(terminal, |observer| {
        chancery_archive::verify_watched(&folder, args.rebuild, request.flag(), observer)
    })?;
    show_verification(&found, args.of.common.json, terminal)?;
    Ok(if found.is_stopped {
        request.exit()
    } else if found.is_sound() {
        Exit::Success
    } else {
        Exit::Negative
    })
}

/// Does a task while showing how far it is.
fn watched<T>(
    terminal: &mut Terminal,
    task: impl FnOnce(&mut dyn FnMut(&Step)) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut steps = Steps::new();
    let done = task(&mut |step| steps.step(step.name, step.n_done, step.n_all, terminal));
    steps.finish();
    done
}

fn show_verification(
    found: &Verification,
    is_json: bool,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    let problems: Vec<Value> = found
        .problems
        .iter()
        .map(|problem| {
            let cables: Vec<&str> = problem.cables.iter().map(CableKey::as_str).collect();
            json!({
                "what": problem.what,
                "is_repaired": problem.is_repaired,
                "cables": cables,
                "n_cables": problem.n_cables,
                "help": problem.help,
                "detail": problem.detail,
            })
        })
        .collect();
    let value = json!({
        "n_cables": found.n_cables,
        "n_originals": found.n_originals,
        "is_sound": found.is_sound() && !found.is_stopped,
        "is_stopped": found.is_stopped,
        "n_otherwise": found.n_otherwise,
        "problems": problems,
    });
    let mut rows = vec![
        ("cables", found.n_cables.to_string()),
        ("originals", found.n_originals.to_string()),
    ];
    for problem in &found.problems {
        let label = if problem.is_repaired {
            "repaired"
        } else {
            "WRONG"
        };
        rows.push((label, problem.to_string()));
    }
    let is_old = found.n_otherwise > 0
        && found
            .problems
            .iter()
            .filter(|problem| !problem.is_repaired)
            .count()
            == 1;
    let verdict = match (found.is_stopped, found.is_sound()) {
        (true, _) => "stopped before the end",
        (false, true) => "sound",
        (false, false) if is_old => "nothing is lost; lists are not up to date",
        (false, false) => "not sound",
    };
    rows.push(("verdict", verdict.to_owned()));
    show(is_json, &value, &rows, terminal)?;
    let helps: BTreeSet<&String> = found
        .problems
        .iter()
        .filter_map(|problem| problem.help.as_ref())
        .collect();
    for help in helps {
        terminal.hint(help);
    }
    Ok(())
}

fn rebuild(of: &OfOne, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let request = Request::watch().map_err(cannot_watch)?;
    let archive = Archive::open(&of.folder()?)?;
    let rebuilt = watched(terminal, |observer| {
        archive.rebuild_watched(request.flag(), observer)
    })?;
    let value = json!({
        "n_cables": rebuilt.n_cables,
        "n_changed": rebuilt.n_changed,
        "is_stopped": rebuilt.is_stopped,
    });
    let rows = [
        ("cables", rebuilt.n_cables.to_string()),
        ("read otherwise", rebuilt.n_changed.to_string()),
    ];
    show(of.common.json, &value, &rows, terminal)?;
    Ok(end(rebuilt.is_stopped, request, terminal))
}

fn compact(of: &OfOne, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let request = Request::watch().map_err(cannot_watch)?;
    let archive = Archive::open(&of.folder()?)?;
    let compacted = watched(terminal, |observer| {
        archive.compact_watched(request.flag(), observer)
    })?;
    let value = json!({
        "n_recompressed": compacted.n_recompressed,
        "bytes_before": compacted.bytes_before,
        "bytes_after": compacted.bytes_after,
        "is_stopped": compacted.is_stopped,
    });
    let rows = [
        ("compressed again", compacted.n_recompressed.to_string()),
        ("before", size(compacted.bytes_before)),
        ("after", size(compacted.bytes_after)),
    ];
    show(of.common.json, &value, &rows, terminal)?;
    Ok(end(compacted.is_stopped, request, terminal))
}

fn end(is_stopped: bool, request: &Request, terminal: &mut Terminal) -> Exit {
    if is_stopped {
        terminal.note("stopped; what was done stays, and running again goes on");
        request.exit()
    } else {
        Exit::Success
    }
}

fn backup(args: &BackupArgs, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let found = open(&args.common)?.backup(&args.to)?;
    show_copy(&args.to, &found, args.common.json, terminal)
}

fn restore(args: &RestoreArgs, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let found = chancery_archive::restore(&args.from, &args.to)?;
    show_copy(&args.to, &found, args.json, terminal)
}

fn show_copy(
    to: &std::path::Path,
    found: &Verification,
    is_json: bool,
    terminal: &mut Terminal,
) -> Result<Exit, CommandError> {
    let folder = to.display().to_string();
    let value = json!({
        "folder": folder,
        "n_cables": found.n_cables,
        "n_originals": found.n_originals,
    });
    let rows = [
        ("copied to", folder),
        ("cables", found.n_cables.to_string()),
        ("originals verified", found.n_originals.to_string()),
    ];
    show(is_json, &value, &rows, terminal)?;
    Ok(Exit::Success)
}

fn forget(args: &ForgetArgs, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let archive = open(&args.common)?;
    let forgotten = match archive.resolve(&args.id)? {
        Some(key) => archive.forget(&key)?,
        None => None,
    };
    let Some(forgotten) = forgotten else {
        archive_folder::report_no_such_cable(&archive, &args.id, terminal)?;
        return Ok(Exit::Negative);
    };
    let files: Vec<String> = forgotten
        .files_with_traces
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let value = json!({
        "key": forgotten.key.as_str(),
        "n_editions": forgotten.n_editions,
        "n_sources": forgotten.n_sources,
        "n_originals": forgotten.n_originals,
        "n_referring": forgotten.n_referring,
        "is_dictionary_replaced": forgotten.is_dictionary_replaced,
        "files_with_traces": files,
    });
    let rows = [
        ("forgotten", forgotten.key.to_string()),
        ("editions", forgotten.n_editions.to_string()),
        ("sources", forgotten.n_sources.to_string()),
        ("originals", forgotten.n_originals.to_string()),
        (
            "referred to by",
            counted(forgotten.n_referring, "cable", "cables"),
        ),
    ];
    show(args.common.json, &value, &rows, terminal)?;
    terminal.note("backups made before, and the files it was taken from, are not touched");
    if files.is_empty() {
        return Ok(Exit::Success);
    }
    for file in files {
        terminal.error(format_args!("{file}: traces of it are left"));
    }
    terminal.hint(
        "a reader held an earlier state: end `chancery serve`, then run `chancery archive compact`",
    );
    Ok(Exit::Trouble)
}
