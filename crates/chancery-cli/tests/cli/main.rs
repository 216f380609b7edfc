//! Runs the binary in temporary folders and looks at both streams and the exit code.

mod ingest;
mod killed;
mod read;
mod search;
mod serve;
mod support;
mod usage;
