//! A query that does not read, with the place underlined.

use chancery_archive::QueryError;

use crate::error::CommandError;
use crate::terminal::{Role, Styles, display_width, harmless};

/// The error to end with: the reason, the query with the place underlined, and what to write instead.
pub(crate) fn to_command_error(query: &str, error: &QueryError, styles: Styles) -> CommandError {
    let at = error.at();
    let before = query.get(..at.start).unwrap_or(query);
    let marked = query.get(at).unwrap_or("");
    let mut excerpt = String::from("  ");
    excerpt.push_str(&harmless(query));
    excerpt.push_str("\n  ");
    excerpt.push_str(&" ".repeat(display_width(&harmless(before))));
    let width = display_width(&harmless(marked)).max(1);
    styles.paint(&mut excerpt, Role::Error, &"^".repeat(width));
    excerpt.push('\n');
    let mut command_error = CommandError::new(error.reason());
    command_error.excerpt = Some(excerpt);
    match error.suggestion() {
        Some(suggestion) => command_error.hint(suggestion),
        None => command_error,
    }
}
