//! The Department's own distribution of a telegram: the office that wrote it or must act on it, and who got copies.
//!
//! `ORIGIN EUR-08` on telegrams of the Department, `ACTION EUR-12` on those of posts, then `INFO OCT-01 ISO-00 …` with
//! the total, `/019 R`. These lines stand above the date-time line on copies of 1973 to about 1995.
//! Source: docs/format.md, "The records of 1973 to 1979".

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::flow::{fold, trim};
use crate::{Located, Span};

/// Offices kept of one list; the longest known has some ninety.
const MOST_OFFICES: usize = 512;

/// Who in Washington wrote a telegram, acts on it, and got copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// The offices that drafted it, on telegrams of the Department.
    pub origin: Vec<Copies>,
    /// The offices that must act on it, on telegrams of posts.
    pub action: Vec<Copies>,
    /// The copy list.
    pub info: Vec<Copies>,
    /// The total of copies as printed behind the list.
    pub total: Option<Located<u16>>,
    /// What the drafter wished, below DESIRED DISTRIBUTION, on one line.
    pub desired: Option<Located<String>>,
}

/// One office with its number of copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// The symbol of the office, `EUR`.
    pub office: String,
    /// How many copies it got; none on paper where it is 0.
    pub n_copies: Option<u16>,
    /// Where office and number are written.
    pub span: Span,
}

impl Distribution {
    /// The sum of the copies of all offices.
    fn sum(&self) -> u32 {
        [&self.origin, &self.action, &self.info]
            .into_iter()
            .flatten()
            .map(|copies| u32::from(copies.n_copies.unwrap_or(0)))
            .sum()
    }

    fn is_empty(&self) -> bool {
        self.origin.is_empty()
            && self.action.is_empty()
            && self.info.is_empty()
            && self.desired.is_none()
    }
}

/// Which list the offices of a line belong to.
#[derive(Clone, Copy)]
enum List {
    Origin,
    Action,
    Info,
}

/// Reads the lines of a distribution, in order; `desired` are those below DESIRED DISTRIBUTION.
pub(crate) fn parse(
    text: &str,
    lines: &[Span],
    desired: &[Span],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Distribution> {
    let mut distribution = Distribution::default();
    let mut list = List::Info;
    for line in lines {
        let written = line.of(text);
        let base = written.as_ptr() as usize;
        for word in written.split_ascii_whitespace() {
            let at = line.start as usize + (word.as_ptr() as usize - base);
            let span = Span::new(at, at + word.len());
            match word {
                "ORIGIN" => list = List::Origin,
                "ACTION" => list = List::Action,
                "INFO" => list = List::Info,
                _ if super::is_info_misread(word) => {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::LabelRepaired,
                            span,
                            format!("expected the label INFO, found `{word}`"),
                        )
                        .with_help("the offices behind it were read as INFO"),
                    );
                    list = List::Info;
                }
                _ => {
                    if let Some(total) = total(word) {
                        distribution.total.get_or_insert(Located::new(total, span));
                    } else if let Some((office, n_copies)) = office_count(word) {
                        let offices = match list {
                            List::Origin => &mut distribution.origin,
                            List::Action => &mut distribution.action,
                            List::Info => &mut distribution.info,
                        };
                        if *office != *word.split(['-', ':']).next().unwrap_or(word)
                            || word.ends_with('O')
                        {
                            diagnostics.push(
                                Diagnostic::new(
                                    Code::AddresseeRepaired,
                                    span,
                                    format!("expected an office with its copies, found `{word}`"),
                                )
                                .with_help(format!("read as {office}-{n_copies:02}")),
                            );
                        }
                        if offices.len() < MOST_OFFICES {
                            offices.push(Copies {
                                office: office.into_owned(),
                                n_copies: Some(n_copies),
                                span,
                            });
                        }
                    } else if written.contains(", ") && distribution.info.len() < MOST_OFFICES {
                        // `SS, G, SP`: the list of the 1960s has no counts.
                        distribution.info.push(Copies {
                            office: word.trim_end_matches(',').to_owned(),
                            n_copies: None,
                            span: Span::new(at, at + word.trim_end_matches(',').len()),
                        });
                    }
                }
            }
        }
    }
    if let (Some(first), Some(last)) = (desired.first(), desired.last()) {
        let span = trim(text, first.cover(*last));
        let words: Vec<String> = desired.iter().map(|line| fold(line.of(text))).collect();
        distribution.desired = Some(Located::new(words.join(" "), span));
    }
    if let Some(total) = &distribution.total
        && distribution.sum() != u32::from(total.value)
    {
        diagnostics.push(Diagnostic::new(
            Code::CopyTotalMismatch,
            total.span,
            format!(
                "expected a total of {} copies, found {}",
                distribution.sum(),
                total.value
            ),
        ));
    }
    (!distribution.is_empty()).then_some(distribution)
}

/// The offices in `ACTION EUR` of a record's attributes, which has no numbers.
pub(crate) fn of_attribute(value: &str, span: Span) -> Option<Distribution> {
    let mut words = value.split_ascii_whitespace();
    let first = words.next()?;
    let offices: Vec<Copies> = words
        .filter(|word| word.bytes().any(|byte| byte.is_ascii_uppercase()))
        .take(8)
        .map(|word| {
            let counted = office_count(word);
            Copies {
                n_copies: counted.as_ref().map(|(_, n_copies)| *n_copies),
                office: counted.map_or_else(|| word.to_owned(), |(office, _)| office.into_owned()),
                span,
            }
        })
        .collect();
    let mut distribution = Distribution::default();
    match first {
        "ACTION" => distribution.action = offices,
        "ORIGIN" => distribution.origin = offices,
        _ => return None,
    }
    (!distribution.is_empty()).then_some(distribution)
}

/// `/019` and `/011W`; scans lose the stroke, but then the number is one of many.
fn total(word: &str) -> Option<u16> {
    let digits = word
        .strip_prefix('/')?
        .trim_end_matches(|c: char| c.is_ascii_uppercase());
    (1..=4)
        .contains(&digits.len())
        .then(|| digits.parse().ok())
        .flatten()
}

/// `EUR-12`: office and number of copies. Digits in the name are the letters O and I: `10-19` is IO, `01C-02` is OIC.
fn office_count(word: &str) -> Option<(Cow<'_, str>, u16)> {
    let word = word.trim_end_matches(',');
    if !super::is_office_count(word) {
        return None;
    }
    let (office, count) = word.split_once('-')?;
    let office = office.trim_end_matches(':');
    let n_copies = count.replace('O', "0").parse().ok()?;
    Some(if office.bytes().any(|b| b.is_ascii_digit()) {
        let letters = office.replace('0', "O").replace('1', "I");
        (Cow::Owned(letters), n_copies)
    } else {
        (Cow::Borrowed(office), n_copies)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(copies: &[Copies]) -> String {
        copies
            .iter()
            .map(|copies| format!("{} {}", copies.office, copies.n_copies.unwrap_or(999)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str], n_diagnostics: usize) {
        let lines: Vec<Span> = crate::line::split(text)
            .iter()
            .map(crate::Line::content)
            .collect();
        let mut diagnostics = Vec::new();
        let read = parse(text, &lines, &[], &mut diagnostics).unwrap_or_default();
        let total = read.total.map_or(String::new(), |n| n.value.to_string());
        assert_eq!(
            [
                shown(&read.origin),
                shown(&read.action),
                shown(&read.info),
                total
            ],
            expected
        );
        assert_eq!(diagnostics.len(), n_diagnostics, "{diagnostics:?}");
    }

    #[test]
    fn lists() {
        check(
            "ACTION EUR-12\nINFO  OCT-01  ISO-00\n      SP-02  /015 W\n",
            &["", "EUR 12", "OCT 1, ISO 0, SP 2", "15"],
            0,
        );
        check(
            "ORIGIN SS-30\nINFO OCT-00 SSO-00 /031R\n---------- 065004\n",
            &["SS 30", "", "OCT 0, SSO 0", "31"],
            1,
        );
        check(
            "ACTION EUR-25\nINFO  SS, G\n",
            &["", "EUR 25", "SS 999, G 999", ""],
            0,
        );
        check("INFO LOG-00 é /\n", &["", "", "LOG 0", ""], 0);
        check("", &["", "", "", ""], 0);
        check(
            "ACTION 10-16\nINFO\nLOG-00\n01C-02 CIAE-OO DODE:-00\n/018W\n",
            &["", "IO 16", "LOG 0, OIC 2, CIAE 0, DODE 0", "18"],
            3,
        );
        check("ORIGIN AF-01, IO-02\n", &["AF 1, IO 2", "", "", ""], 0);
    }

    #[test]
    fn attribute() {
        let read = |value: &str| of_attribute(value, Span::default());
        assert_eq!(shown(&read("ACTION EUR").unwrap().action), "EUR 999");
        assert_eq!(shown(&read("ORIGIN SS-30").unwrap().origin), "SS 30");
        assert_eq!(read("ACTION"), None);
        assert_eq!(read("EUR"), None);
    }
}
