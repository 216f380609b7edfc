//! Serves an archive on the loopback address until Ctrl-C:
//! `cargo run -p chancery-web --example reading_room -- FOLDER [PORT]`.

use std::path::Path;
use std::sync::Arc;
use std::{env, error};

use chancery_archive::Archive;
use tokio::net::TcpListener;

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder of an archive")?;
    let port = arguments.next().map_or(Ok(8080), |port| port.parse())?;

    // One archive, opened once and shared by all requests.
    let archive = Arc::new(Archive::open(Path::new(&folder))?);

    // The router has no socket of its own; it can be called directly, as the tests of this crate do.
    let router = chancery_web::router(archive);

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
