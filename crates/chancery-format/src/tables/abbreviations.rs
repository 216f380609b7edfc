//! Abbreviations and telegraphese of cable texts and copy lists.

use std::sync::LazyLock;

use super::{Certainty, Table, optional};

/// A row of `abbreviations.tsv`: one reading of an abbreviation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Abbreviation {
    /// The abbreviation, in capitals.
    pub abbreviation: &'static str,
    /// The sort of thing it names: `government`, `bureau`, `mission`.
    pub category: &'static str,
    /// The words it stands for.
    pub expansion: &'static str,
    /// Period, other meanings, how to choose.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// Every reading of `abbreviation`, in capitals; none, one or several, in byte order of category.
pub fn lookup(abbreviation: &str) -> impl Iterator<Item = &'static Abbreviation> {
    ABBREVIATIONS.get_all(abbreviation).iter()
}

/// All abbreviations, in byte order.
pub fn all() -> &'static [Abbreviation] {
    &ABBREVIATIONS.rows
}

impl Abbreviation {
    fn of_row(
        [abbreviation, category, expansion, note, source, certainty]: [&'static str; 6],
    ) -> Abbreviation {
        Abbreviation {
            abbreviation,
            category,
            expansion,
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }
}

const TEXT: &str = include_str!("abbreviations.tsv");

static ABBREVIATIONS: LazyLock<Table<Abbreviation>> =
    LazyLock::new(|| Table::parse(TEXT, Abbreviation::of_row));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<6>(
            TEXT,
            "abbreviation category expansion note source certainty",
            3,
        );
        let categories = [
            "agency",
            "bureau",
            "caption",
            "classification",
            "consular",
            "department",
            "distribution",
            "drafting",
            "economic",
            "government",
            "groups",
            "host",
            "international",
            "law",
            "military",
            "mission",
            "nonproliferation",
            "people",
            "place",
            "reports",
            "time",
            "visits",
            "wire",
        ];
        for row in all() {
            assert!(
                categories.contains(&row.category),
                "{}: {}",
                row.abbreviation,
                row.category
            );
            assert!(!row.expansion.is_empty(), "{}", row.abbreviation);
            assert!(
                !row.abbreviation
                    .bytes()
                    .any(|byte| byte.is_ascii_lowercase()),
                "{}",
                row.abbreviation
            );
        }
    }

    #[test]
    fn an_abbreviation_may_have_several_readings() {
        let categories = |written| lookup(written).map(|row| row.category).collect::<Vec<_>>();
        assert_eq!(categories("FM"), ["host"]);
        assert_eq!(categories("PM"), ["bureau", "host"]);
        assert!(categories("QQQ").is_empty());
    }
}
