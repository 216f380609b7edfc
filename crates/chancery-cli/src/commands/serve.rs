//! `chancery serve`, and the serving half of `chancery open`.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use chancery_archive::Archive;

use crate::archive_folder::{self, ArchiveArg};
use crate::cli::parse_port;
use crate::commands::ingest::cannot_watch;
use crate::error::{CommandError, Exit};
use crate::interrupt::Request;
use crate::render::counted;
use crate::terminal::Terminal;

/// The port unless another is asked for.
pub(crate) const DEFAULT_PORT: u16 = 8649;

/// How long answers under way may take once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Show an archive in the browser
///
/// Serves the reading room until Ctrl-C and prints its address on standard output. Only programs on this machine can
/// reach it, unless `--bind` says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  stopped by Ctrl-C
  2  the port is in use, or there is no archive: a message says what

Without --archive, the archive is the one folder `*.cables` in the current folder.")]
pub(crate) struct Args {
    /// Folder of the archive, as with `--archive`
    #[arg(value_name = "DIR", conflicts_with = "folder")]
    named: Option<PathBuf>,

    #[command(flatten)]
    archive: ArchiveArg,

    #[command(flatten)]
    port: PortArg,

    /// Address to listen on; any other than a loopback address opens the archive to the network
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,

    /// A further name under which the reading room may be asked, such as the name of this machine in the network
    ///
    /// Requests under other names are turned away, so that no page from elsewhere can read the archive through the
    /// browser. The names of the loopback address and the address of `--bind` are always allowed.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
}

/// Where to listen.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct PortArg {
    /// Port to listen on; 0 takes any free one
    #[arg(long = "port", value_name = "N", default_value_t = DEFAULT_PORT, value_parser = parse_port)]
    pub(crate) number: u16,
}

/// Runs `chancery serve`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let folder = match &args.named {
        Some(folder) => folder.clone(),
        None => archive_folder::to_read(&args.archive)?,
    };
    let archive = Archive::open(&folder)?;
    let listener = listen(args.bind, args.port)?;
    let request = Request::watch().map_err(cannot_watch)?;
    let mut options = chancery_web::Options::default();
    options.hosts.push(match args.bind {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    });
    options.hosts.extend(args.hosts.iter().cloned());
    if args.bind.is_unspecified() && args.hosts.is_empty() {
        terminal
            .hint("`--host NAME` lets others ask for it under the name they know this machine by");
    }
    serve(archive, listener, options, request, terminal, |_| {})
}

/// Takes the port, or says what to do about it.
pub(crate) fn listen(address: IpAddr, port: PortArg) -> Result<TcpListener, CommandError> {
    let address = SocketAddr::new(address, port.number);
    TcpListener::bind(address).map_err(|error| {
        let kind = error.kind();
        let error = match kind {
            io::ErrorKind::AddrInUse => CommandError::new(format!(
                "cannot listen on {address}: port {} is in use",
                port.number
            )),
            _ => anyhow::Error::new(error)
                .context(format!("cannot listen on {address}"))
                .into(),
        };
        match kind {
            io::ErrorKind::AddrInUse => error
                .hint("choose another with `--port N`, or any free one with `--port 0`")
                .hint(format!(
                    "if chancery runs already, it is at http://{address}/"
                )),
            io::ErrorKind::PermissionDenied => {
                error.hint("ports from 1024 need no privileges: `--port N`")
            }
            io::ErrorKind::AddrNotAvailable => {
                error.hint("`--bind 127.0.0.1` listens on this machine alone")
            }
            _ => error,
        }
    })
}

/// Serves an archive until the user stops it. `ready` gets the address once it is printed.
pub(crate) fn serve(
    archive: Archive,
    listener: TcpListener,
    options: chancery_web::Options,
    request: &'static Request,
    terminal: &mut Terminal,
    ready: impl FnOnce(&str),
) -> Result<Exit, CommandError> {
    let local = listener
        .local_addr()
        .context("cannot learn the address to listen on")?;
    if !local.ip().is_loopback() {
        terminal.warn(format_args!(
            "everyone who can reach {} can read this archive",
            local.ip()
        ));
    }
    let held = archive
        .n_cables()
        .map(|n_cables| counted(n_cables, "cable", "cables"))?;
    terminal.note(format_args!(
        "serving {held} of {}; stop with Ctrl-C",
        archive.folder().display()
    ));
    let address = format!("http://{local}/");
    writeln!(terminal.out(), "{address}")?;
    terminal.flush()?;
    ready(&address);
    run_server(archive, listener, options, request).context("cannot serve")?;
    Ok(Exit::Success)
}

fn run_server(
    archive: Archive,
    listener: TcpListener,
    options: chancery_web::Options,
    request: &'static Request,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = chancery_web::router_with(Arc::new(archive), options);
        let server = chancery_web::serve(listener, router, request.arrived());
        let out_of_patience = async {
            request.arrived().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            result = server => result,
            () = out_of_patience => Ok(()),
        }
    })
}
