//! Runs the binary in temporary folders and looks at both streams and the exit code.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends where it stands"
)]

mod archive;
mod check;
mod columns;
mod explain;
mod ingest;
mod killed;
mod read;
mod references;
mod search;
mod serve;
mod support;
mod usage;
mod write;
