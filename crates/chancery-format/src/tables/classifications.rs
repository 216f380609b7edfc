//! Levels of a whole cable, with the controls and labels that stand in their place.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms, items, legal, number, optional};

/// A row of `classifications.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Classification {
    /// The key, a short code: `C`, `S//NF`, `SBU`.
    pub code: &'static str,
    /// The level in words.
    pub name: &'static str,
    /// 0 to 100, higher is stricter; equal levels of different systems share a rank.
    pub rank: u8,
    /// What kind of marking it is.
    pub kind: ClassificationKind,
    /// When it was in use.
    pub era: &'static str,
    /// The mark of a paragraph at this level, a key of the portion marks.
    pub portion_mark: Option<&'static str>,
    /// The letters of the security line, `CCCCC`. Unclassified controls may travel as `UUUUU` too.
    pub zny_letters: Option<&'static str>,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// What kind of marking a [`Classification`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClassificationKind {
    /// A level of an executive order.
    Classified,
    /// Unclassified, but controlled.
    Administrative,
    /// No protection.
    Unclassified,
    /// A level of NATO, in quoted or relayed text.
    Allied,
    /// A category of the Atomic Energy Act, added to a level.
    StatutoryOverlay,
    /// Nothing was found.
    None,
}

/// The level with this written form; case, blanks and signs do not count, so `S E C R E T` is found.
pub fn lookup(written: &str) -> Option<&'static Classification> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// The level with this code.
pub fn by_code(code: &str) -> Option<&'static Classification> {
    CLASSIFICATIONS.get(code)
}

/// The levels that travel under these letters of the security line, `CCCCC`, in byte order of code.
pub fn by_zny_letters(letters: &str) -> impl Iterator<Item = &'static Classification> {
    all()
        .iter()
        .filter(move |level| level.zny_letters.is_some_and(|own| own == letters))
}

/// The level that the letters of the security line stand for, allied levels aside: `CCCCC` is CONFIDENTIAL.
pub fn of_zny_letters(letters: &str) -> Option<&'static Classification> {
    by_zny_letters(letters)
        .filter(|level| level.kind != ClassificationKind::Allied)
        // The plain level, not the one with a control added.
        .min_by_key(|level| level.name.len())
}

/// All levels, in byte order of code.
pub fn all() -> &'static [Classification] {
    &CLASSIFICATIONS.rows
}

impl Classification {
    /// Every form of the classification line, the name first.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        items(self.written_forms)
    }

    /// What the level says about the text, in words, by the orders' own measure of damage.
    pub fn protection(&self) -> Option<&'static str> {
        Some(match self.kind {
            ClassificationKind::None => return None,
            ClassificationKind::Unclassified => "no protection",
            ClassificationKind::Administrative => "not secret, but not for the public either",
            ClassificationKind::StatutoryOverlay => "a category of the Atomic Energy Act",
            ClassificationKind::Classified | ClassificationKind::Allied => match self.rank {
                90.. => "its publication was expected to cause exceptionally grave damage",
                75.. => "its publication was expected to cause serious damage",
                _ => "its publication was expected to cause damage",
            },
        })
    }

    fn of_row(row: [&'static str; 11]) -> Classification {
        let [
            code,
            name,
            rank,
            kind,
            era,
            written_forms,
            portion_mark,
            zny_letters,
            note,
            source,
            certainty,
        ] = row;
        Classification {
            code,
            name,
            rank: legal(number(rank)),
            kind: ClassificationKind::of_cell(kind),
            era,
            portion_mark: optional(portion_mark),
            zny_letters: optional(zny_letters),
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

impl ClassificationKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            ClassificationKind::Classified => "level of an executive order",
            ClassificationKind::Administrative => "unclassified, but controlled",
            ClassificationKind::Unclassified => "unclassified",
            ClassificationKind::Allied => "level of NATO",
            ClassificationKind::StatutoryOverlay => "category of the Atomic Energy Act",
            ClassificationKind::None => "no level",
        }
    }

    fn of_cell(cell: &str) -> ClassificationKind {
        legal(match cell {
            "classified" => Some(ClassificationKind::Classified),
            "administrative" => Some(ClassificationKind::Administrative),
            "unclassified" => Some(ClassificationKind::Unclassified),
            "allied" => Some(ClassificationKind::Allied),
            "statutory-overlay" => Some(ClassificationKind::StatutoryOverlay),
            "none" => Some(ClassificationKind::None),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("classifications.tsv");

static CLASSIFICATIONS: LazyLock<Table<Classification>> =
    LazyLock::new(|| Table::parse(TEXT, Classification::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|level| level.written_forms)));

#[cfg(test)]
mod tests {
    use super::super::testing::{check_forms, check_table};
    use super::*;
    use crate::tables::portion_marks;

    #[test]
    fn table_is_in_order() {
        check_table::<11>(
            TEXT,
            "code name rank kind era written_forms portion_mark zny_letters note source certainty",
            1,
        );
        check_forms(&FORMS, all().iter().map(|row| row.written_forms));
        for level in all() {
            assert_eq!(lookup(level.name), Some(level), "a name is a written form");
            assert!(level.rank <= 100);
            let letters = level.zny_letters.unwrap_or("UUUUU");
            assert!(
                ["UUUUU", "EEEEE", "RRRRR", "CCCCC", "SSSSS", "TTTTT"].contains(&letters),
                "{letters}"
            );
        }
    }

    #[test]
    fn portion_marks_of_levels_have_their_rank() {
        let marked = all()
            .iter()
            .filter_map(|level| Some((level, portion_marks::by_mark(level.portion_mark?)?)));
        for (level, mark) in marked.filter(|(level, _)| !matches!(level.code, "C-MOD" | "U-EFTO")) {
            assert_eq!(level.rank, mark.rank, "{}", level.code);
        }
    }

    #[test]
    fn look_ups() {
        let check = |written, code| {
            assert_eq!(lookup(written).map(|row| row.code), Some(code), "{written}");
        };
        check("S E C R E T", "S");
        check("T O P  S E C R E T", "TS");
        check("CONFIDENTIAL//NOFORN", "C//NF");
        check("UNCLAS SENSITIVE", "SBU");
        check("UNCLAS E F T O", "U-EFTO");
        check("L I M I T E D  O F F I C I A L  U S E", "LOU");
        check("S e c r e t", "S");
        assert_eq!(
            by_zny_letters("SSSSS")
                .map(|level| level.code)
                .collect::<Vec<_>>(),
            ["NATO-S", "S", "S//NF"]
        );
        assert!(by_code("S").map(|level| level.rank) > by_code("C").map(|level| level.rank));
    }
}
