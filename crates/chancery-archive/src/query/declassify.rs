//! `declassify:` where it asks for no day: the codes and events of the instruction on declassification.

use std::fmt;

use chancery_index::{Pattern, Query as Plan, words};

use super::compile::keyword;
use super::keyword::wild;
use super::text::{Form, Part, TextLeaf};
use super::{pattern, quoted};
use crate::index::schema::field;

/// The value by which cables are found that are to be declassified on an event, whichever it is.
pub(crate) const EVENT: &str = "EVENT";

/// Cables whose instruction has a certain code, or names an event in certain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instruction {
    /// A code in its usual spelling, or the words of an event.
    pub(crate) value: String,
    /// Whether `*` and `?` in it are wildcards.
    is_wild: bool,
}

/// Whether a value asks for a day rather than for a code or an event: it has no letter and no wildcard, or is a range.
pub(super) fn is_date(value: &str) -> bool {
    let value = value.trim();
    value.contains("..")
        || value.starts_with(['<', '>'])
        || !(value.contains(char::is_alphabetic)
            || value.contains(['*', '?'])
            || section(value).is_some())
}

/// The codes of an instruction as they are indexed: `X1`, `25X1-HUMAN`, `OADR`, `1.4(b)`.
pub(crate) fn code(written: &str) -> String {
    let upper = written.trim().to_uppercase();
    if let Some((section, letter)) = section(&upper) {
        return match letter {
            Some(letter) => format!("{section}({letter})"),
            None => section.to_owned(),
        };
    }
    // `O.A.D.R.`, `25 X1`, `X-1`
    let compact: String = upper
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    match compact.as_str() {
        "NA" | "NONE" | "NOTAPPLICABLE" => return "N/A".to_owned(),
        "MANUALREVIEW" => return "MR".to_owned(),
        "OADR" | "MR" | "GDS" | "XGDS" | "ADS" | "RDS" | "XDS" => return compact,
        "ORIGINATINGAGENCYDETERMINATIONREQUIRED" | "ORIGINATINGAGENCY'SDETERMINATIONREQUIRED" => {
            return "OADR".to_owned();
        }
        _ => {}
    }
    for schedule in ["XGDS", "RDS"] {
        if let Some(rest) = compact.strip_prefix(schedule)
            && let [digit] = rest.trim_start_matches('-').as_bytes()
            && digit.is_ascii_digit()
        {
            return format!("{schedule}-{}", char::from(*digit));
        }
    }
    if let Some((years, rest)) = compact.split_once('X')
        && matches!(years, "" | "25" | "25-" | "50" | "50-")
    {
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return format!("{}X{rest}", years.trim_end_matches('-'));
        }
    }
    upper.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1.4`, `1.4(b)`, `1.4 B`: a section of an order, and the letter of a reason.
pub(super) fn section(written: &str) -> Option<(&str, Option<char>)> {
    let written = written.trim();
    let (section, rest) = written.split_at_checked(3)?;
    let [b'1', b'.', digit] = section.as_bytes() else {
        return None;
    };
    let letter: String = rest
        .chars()
        .filter(|c| !matches!(c, '(' | ')') && !c.is_whitespace())
        .collect();
    let letter = match letter.as_bytes() {
        [] => None,
        [letter] if letter.is_ascii_alphabetic() => Some(char::from(letter.to_ascii_lowercase())),
        _ => return None,
    };
    digit.is_ascii_digit().then_some((section, letter))
}

/// What finds a code and those below it: `25X1` is `25X1-HUMAN` too, `1.4` is `1.4(b)`, and `XGDS` is `XGDS-2`.
pub(super) fn code_or_below(field: u8, code: &str) -> Plan {
    let below = wild(&format!("{code}*"));
    let below = match below {
        // `X1` is no `X10`, and `2017` no `20170`.
        Pattern::Prefix(_) => {
            let mut escaped = String::new();
            for c in code.chars() {
                if !c.is_alphanumeric() {
                    escaped.push('\\');
                }
                escaped.push(c);
            }
            Pattern::Regex(format!("{escaped}[^0-9].*"))
        }
        other => other,
    };
    Plan::Any(vec![
        keyword(field, code),
        Plan::KeywordLike {
            field,
            pattern: below,
        },
    ])
}

impl Instruction {
    /// A leaf; `None` where the value has no letter or digit and is not `*`.
    pub(super) fn new(value: &str, is_quoted: bool) -> Option<Instruction> {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_wild = !is_quoted && (value == "*" || pattern::has_wildcards(&value));
        if !is_wild && words::folded(&value).is_empty() {
            return None;
        }
        let value = if is_wild {
            value.to_uppercase()
        } else {
            code(&value)
        };
        Some(Instruction { value, is_wild })
    }

    pub(super) fn compile(&self) -> Plan {
        let of_codes = if self.is_wild {
            Plan::KeywordLike {
                field: field::DECLASSIFY,
                pattern: wild(&self.value),
            }
        } else {
            code_or_below(field::DECLASSIFY, &self.value)
        };
        let form = if self.is_wild {
            Form::Wild
        } else {
            Form::Phrase
        };
        match TextLeaf::new(Part::Event, &self.value, form) {
            Some(of_events) => Plan::Any(vec![of_codes, of_events.compile()]),
            None => of_codes,
        }
    }
}

impl fmt::Display for Instruction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_wild {
            write!(formatter, "declassify:{}", self.value)
        } else {
            write!(formatter, "declassify:{}", quoted(&self.value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_spelling() {
        for (written, expected) in [
            ("x1", "X1"),
            ("X-1", "X1"),
            ("25x1", "25X1"),
            ("25 X 1", "25X1"),
            ("25X1-human", "25X1-HUMAN"),
            ("50x1-hum", "50X1-HUM"),
            ("oadr", "OADR"),
            ("O.A.D.R.", "OADR"),
            ("manual review", "MR"),
            ("n/a", "N/A"),
            ("NA", "N/A"),
            ("xgds 2", "XGDS-2"),
            ("XGDS2", "XGDS-2"),
            ("rds-3", "RDS-3"),
            ("gds", "GDS"),
            ("1.4(b)", "1.4(b)"),
            ("1.4 (B)", "1.4(b)"),
            ("1.4b", "1.4(b)"),
            ("1.4", "1.4"),
            ("end of  mission", "END OF MISSION"),
            ("1.4(bc)", "1.4(BC)"),
        ] {
            assert_eq!(code(written), expected, "{written}");
            // A code that was made so stays as it is.
            assert_eq!(code(expected), expected);
        }
    }

    #[test]
    fn days_are_told_from_codes() {
        for (value, expected) in [
            ("2017", true),
            ("2017-10-08", true),
            (">=2017", true),
            ("2008..x", true),
            ("10/8/2017", true),
            ("25X1", false),
            ("OADR", false),
            ("1.4", false),
            ("1.4(b)", false),
            ("201?", false),
            ("*", false),
            ("10 years", false),
        ] {
            assert_eq!(is_date(value), expected, "{value}");
        }
    }
}
