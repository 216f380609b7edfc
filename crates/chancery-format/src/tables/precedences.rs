//! Precedences: how fast a cable is to travel and be read.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms, items, legal, number, optional};

/// A row of `precedences.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrecedenceRow {
    /// The key, as written after an addressee: `NIACT IMMEDIATE`.
    pub name: &'static str,
    /// The letter of the date-time line, doubled on the routing line.
    pub prosign: char,
    /// Higher is faster.
    pub rank: u8,
    /// Who uses it.
    pub used_by: &'static str,
    /// What it asks for.
    pub meaning: &'static str,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// The precedence with this written form; case, blanks and signs do not count.
pub fn lookup(written: &str) -> Option<&'static PrecedenceRow> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// The precedence with this prosign, `O` or doubled `OO`.
///
/// `O` gives IMMEDIATE, never NIACT IMMEDIATE, which only words tell apart.
pub fn by_prosign(prosign: &str) -> Option<&'static PrecedenceRow> {
    let mut letters = prosign.chars();
    let letter = letters.next()?;
    if letters.next().is_some_and(|second| second != letter) || letters.next().is_some() {
        return None;
    }
    all()
        .iter()
        .filter(|row| row.prosign == letter)
        .min_by_key(|row| row.rank)
}

/// All precedences, in byte order of name.
pub fn all() -> &'static [PrecedenceRow] {
    &PRECEDENCES.rows
}

impl PrecedenceRow {
    /// Every form seen, misspellings included, the name first.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        items(self.written_forms)
    }

    fn of_row(row: [&'static str; 9]) -> PrecedenceRow {
        let [
            name,
            prosign,
            rank,
            used_by,
            written_forms,
            meaning,
            note,
            source,
            certainty,
        ] = row;
        PrecedenceRow {
            name,
            prosign: legal(number(prosign)),
            rank: legal(number(rank)),
            used_by,
            meaning,
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

const TEXT: &str = include_str!("precedences.tsv");

static PRECEDENCES: LazyLock<Table<PrecedenceRow>> =
    LazyLock::new(|| Table::parse(TEXT, PrecedenceRow::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|row| row.written_forms)));

#[cfg(test)]
mod tests {
    use super::super::testing::{check_forms, check_table};
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<9>(
            TEXT,
            "name prosign rank used_by written_forms meaning note source certainty",
            1,
        );
        check_forms(&FORMS, all().iter().map(|row| row.written_forms));
        let mut ranks: Vec<u8> = all().iter().map(|row| row.rank).collect();
        ranks.sort_unstable();
        assert!(
            ranks.is_sorted_by(|left, right| left < right),
            "ranks are distinct"
        );
    }

    #[test]
    fn look_ups() {
        assert_eq!(by_prosign("O").map(|row| row.name), Some("IMMEDIATE"));
        assert_eq!(by_prosign("PP").map(|row| row.name), Some("PRIORITY"));
        assert_eq!(by_prosign("OP"), None);
        assert_eq!(by_prosign("OOO"), None);
        assert_eq!(by_prosign(""), None);
        assert_eq!(lookup("PIORITY").map(|row| row.name), Some("PRIORITY"));
        assert_eq!(
            lookup("NIACT  IMMEDIATE").map(|row| row.name),
            Some("NIACT IMMEDIATE")
        );
    }
}
