//! The date-time line: precedence prosigns and the date-time group, `R 081540Z OCT 07`.

use super::precedence::{Precedence, PrecedencePair};
use crate::calendar::{self, Date, Moment};
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::{Located, Span};

/// A date-time group as written, with the moment it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTimeGroup {
    /// As written, blanks folded: `081540Z OCT 07`.
    pub text: String,
    /// The moment in universal time; `None` where the group is no date.
    pub moment: Option<Moment>,
    /// The zone letter; `None` where it is missing and universal time was assumed.
    pub zone: Option<char>,
}

/// What one date-time line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateTimeLine {
    pub(crate) precedence: PrecedencePair,
    pub(crate) group: Located<DateTimeGroup>,
    /// Operating signals and remarks after the year.
    pub(crate) rest: Span,
}

/// Parses a date-time line. `line_start` is the offset of `line` in the text; `year` fills in a missing year.
///
/// `None` where the line is not one. A missing zone letter is read as Z; a blank before it, letters O, I and l for
/// digits, and a month in full are accepted. A group that is not a date keeps its text and has no moment.
/// Source: docs/format.md, "Date-time group".
pub(crate) fn parse(
    line: &str,
    line_start: usize,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<DateTimeLine> {
    let bytes = line.as_bytes();
    let mut at = skip_blanks(bytes, 0);
    // Up to three prosigns, each a letter alone; the last may be glued to the digits.
    let mut prosigns: [Option<Precedence>; 2] = [None, None];
    let mut n_prosigns = 0;
    while n_prosigns < 3 {
        let Some(&letter) = bytes.get(at) else { break };
        let alone = matches!(bytes.get(at + 1), Some(b' ' | b'\t'));
        let doubled = bytes.get(at + 1) == Some(&letter) && matches!(bytes.get(at + 2), Some(b' '));
        let glued = letter.is_ascii_alphabetic()
            && bytes.len() >= at + 7
            && bytes[at + 1..at + 7].iter().all(u8::is_ascii_digit);
        let Some(precedence) = Precedence::from_prosign(char::from(letter)) else {
            break;
        };
        if !(alone || doubled || glued) {
            break;
        }
        if n_prosigns < 2 {
            prosigns[n_prosigns] = Some(precedence);
        }
        n_prosigns += 1;
        at = skip_blanks(bytes, at + if doubled { 2 } else { 1 });
    }
    let group_start = at;
    let mut digits = [0u8; 6];
    let mut repaired = false;
    for digit in &mut digits {
        // One blank may have crept in between day and time.
        if bytes.get(at) == Some(&b' ') && at == group_start + 2 {
            at += 1;
        }
        *digit = match bytes.get(at)? {
            b @ b'0'..=b'9' => b - b'0',
            b'O' | b'o' => {
                repaired = true;
                0
            }
            b'I' | b'l' => {
                repaired = true;
                1
            }
            _ => return None,
        };
        at += 1;
    }
    if digits.iter().all(|&digit| digit == 0) && repaired {
        return None;
    }
    at = skip_blanks(bytes, at);
    let month_here = |at: usize| {
        let n = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        (n, calendar::month_by_name(&line[at..at + n]))
    };
    let (n_letters, month) = if at < bytes.len() {
        month_here(at)
    } else {
        (0, None)
    };
    let mut zone = None;
    let (n_letters, month) = match (n_letters, month) {
        (_, Some(_)) => (n_letters, month),
        (1, None) => {
            zone = Some(char::from(bytes[at]).to_ascii_uppercase()).filter(|&letter| letter != 'J');
            at = skip_separator(bytes, at + 1);
            if at < bytes.len() {
                month_here(at)
            } else {
                (0, None)
            }
        }
        // The zone letter glued to the month: `081540ZOCT 07`.
        (4.., None) if calendar::month_by_name(&line[at + 1..at + n_letters]).is_some() => {
            zone = Some(char::from(bytes[at]).to_ascii_uppercase());
            at += 1;
            month_here(at)
        }
        _ => (n_letters, None),
    };
    if month.is_none() && zone != Some('Z') {
        return None;
    }
    let mut end = at;
    if month.is_some() {
        at += n_letters;
        end = at;
    } else if n_letters >= 3 {
        // A word in the place of the month that is none.
        end = at + n_letters;
        at = end;
    }
    let year_at = skip_separator(bytes, at);
    let n_year = bytes[year_at.min(bytes.len())..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let written_year = match n_year {
        2 => line[year_at..year_at + 2]
            .parse()
            .ok()
            .map(calendar::century),
        4 => line[year_at..year_at + 4].parse().ok(),
        _ => None,
    };
    if written_year.is_some() {
        end = year_at + n_year;
    }
    let span = Span::new(line_start + group_start, line_start + end);
    let text = crate::flow::fold(&line[group_start..end]);

    let number = |at: usize| digits[at] * 10 + digits[at + 1];
    let (day, hour, minute) = (number(0), number(2), number(4));
    let date = month.and_then(|month| Date::new(written_year.or(year)?, month, day));
    let moment = date
        .and_then(|date| Moment::new(date, hour, minute))
        .and_then(|moment| moment.plus_hours(-zone_hours(zone.unwrap_or('Z'))));
    if moment.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::DtgMalformed,
                span,
                format!(
                    "expected a date-time group such as `121530Z APR 75`, found `{}`",
                    excerpt(&text)
                ),
            )
            .with_help("kept as written, no time assumed; compare with the original page"),
        );
    } else if zone.is_none() {
        diagnostics.push(
            Diagnostic::new(
                Code::DtgMissingZone,
                span,
                "date-time group has no zone letter",
            )
            .with_help(format!("read as {hour:02}:{minute:02} universal time")),
        );
    }
    if repaired && moment.is_some() {
        diagnostics.push(
            Diagnostic::new(
                Code::DtgRepaired,
                span,
                format!("letters stand for digits in `{}`", excerpt(&text)),
            )
            .with_help("the letter O was read as 0, I and l as 1"),
        );
    }
    let precedence = PrecedencePair {
        action: prosigns[0],
        info: prosigns[1],
    };
    Some(DateTimeLine {
        precedence,
        group: Located::new(DateTimeGroup { text, moment, zone }, span),
        rest: Span::new(line_start + end, line_start + line.len()),
    })
}

/// Hours to universal time of a military zone letter: A to M without J are east, N to Y west.
fn zone_hours(letter: char) -> i32 {
    match letter {
        'A'..='I' => letter as i32 - 'A' as i32 + 1,
        'K'..='M' => letter as i32 - 'K' as i32 + 10,
        'N'..='Y' => -(letter as i32 - 'N' as i32 + 1),
        _ => 0,
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += match bytes.get(at..) {
            Some([b' ' | b'\t', ..]) => 1,
            // The no-break space, both bytes of it: other signs begin or end with the same.
            Some([0xC2, 0xA0, ..]) => 2,
            _ => return at,
        };
    }
}

fn skip_separator(bytes: &[u8], at: usize) -> usize {
    at + bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t' | b'.' | b',' | b'-' | b'\''))
        .count()
}

/// Writes the date-time line: prosigns and group.
pub(crate) fn write(
    precedence: &PrecedencePair,
    group: Option<&Located<DateTimeGroup>>,
    out: &mut String,
) {
    let Some(group) = group else { return };
    for precedence in [precedence.action, precedence.info].into_iter().flatten() {
        out.push(precedence.prosign());
        out.push(' ');
    }
    out.push_str(&group.value.text);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str, &str)>) {
        let mut diagnostics = Vec::new();
        let read = parse(line, 0, Some(1999), &mut diagnostics).map(|line| {
            let precedence: String = [line.precedence.action, line.precedence.info]
                .into_iter()
                .flatten()
                .map(Precedence::prosign)
                .collect();
            let moment = line
                .group
                .value
                .moment
                .map_or("-".to_owned(), |moment| moment.to_string());
            (precedence, line.group.value.text, moment)
        });
        let read = read
            .as_ref()
            .map(|(precedence, text, moment)| (&**precedence, &**text, &**moment));
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn common_forms() {
        check(
            "R 081540Z OCT 07",
            Some(("R", "081540Z OCT 07", "2007-10-08T15:40:00Z")),
        );
        check(
            "O R 051020Z JUN 79",
            Some(("OR", "051020Z JUN 79", "1979-06-05T10:20:00Z")),
        );
        check(
            "P 270850 Z MARCH 73",
            Some(("P", "270850 Z MARCH 73", "1973-03-27T08:50:00Z")),
        );
        check(
            "141216Z Jul 05",
            Some(("", "141216Z Jul 05", "2005-07-14T12:16:00Z")),
        );
        check(
            "O 220500Z JUL 08 ZDK CTG #00732",
            Some(("O", "220500Z JUL 08", "2008-07-22T05:00:00Z")),
        );
        check(
            "PP 121530Z APR 2005",
            Some(("P", "121530Z APR 2005", "2005-04-12T15:30:00Z")),
        );
    }

    #[test]
    fn damaged_forms() {
        check(
            "0 150801Z MAR 85",
            Some(("O", "150801Z MAR 85", "1985-03-15T08:01:00Z")),
        );
        check(
            "P221300Z MAY 06",
            Some(("P", "221300Z MAY 06", "2006-05-22T13:00:00Z")),
        );
        check(
            "R 121530 APR 75",
            Some(("R", "121530 APR 75", "1975-04-12T15:30:00Z")),
        );
        check("R 320910Z APR 75", Some(("R", "320910Z APR 75", "-")));
        check(
            "R O81540Z OCT 07",
            Some(("R", "O81540Z OCT 07", "2007-10-08T15:40:00Z")),
        );
        check(
            "R 081540Z OCT",
            Some(("R", "081540Z OCT", "1999-10-08T15:40:00Z")),
        );
        check(
            "R 081540ZOCT07",
            Some(("R", "081540ZOCT07", "2007-10-08T15:40:00Z")),
        );
        check(
            "R 081540F OCT 07",
            Some(("R", "081540F OCT 07", "2007-10-08T09:40:00Z")),
        );
    }

    #[test]
    fn other_lines() {
        check("FM AMEMBASSY STRELSAU", None);
        check("R", None);
        check("", None);
        check("123456 people", None);
        check("P 22", None);
    }
}
