//! `chancery open`.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chancery_archive::{Archive, Error};

use crate::archive_folder::{self, ArchiveArg};
use crate::commands::ingest::{Made, cannot_watch, is_worth_an_archive, paths_there, take_in};
use crate::commands::serve::{PortArg, listen, serve};
use crate::error::{CommandError, Exit};
use crate::interrupt::Request;
use crate::terminal::{Terminal, is_stdout_terminal};

/// Take cables into an archive and show it in the browser
///
/// What `chancery ingest` and `chancery serve` do, one after the other. The address is printed on standard output,
/// and only programs on this machine can reach it. A PATH that is an archive is shown as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0    stopped by Ctrl-C while serving
  2    a path is not there, the port is in use, or the archive cannot be written: a message says what
  130  stopped by Ctrl-C while taking cables in; running again goes on

Without --archive, PATH is taken into `NAME.cables` in the current folder, where NAME is the name of PATH; several
paths are taken into `chancery.cables`. The browser is opened when standard output is a terminal and there is a
desktop to open it on.")]
pub(crate) struct Args {
    /// Files and folders of cables
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    archive: ArchiveArg,

    #[command(flatten)]
    port: PortArg,

    /// Leave the browser alone
    #[arg(long)]
    no_browser: bool,
}

/// Runs `chancery open`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    // A server that starts all the same would hide that something is missing.
    if paths_there(&args.paths, terminal).len() < args.paths.len() {
        return Ok(Exit::Trouble);
    }
    // Taken before the work starts: a port in use should not show after an hour.
    let listener = listen(IpAddr::V4(Ipv4Addr::LOCALHOST), args.port)?;
    let request = Request::watch().map_err(cannot_watch)?;
    let archive = if let Some(archive) = archive_to_show(args)? {
        archive
    } else {
        let folder = archive_folder::to_write(&args.archive, &args.paths);
        is_worth_an_archive(&args.paths, &folder)?;
        let made = Made::before(&folder);
        let archive = Archive::open_or_create(&folder)?;
        let run = take_in(&archive, &args.paths, request, terminal)?;
        let archive = made.keep(archive)?;
        // Standard output is for the address alone.
        let mut page = terminal.error_page();
        run.render(archive.as_ref(), false, &mut page);
        terminal.print_error(&page);
        if run.summary.stopped {
            return Ok(run.exit(request, terminal));
        }
        match archive {
            Some(archive) if archive.n_cables()? > 0 => archive,
            _ => {
                return Err(CommandError::new(
                    "there is nothing to show: no cable was found",
                ));
            }
        }
    };
    let browser = !args.no_browser && is_stdout_terminal() && has_desktop();
    let options = chancery_web::Options::default();
    serve(archive, listener, options, request, terminal, |address| {
        if browser {
            open_browser(address);
        }
    })
}

/// The archive that the only path is, where it is one.
fn archive_to_show(args: &Args) -> Result<Option<Archive>, CommandError> {
    let ([path], None) = (args.paths.as_slice(), &args.archive.folder) else {
        return Ok(None);
    };
    if !Path::is_dir(path) {
        return Ok(None);
    }
    match Archive::open(path) {
        Ok(archive) => Ok(Some(archive)),
        Err(Error::NoArchive { .. } | Error::NotAnArchive { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether there is anything to open a browser on.
fn has_desktop() -> bool {
    cfg!(any(target_os = "macos", target_os = "windows"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Asks the desktop to open the browser. Whether it does is its affair: the address is printed anyway.
fn open_browser(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        let mut command = Command::new("cmd");
        // The empty argument is the title that `start` would take the address for.
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        // Waited for, so that it does not stay behind as a zombie; the thread ends with the process at the latest.
        std::thread::spawn(move || child.wait());
    }
}
