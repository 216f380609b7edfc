//! How things are shown, apart from where they come from: for a person, in one line, or as JSON.

pub(crate) mod answer;
pub(crate) mod cable;
pub(crate) mod check;
pub(crate) mod dates;
pub(crate) mod diagnostic;
pub(crate) mod explain;
pub(crate) mod json;
pub(crate) mod query_error;
pub(crate) mod references;
pub(crate) mod results;

use crate::terminal::Role;

/// The role of a classification level, which decides its colour.
pub(crate) fn level_role(level: &str) -> Role {
    match level {
        "TOP SECRET" => Role::TopSecret,
        "SECRET" => Role::Secret,
        "CONFIDENTIAL" => Role::Confidential,
        _ => Role::Unclassified,
    }
}

/// `1 cable`, `2 cables`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
