//! The pages, one per file, each with its template of the same name.

pub(crate) mod home;
pub(crate) mod search;

pub(crate) mod cable;
pub(crate) mod original;
pub(crate) mod text;

pub(crate) mod about;
pub(crate) mod absent;
pub(crate) mod help;

pub(crate) mod files;
pub(crate) mod missing;

mod advice;
mod lookup;
mod results;
