//! Portion marks: the letters in parentheses before a paragraph, title or subject.

use std::sync::LazyLock;

use super::{Certainty, Folded, Table, WrittenForms, items, legal, number, optional};

/// A row of `portion_marks.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortionMark {
    /// The key and usual spelling, without parentheses: `S/NF`.
    pub mark: &'static str,
    /// The mark in words.
    pub meaning: &'static str,
    /// 0 to 100, on the scale of the classifications.
    pub rank: u8,
    /// What narrows the readers further: `NOFORN`, `REL`, `FGI`, `ORCON`, `NATO`.
    pub control: Option<&'static str>,
    /// When it was in use.
    pub era: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    written_forms: &'static str,
}

/// The mark written as `written`, with or without parentheses; case, blanks and signs do not count.
///
/// The countries of a REL mark may follow: `(S//REL TO USA, GBR)` is `S/REL`.
pub fn lookup(written: &str) -> Option<&'static PortionMark> {
    let row = FORMS.row_of(written).or_else(|| {
        let folded = Folded::of(written)?;
        let (row, _) = RELEASABLE
            .iter()
            .find(|(_, form)| folded.as_str().starts_with(form))?;
        Some(*row)
    })?;
    Some(&all()[row])
}

/// The mark with this key.
pub fn by_mark(mark: &str) -> Option<&'static PortionMark> {
    MARKS.get(mark)
}

/// All marks, in byte order.
pub fn all() -> &'static [PortionMark] {
    &MARKS.rows
}

impl PortionMark {
    /// Every form seen, without parentheses, the usual one first.
    pub fn written_forms(&self) -> impl Iterator<Item = &'static str> {
        items(self.written_forms)
    }

    fn of_row(
        [
            mark,
            meaning,
            rank,
            control,
            written_forms,
            era,
            source,
            certainty,
        ]: [&'static str; 8],
    ) -> PortionMark {
        PortionMark {
            mark,
            meaning,
            rank: legal(number(rank)),
            control: optional(control),
            era,
            source,
            certainty: Certainty::of_cell(certainty),
            written_forms,
        }
    }
}

const TEXT: &str = include_str!("portion_marks.tsv");

static MARKS: LazyLock<Table<PortionMark>> =
    LazyLock::new(|| Table::parse(TEXT, PortionMark::of_row));
static FORMS: LazyLock<WrittenForms> =
    LazyLock::new(|| WrittenForms::new(all().iter().map(|row| row.written_forms)));

/// Folded forms of the marks that a list of countries follows, beside their rows.
static RELEASABLE: LazyLock<Vec<(usize, String)>> = LazyLock::new(|| {
    let marks = all()
        .iter()
        .enumerate()
        .filter(|(_, row)| row.control == Some("REL"));
    marks
        .flat_map(|(index, row)| {
            row.written_forms()
                .filter_map(move |form| Some((index, Folded::of(form)?.as_str().to_owned())))
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::super::testing::{check_forms, check_table};
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<8>(
            TEXT,
            "mark meaning rank control written_forms era source certainty",
            1,
        );
        check_forms(&FORMS, all().iter().map(|row| row.written_forms));
        for row in all() {
            assert_eq!(
                lookup(row.mark),
                Some(row),
                "a mark is its own written form"
            );
            assert!(row.rank <= 100);
        }
    }

    #[test]
    fn any_form_is_found() {
        let check = |written, mark| {
            assert_eq!(lookup(written).map(|row| row.mark), Some(mark), "{written}");
        };
        check("(C)", "C");
        check("( c )", "C");
        check("(C//NF)", "C/NF");
        check("(SNF)", "S/NF");
        check("(S//REL TO USA, GBR)", "S/REL");
        check("(S/Rel UK)", "S/REL");
        check("(SECRET/REL FRANCE)", "S/REL");
        check("C - ENTIRE TEXT", "C-ENTIRE TEXT");
        check("CONFIDENTIAL ENTIRE TEXT", "C-ENTIRE TEXT");
        assert_eq!(lookup("(Iran)"), None);
        assert_eq!(lookup("()"), None);
    }
}
