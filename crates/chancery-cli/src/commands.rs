//! The subcommands, one file each; the doc comment of its `Args` is its help.

pub(crate) mod archive;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod ingest;
pub(crate) mod missing;
pub(crate) mod open;
pub(crate) mod read;
pub(crate) mod refs;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod write;
