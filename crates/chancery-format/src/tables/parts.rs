//! Parts of a telegram: the labels and lines a reader meets, `FM`, `ZNY`, `CLASSIFIED BY`.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms, items, legal, optional};

/// A row of `parts.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The label, or the customary name of a part that has none: `FM`, `SIGNATURE`.
    pub label: &'static str,
    /// The part in words.
    pub name: &'static str,
    /// Where it stands.
    pub place: PartPlace,
    /// What it says.
    pub meaning: &'static str,
    /// One line of an invented telegram.
    pub example: &'static str,
    /// Heading of docs/format.md that tells more.
    pub section: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// Where in a telegram a [`Part`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartPlace {
    /// A line of the transmission.
    Wire,
    /// Between the lines of the transmission and the text.
    Head,
    /// In the text.
    Body,
    /// Under the text.
    End,
    /// Put in by a machine.
    Furniture,
}

/// The part with this label; case, blanks and signs do not count, so `reftel` and `E.O` are found.
pub fn lookup(written: &str) -> Option<&'static Part> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// All parts, in byte order of label.
pub fn all() -> &'static [Part] {
    &PARTS.rows
}

impl Part {
    /// Other labels of the same part.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        items(self.written_forms)
    }

    fn of_row(row: [&'static str; 9]) -> Part {
        let [
            label,
            name,
            place,
            written_forms,
            meaning,
            example,
            section,
            source,
            certainty,
        ] = row;
        Part {
            label,
            name,
            place: PartPlace::of_cell(place),
            meaning,
            example,
            section,
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

impl PartPlace {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            PartPlace::Wire => "a line of the transmission",
            PartPlace::Head => "the head",
            PartPlace::Body => "the text",
            PartPlace::End => "under the text",
            PartPlace::Furniture => "put in by a machine",
        }
    }

    fn of_cell(cell: &str) -> PartPlace {
        legal(match cell {
            "wire" => Some(PartPlace::Wire),
            "head" => Some(PartPlace::Head),
            "body" => Some(PartPlace::Body),
            "end" => Some(PartPlace::End),
            "furniture" => Some(PartPlace::Furniture),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("parts.tsv");

static PARTS: LazyLock<Table<Part>> = LazyLock::new(|| Table::parse(TEXT, Part::of_row));
static FORMS: LazyLock<WrittenForms> = LazyLock::new(|| {
    WrittenForms::of_rows(
        all()
            .iter()
            .map(|part| [Some(part.label), optional(part.written_forms)]),
    )
});

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<9>(
            TEXT,
            "label name place written_forms meaning example section source certainty",
            1,
        );
        for part in all() {
            assert!(part.written_forms().all(|form| lookup(form) == Some(part)));
            assert_eq!(lookup(part.label), Some(part));
        }
    }

    #[test]
    fn sections_are_headings_of_the_description() {
        let description = include_str!("../../../../docs/format.md");
        for part in all() {
            let heading = format!("\n## {}\n", part.section);
            assert!(description.contains(&heading), "{}", part.section);
        }
    }

    #[test]
    fn look_ups() {
        let check = |written, label| {
            assert_eq!(lookup(written).map(|part| part.label), label, "{written}");
        };
        check("reftel", Some("REF"));
        check("E.O", Some("E.O."));
        check("classified by", Some("CLASSIFIED BY"));
        check("FROM", Some("FM"));
        check("ZENDA", None);
    }
}
