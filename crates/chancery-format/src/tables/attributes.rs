//! Attributes of the records of 1973 to 1979: what their labels mean.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms};

/// A row of `attributes.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttributeLabel {
    /// The label as the records print it, `Document Number`.
    pub key: &'static str,
    /// What its value says.
    pub meaning: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// The attribute with the label `written`; case and blanks do not count.
pub fn lookup(written: &str) -> Option<&'static AttributeLabel> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// All attributes, in byte order.
pub fn all() -> &'static [AttributeLabel] {
    &LABELS.rows
}

impl AttributeLabel {
    fn of_row([key, meaning, source, certainty]: [&'static str; 4]) -> AttributeLabel {
        AttributeLabel {
            key,
            meaning,
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }
}

const TEXT: &str = include_str!("attributes.tsv");

static LABELS: LazyLock<Table<AttributeLabel>> =
    LazyLock::new(|| Table::parse(TEXT, AttributeLabel::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|row| row.key)));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<4>(TEXT, "key meaning source certainty", 1);
        for row in all() {
            assert_eq!(lookup(row.key), Some(row));
        }
    }

    #[test]
    fn look_ups() {
        assert_eq!(
            lookup("REVIEW HISTORY").map(|row| row.key),
            Some("Review History")
        );
        assert_eq!(lookup("Review"), None);
    }
}
