//! The reading room: server-rendered pages over an open archive.
//!
//! [`router`] gives an [`axum::Router`] that answers for one [`Archive`]; it opens no socket, so tests call it
//! directly and the caller decides where it listens. [`serve`] listens for those who want no more than that.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::{path::Path, sync::Arc};
//!
//! let archive = Arc::new(chancery_archive::Archive::open(Path::new("ruritania.cables"))?);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! let stop = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
//! chancery_web::serve(listener, chancery_web::router(archive), stop).await?;
//! # Ok(())
//! # }
//! ```
//!
//! What every page keeps to: it works without scripts and loads nothing from elsewhere, the response headers forbid
//! both; text from cables is hostile and reaches markup only through [`escape`]; an answer is given only to requests
//! that name this machine ([`guard`]); and nothing here writes to the archive.

mod api;
mod assets;
mod connection;
mod correct;
mod dates;
mod error;
mod escape;
mod explain;
mod guard;
mod handlers;
pub mod json;
mod line;
mod marked;
mod page;
mod params;
mod refine;
mod room;
mod routes;
mod urls;
mod window;

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use chancery_archive::Archive;
use tokio::net::TcpListener;

/// How the reading room behaves, beyond what the archive holds.
#[derive(Clone, Debug)]
pub struct Options {
    /// The names under which it may be asked, without ports, `[::1]` with its brackets.
    ///
    /// A request for any other name is turned away: otherwise a hostile web page could point its own name at this
    /// machine and read the archive through the reader's browser ("DNS rebinding").
    pub hosts: Vec<String>,
}

impl Default for Options {
    /// Answers as `localhost`, `127.0.0.1` and `[::1]`.
    fn default() -> Options {
        Options {
            hosts: ["localhost", "127.0.0.1", "[::1]"]
                .map(String::from)
                .to_vec(),
        }
    }
}

/// The reading room of an archive, as [`Options::default`] has it.
pub fn router(archive: Arc<Archive>) -> Router {
    router_with(archive, Options::default())
}

/// The reading room of an archive.
pub fn router_with(archive: Arc<Archive>, options: Options) -> Router {
    routes::routes(room::Room::new(archive), options)
}

/// Answers on `listener` until `shutdown` completes; requests under way are finished first.
///
/// # Errors
///
/// When the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(connection::Listening(listener), router)
        .with_graceful_shutdown(shutdown)
        .await
}
