//! Codes on released copies: why text is missing, and what was decided about the document.

use std::sync::LazyLock;

use super::{Certainty, Table, WrittenForms, items, legal, optional};

/// A row of `foia_exemptions.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReleaseCode {
    /// The key: `B6`, `1.4(D)`, `RELEASE IN PART`.
    pub code: &'static str,
    /// What kind of code it is.
    pub kind: ReleaseCodeKind,
    /// The paragraph of statute or order.
    pub authority: Option<&'static str>,
    /// What it says.
    pub meaning: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// What kind of code a [`ReleaseCode`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReleaseCodeKind {
    /// An exemption of the Freedom of Information Act.
    Exemption,
    /// A paragraph of the executive order, added after B1.
    Order,
    /// An exemption from release at 25 years.
    Declassification,
    /// What was decided about the whole document.
    Disposition,
    /// A note at a place in the text.
    Annotation,
    /// Why a whole telegram is not public.
    Withdrawal,
}

/// The code stamped as `written`; case, blanks and signs do not count, so `1.4 (d)` and `(b)(6)` are found.
pub fn lookup(written: &str) -> Option<&'static ReleaseCode> {
    FORMS.row_of(written).map(|row| &all()[row])
}

/// All codes, in byte order.
pub fn all() -> &'static [ReleaseCode] {
    &CODES.rows
}

impl ReleaseCode {
    /// Every form stamped, the usual one first.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        items(self.written_forms)
    }

    fn of_row(
        [
            code,
            kind,
            authority,
            meaning,
            written_forms,
            source,
            certainty,
        ]: [&'static str; 7],
    ) -> ReleaseCode {
        ReleaseCode {
            code,
            kind: ReleaseCodeKind::of_cell(kind),
            authority: optional(authority),
            meaning,
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

impl ReleaseCodeKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            ReleaseCodeKind::Exemption => "exemption of the Freedom of Information Act",
            ReleaseCodeKind::Order => "paragraph of the executive order",
            ReleaseCodeKind::Declassification => "exemption from release at 25 years",
            ReleaseCodeKind::Disposition => "decision about the whole document",
            ReleaseCodeKind::Annotation => "note at a place in the text",
            ReleaseCodeKind::Withdrawal => "why a whole telegram is not public",
        }
    }

    fn of_cell(cell: &str) -> ReleaseCodeKind {
        legal(match cell {
            "exemption" => Some(ReleaseCodeKind::Exemption),
            "order" => Some(ReleaseCodeKind::Order),
            "declassification" => Some(ReleaseCodeKind::Declassification),
            "disposition" => Some(ReleaseCodeKind::Disposition),
            "annotation" => Some(ReleaseCodeKind::Annotation),
            "withdrawal" => Some(ReleaseCodeKind::Withdrawal),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("foia_exemptions.tsv");

static CODES: LazyLock<Table<ReleaseCode>> =
    LazyLock::new(|| Table::parse(TEXT, ReleaseCode::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|row| row.written_forms)));

#[cfg(test)]
mod tests {
    use super::super::testing::{check_forms, check_table};
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<7>(
            TEXT,
            "code kind authority meaning written_forms source certainty",
            1,
        );
        check_forms(&FORMS, all().iter().map(|row| row.written_forms));
        for row in all() {
            assert_eq!(
                lookup(row.code),
                Some(row),
                "a code is its own written form"
            );
        }
    }

    #[test]
    fn look_ups() {
        let check = |written, code| {
            assert_eq!(lookup(written).map(|row| row.code), Some(code), "{written}");
        };
        check("(b)(6)", "B6");
        check("B7(C)", "B7(C)");
        check("1.4 (d)", "1.4(D)");
        check("Release in Part", "RELEASE IN PART");
        assert_eq!(lookup("B10"), None);
    }
}
