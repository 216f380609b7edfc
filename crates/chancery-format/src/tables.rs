//! What the field has agreed on: posts, TAGS, captions, levels, orders and the other code lists, as checked data.
//!
//! Each table is a TSV file beside its module, with the meaning of a row and the way to add one in the comments on
//! top, and a `source` for every row. It is built into the crate, split once on first use, and looked up by hash
//! without allocating. Names are compared as the parser meets them: upper case is left to the caller unless a
//! function says otherwise.
//!
//! The tables say what a code means, not whether it fits a cable; that is for the field parsers and the analysis. What
//! each code list is good for is described in docs/format.md. [`explain`](explain()) asks them all.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

pub mod abbreviations;
pub mod addressees;
pub mod attributes;
pub mod captions;
pub mod classifications;
pub mod executive_orders;
pub mod explain;
pub mod foia_exemptions;
pub mod operating_signals;
pub mod parts;
pub mod portion_marks;
pub mod posts;
pub mod precedences;
pub mod tags;

pub use explain::explain;

/// How far a row can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Inferred, or seen in a single place.
    Likely,
    /// Stated by a public source or settled by many cables.
    Sure,
}

impl Certainty {
    /// `likely` or `sure`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Likely => "likely",
            Certainty::Sure => "sure",
        }
    }

    fn of_cell(cell: &str) -> Certainty {
        legal(match cell {
            "sure" => Some(Certainty::Sure),
            "likely" => Some(Certainty::Likely),
            _ => None,
        })
    }
}

/// A map from short strings that are all built in, so that a simple hash serves: no key comes from outside.
type Index<K, V> = HashMap<K, V, BuildHasherDefault<Fnv1a>>;

/// The hash of Fowler, Noll and Vo, in its 64-bit variant 1a. Keys are short: taking eight bytes at a time was slower.
struct Fnv1a(u64);

impl Default for Fnv1a {
    fn default() -> Fnv1a {
        Fnv1a(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv1a {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A number is taken as a whole: its upper half, which depends on all of it, chooses the place.
    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Words of which is asked only whether a word is among them.
pub(crate) struct Words {
    words: HashSet<&'static str, BuildHasherDefault<Fnv1a>>,
    /// What words begin with, as bits that several may share, by their first letter: a quick no for most.
    begins: [u64; 64],
}

impl Words {
    pub(crate) fn new(words: &[&'static str]) -> Words {
        let mut begins = [0; 64];
        for word in words {
            let (first, bit) = Words::begin(word);
            begins[first] |= bit;
        }
        Words {
            words: words.iter().copied().collect(),
            begins,
        }
    }

    #[inline]
    pub(crate) fn contains(&self, word: &str) -> bool {
        let (first, bit) = Words::begin(word);
        self.begins[first] & bit != 0 && self.words.contains(word)
    }

    /// The first letter of a word, and a bit for its second one and its length.
    #[inline]
    fn begin(word: &str) -> (usize, u64) {
        let [first, second, ..] = word.as_bytes() else {
            return (word.len(), 1);
        };
        let bit = second.wrapping_mul(5) ^ (word.len() as u8).wrapping_mul(19);
        (usize::from(first & 63), 1 << (bit & 63))
    }
}

/// A table sorted by its key, which stands in the first column.
///
/// Rows are found by hash: a binary search over strings that lie apart in memory took three times as long.
struct Table<R> {
    rows: Vec<R>,
    /// Where the rows of each key are.
    places: Index<&'static str, Range<usize>>,
}

impl<R> Table<R> {
    /// Splits `text` into rows of `N` cells and makes each an `R`.
    fn parse<const N: usize>(text: &'static str, row: fn([&'static str; N]) -> R) -> Table<R> {
        // Room for all at once: growing step by step was a third of the cost of a table's first use.
        let n_rows = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let mut places: Index<&'static str, Range<usize>> =
            Index::with_capacity_and_hasher(n_rows, BuildHasherDefault::default());
        let mut rows = Vec::with_capacity(n_rows);
        let place = |(index, cells): (usize, [&'static str; N])| {
            let place = places.entry(cells[0]).or_insert(index..index);
            place.end = index + 1;
            row(cells)
        };
        rows.extend(cells(text).enumerate().map(place));
        Table { rows, places }
    }

    /// The row with this key, the first of several.
    fn get(&self, key: &str) -> Option<&R> {
        self.get_all(key).first()
    }

    /// All rows with this key, for tables whose whole key has a second column.
    fn get_all(&self, key: &str) -> &[R] {
        match self.places.get(key) {
            Some(place) => &self.rows[place.clone()],
            None => &[],
        }
    }
}

/// Written forms of the rows of a table, looked up without regard to case, blanks and signs.
struct WrittenForms {
    /// Index of the row of each form.
    rows: Index<String, usize>,
    /// The letters that forms of each length begin with, as bits: most words that are asked for are none.
    begins: [u64; Folded::MAX_BYTES + 1],
    /// The second letters behind each first one, as bits, by the first as in [`Folded::bit`].
    seconds: [u64; 64],
    /// The second and third letters behind each first one, as bits that several pairs may share.
    pairs: [u64; 64],
}

impl WrittenForms {
    /// Takes the `"; "` lists of one column, in table order.
    fn new<'t>(lists: impl Iterator<Item = &'t str>) -> WrittenForms {
        WrittenForms::of_rows(lists.map(|list| [Some(list)]))
    }

    /// Takes the lists of several columns, row by row.
    fn of_rows<'t, const N: usize>(
        rows: impl Iterator<Item = [Option<&'t str>; N]>,
    ) -> WrittenForms {
        let mut forms: Index<String, usize> = Index::default();
        let mut begins = [0; Folded::MAX_BYTES + 1];
        let mut seconds = [0; 64];
        let mut pairs = [0; 64];
        for (row, lists) in rows.enumerate() {
            for form in lists.into_iter().flatten().flat_map(items) {
                let Some(form) = Folded::of(form) else {
                    continue;
                };
                let form = form.as_str().to_owned();
                let letters = form.as_bytes();
                begins[letters.len()] |= Folded::bit(letters[0]);
                let first = usize::from(letters[0] & 63);
                if let Some(&second) = letters.get(1) {
                    seconds[first] |= Folded::bit(second);
                }
                if let [_, second, third, ..] = *letters {
                    pairs[first] |= Folded::bit_of_pair(second, third);
                }
                forms.insert(form, row);
            }
        }
        WrittenForms {
            rows: forms,
            begins,
            seconds,
            pairs,
        }
    }

    /// Whether a form of two letters or more begins as a text does: a quick no.
    fn may_begin(&self, text: &str) -> bool {
        match Folded::first_letters(text) {
            [Some(first), Some(second), _] => {
                self.seconds[usize::from(first & 63)] & Folded::bit(second) != 0
            }
            _ => false,
        }
    }

    fn row_of(&self, written: &str) -> Option<usize> {
        // Three letters turn most words away.
        let may_be = match Folded::first_letters(written) {
            [Some(first), Some(second), Some(third)] => {
                self.pairs[usize::from(first & 63)] & Folded::bit_of_pair(second, third) != 0
            }
            [Some(_), ..] => true,
            _ => false,
        };
        if !may_be {
            return None;
        }
        let folded = Folded::of(written)?;
        let first = *folded.bytes[..folded.n_bytes].first()?;
        if self.begins[folded.n_bytes] & Folded::bit(first) == 0 {
            return None;
        }
        self.rows.get(folded.as_str()).copied()
    }
}

/// The letters and digits of a text, in upper case.
struct Folded {
    bytes: [u8; Folded::MAX_BYTES],
    n_bytes: usize,
}

impl Folded {
    /// Longer than any form in the tables; what is longer matches none.
    const MAX_BYTES: usize = 48;

    /// One bit for each letter or digit.
    fn bit(byte: u8) -> u64 {
        1 << (byte & 63)
    }

    /// The first three letters or digits of a text.
    #[inline]
    fn first_letters(text: &str) -> [Option<u8>; 3] {
        // As most texts begin.
        if let [first, second, third, ..] = text.as_bytes()
            && first.is_ascii_alphanumeric()
            && second.is_ascii_alphanumeric()
            && third.is_ascii_alphanumeric()
        {
            return [first, second, third].map(|byte| Some(byte.to_ascii_uppercase()));
        }
        let mut letters = text
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_uppercase());
        [letters.next(), letters.next(), letters.next()]
    }

    /// One bit for two letters or digits.
    fn bit_of_pair(first: u8, second: u8) -> u64 {
        1 << ((first.wrapping_mul(37) ^ second) & 63)
    }

    /// `None` for texts too long to match.
    fn of(text: &str) -> Option<Folded> {
        let mut folded = Folded {
            bytes: [0; Folded::MAX_BYTES],
            n_bytes: 0,
        };
        for byte in text.bytes() {
            // Written always and counted only if it is to stay: marks are short and their signs hard to predict.
            *folded.bytes.get_mut(folded.n_bytes)? = byte.to_ascii_uppercase();
            folded.n_bytes += usize::from(byte.is_ascii_alphanumeric());
        }
        Some(folded)
    }

    /// Whether `text` folds to the same.
    fn is_of(&self, text: &str) -> bool {
        let bytes = text.bytes().filter(u8::is_ascii_alphanumeric);
        bytes
            .map(|byte| byte.to_ascii_uppercase())
            .eq(self.bytes[..self.n_bytes].iter().copied())
    }

    fn as_str(&self) -> &str {
        // Letters and digits of ASCII are always UTF-8.
        str::from_utf8(&self.bytes[..self.n_bytes]).unwrap_or_default()
    }
}

/// The items of a cell that holds a list, without the empty one of an empty cell.
fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split("; ").filter(|item| !item.is_empty())
}

/// The rows of a table text: comments and header skipped, cells that are missing read as empty.
fn cells<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(text).skip(1).map(|line| {
        let mut row = [""; N];
        let mut rest = Some(line);
        for cell in &mut row {
            let Some(text) = rest else { break };
            (*cell, rest) = match memchr::memchr(b'\t', text.as_bytes()) {
                Some(tab) => (&text[..tab], Some(&text[tab + 1..])),
                None => (text, None),
            };
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

    use std::collections::BTreeSet;

    use super::{Folded, WrittenForms, cells, items, lines};

    /// Checks header, cell count, order, uniqueness over the first `n_keys` columns, sources and certainty.
    ///
    /// `columns` are the names of the `N` columns with a blank between.
    #[track_caller]
    pub(super) fn check_table<const N: usize>(text: &'static str, columns: &str, n_keys: usize) {
        assert!(
            text.starts_with("# "),
            "a table opens with comments on what a row means"
        );
        assert!(
            !text.contains('\r') && text.ends_with('\n'),
            "lines end in a line feed"
        );
        let header = lines(text).next().expect("a table has a header row");
        assert_eq!(header.replace('\t', " "), columns);
        let [source, certainty] = ["source", "certainty"].map(|name| {
            let column = columns.split(' ').position(|column| column == name);
            column.unwrap_or_else(|| panic!("a table has a column {name}"))
        });

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
            assert!(
                matches!(row[certainty], "sure" | "likely"),
                "certainty of {line:?}"
            );
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

    /// Checks that each written form is short enough, not empty, and leads to one row only.
    #[track_caller]
    pub(super) fn check_forms<'t>(forms: &WrittenForms, lists: impl Iterator<Item = &'t str>) {
        let mut seen = BTreeSet::new();
        for form in lists.flat_map(items) {
            let folded = Folded::of(form)
                .expect("a form is short enough")
                .as_str()
                .to_owned();
            assert!(!folded.is_empty(), "{form:?}");
            assert!(forms.rows.contains_key(&folded), "{form:?}");
            assert!(seen.insert(folded), "{form:?} is written twice");
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
