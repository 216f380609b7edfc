//! What the field has agreed on: posts, TAGS, captions, levels, orders and the other code lists, as checked data.
//!
//! Each table is a TSV file beside its module, with the meaning of a row and the way to add one in the comments on
//! top, and a `source` for every row. It is built into the crate, split once on first use, and looked up by binary
//! search without allocating. Names are compared as the parser meets them: upper case is left to the caller unless a
//! function says otherwise.
//!
//! The tables say what a code means, not whether it fits a cable; that is for the field parsers and the analysis. What
//! each code list is good for is described in docs/format.md.

use std::cmp::Ordering;

pub mod captions;
pub mod classifications;
pub mod portion_marks;
pub mod posts;
pub mod precedences;
pub mod tags;

/// How far a row can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Inferred, or seen in a single place.
    Likely,
    /// Stated by a public source or settled by many cables.
    Sure,
}

impl Certainty {
    fn of_cell(cell: &str) -> Certainty {
        legal(match cell {
            "sure" => Some(Certainty::Sure),
            "likely" => Some(Certainty::Likely),
            _ => None,
        })
    }
}

/// A table with one row for each key, sorted by it.
struct Table<R> {
    rows: Vec<R>,
    key: fn(&R) -> &'static str,
}

impl<R> Table<R> {
    /// Splits `text` into rows of `N` cells and makes each an `R`.
    fn parse<const N: usize>(
        text: &'static str,
        row: fn([&'static str; N]) -> R,
        key: fn(&R) -> &'static str,
    ) -> Table<R> {
        Table {
            rows: cells(text).map(row).collect(),
            key,
        }
    }

    fn get(&self, key: &str) -> Option<&R> {
        let found = self
            .rows
            .binary_search_by(|row| (self.key)(row).cmp(key))
            .ok()?;
        Some(&self.rows[found])
    }

    /// All rows with this key, for tables whose whole key has a second column.
    fn get_all(&self, key: &str) -> &[R] {
        let start = self.rows.partition_point(|row| (self.key)(row) < key);
        let n_rows = self.rows[start..].partition_point(|row| (self.key)(row) == key);
        &self.rows[start..start + n_rows]
    }
}

/// Written forms of the rows of a table, looked up without regard to case, blanks and signs.
struct WrittenForms {
    /// Folded form and index of its row, sorted by form.
    forms: Vec<(String, usize)>,
}

impl WrittenForms {
    /// Takes the `"; "` lists of one column, in table order.
    fn new<'t>(lists: impl Iterator<Item = &'t str>) -> WrittenForms {
        let mut forms: Vec<(String, usize)> = lists
            .enumerate()
            .flat_map(|(row, list)| {
                items(list).map(move |form| (folded(form).map(char::from).collect(), row))
            })
            .collect();
        forms.sort_unstable();
        WrittenForms { forms }
    }

    fn row_of(&self, written: &str) -> Option<usize> {
        let found = self
            .forms
            .binary_search_by(|(form, _)| compare_folded(form, written))
            .ok()?;
        Some(self.forms[found].1)
    }
}

/// The letters and digits of `text`, in upper case.
fn folded(text: &str) -> impl Iterator<Item = u8> {
    text.bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_uppercase())
}

/// Orders a form that is folded already against what was written.
fn compare_folded(form: &str, written: &str) -> Ordering {
    form.bytes().cmp(folded(written))
}

/// The items of a cell that holds a list, without the empty one of an empty cell.
fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split("; ").filter(|item| !item.is_empty())
}

/// The rows of a table text: comments and header skipped, cells that are missing read as empty.
fn cells<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(text).skip(1).map(|line| {
        let mut row = [""; N];
        for (cell, text) in row.iter_mut().zip(line.split('\t')) {
            *cell = text;
        }
        row
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// A cell that may be empty.
fn optional(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}

/// A number that may be missing.
fn number<T: std::str::FromStr>(cell: &str) -> Option<T> {
    (!cell.is_empty()).then(|| legal(cell.parse().ok()))
}

/// The value of a cell whose legal values the tests of its table check.
fn legal<T>(value: Option<T>) -> T {
    value.expect("cells of the built-in tables hold legal values, as the tests of each table check")
}

#[cfg(test)]
mod testing {
    //! What every table has to satisfy, called by the tests of each.

    use super::{WrittenForms, cells, items, lines};

    /// Checks header, cell count, order, uniqueness over the first `n_keys` columns, sources and certainty.
    #[track_caller]
    pub(super) fn check_table<const N: usize>(
        text: &'static str,
        columns: [&str; N],
        n_keys: usize,
    ) {
        assert!(
            text.starts_with("# "),
            "a table opens with comments on what a row means"
        );
        assert!(
            !text.contains('\r') && text.ends_with('\n'),
            "lines end in a line feed"
        );
        let header = lines(text).next().expect("a table has a header row");
        assert_eq!(header.split('\t').collect::<Vec<_>>(), columns);
        let source = columns
            .iter()
            .position(|&column| column == "source")
            .expect("a table has a source column");
        let certainty = columns.iter().position(|&column| column == "certainty");

        let mut previous: Option<[&str; N]> = None;
        for (line, row) in lines(text).skip(1).zip(cells::<N>(text)) {
            assert_eq!(line.split('\t').count(), N, "cells of {line:?}");
            for cell in row {
                assert_eq!(cell, cell.trim(), "blanks around a cell of {line:?}");
                assert!(!cell.contains("  "), "two blanks in {line:?}");
                assert!(
                    items(cell).all(|item| item == item.trim() && !item.ends_with(';')),
                    "list in {line:?}"
                );
            }
            assert!(!row[0].is_empty(), "first cell of {line:?}");
            assert!(!row[source].is_empty(), "source of {line:?}");
            if let Some(certainty) = certainty {
                assert!(
                    matches!(row[certainty], "sure" | "likely"),
                    "certainty of {line:?}"
                );
            }
            if let Some(previous) = previous {
                assert!(
                    previous[..n_keys] < row[..n_keys],
                    "{:?} before {:?}",
                    &previous[..n_keys],
                    &row[..n_keys]
                );
            }
            previous = Some(row);
        }
        assert!(previous.is_some(), "a table has rows");
    }

    /// Checks that no written form is empty and none leads to two rows.
    #[track_caller]
    pub(super) fn check_forms(forms: &WrittenForms) {
        assert!(forms.forms.iter().all(|(form, _)| !form.is_empty()));
        for pair in forms.forms.windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "a form written twice");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_skip_comments_and_pad() {
        let rows: Vec<[&str; 3]> = cells("# note\na\tb\tc\n1\t2\t3\n4\t5\n").collect();
        assert_eq!(rows, [["1", "2", "3"], ["4", "5", ""]]);
    }

    #[test]
    fn folding_ignores_case_blanks_and_signs() {
        let forms = WrittenForms::new(["NODIS", "O-I; OFFICIAL INFORMAL", ""].into_iter());
        assert_eq!(forms.row_of("N O D I S"), Some(0));
        assert_eq!(forms.row_of("Official-Informal"), Some(1));
        assert_eq!(forms.row_of("o-i"), Some(1));
        assert_eq!(forms.row_of(""), None);
        assert_eq!(forms.row_of("NODI"), None);
    }
}
