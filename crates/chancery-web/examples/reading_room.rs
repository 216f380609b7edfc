//! Takes files into an archive and serves it on the loopback address until Ctrl-C:
//! `cargo run -p chancery-web --example reading_room -- FOLDER PORT [FILE…]`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::{env, error};

use chancery_archive::{Archive, IngestOptions, ingest};
use tokio::net::TcpListener;

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args_os().skip(1);
    let folder = arguments.next().ok_or("name the folder of an archive")?;
    let port = arguments.next().ok_or("name a port")?;
    let port: u16 = port.to_string_lossy().parse()?;
    let inputs: Vec<PathBuf> = arguments.map(PathBuf::from).collect();

    // One archive, opened once and shared by all requests.
    let archive = Archive::open_or_create(Path::new(&folder))?;
    let never = AtomicBool::new(false);
    ingest(
        &archive,
        &inputs,
        &IngestOptions::default(),
        &mut |_| {},
        &never,
    )?;

    // The router has no socket of its own; it can be called directly, as the tests of this crate do.
    let router = chancery_web::router(Arc::new(archive));

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let stop = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
        chancery_web::serve(listener, router, stop).await
    })?;
    Ok(())
}
