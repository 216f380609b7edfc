//! Weekdays in the text fit the calendar.
//!
//! Compares each weekday that stands beside a date (`MONDAY, MAY 22`, `Tuesday May 23`, `(Friday) 26 May`) with the
//! calendar of the year that stands with it, or else of the year of the cable.
//!
//! Why it matters: a text moved to another year, or a changed date, is seldom recounted. A weekday fits by chance once
//! in seven.
//!
//! Borne: a date without a year may be of the year before or after, where it lies within half a year of the cable.
//!
//! Limits: drafters err about dates to come. Only English names written in full. Source: the calendar.

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::calendar::month_by_name;
use crate::{Date, Span};

const WEEKDAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// At most this many dates of a text are looked at, to keep the report short in time.
const MOST_DATES: usize = 200;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(sent) = case.sent() else {
        return nothing("there is no date-time group that is a date");
    };
    let mut n_right = 0;
    let mut wrong = Vec::new();
    for (weekday, date, span) in dates(case, sent.date) {
        if weekday_of(date) == weekday {
            n_right += 1;
        } else {
            wrong.push((weekday, date, span));
        }
    }
    if let Some((weekday, date, _)) = wrong.first() {
        return contradicts(format!(
            "the text makes {date} a {}, it was a {}",
            name(*weekday),
            name(weekday_of(*date))
        ))
            .moderate("a weekday fits by chance once in seven; drafters misremember one now and then")
            .with_all(wrong.iter().map(|(_, date, span)| {
                case.at("date in the text", *span, format!("{date}, a {}", name(weekday_of(*date))))
            }))
            .with(case.group_evidence());
    }
    match n_right {
        0 => nothing("no weekday stands beside a date"),
        n => agrees(format!(
            "{} the calendar",
            super::counted(n, "weekday with a date fits", "weekdays with a date fit")
        ))
        .moderate("a weekday fits by chance once in seven"),
    }
}

fn name(weekday: usize) -> String {
    let name = WEEKDAYS[weekday];
    format!("{}{}", &name[..1], name[1..].to_ascii_lowercase())
}

/// 0 is Monday. 1 January of year 1 was one.
fn weekday_of(date: Date) -> usize {
    date.days().rem_euclid(7) as usize
}

/// Weekdays with the date beside them, in the paragraphs.
fn dates(case: &Case<'_>, sent: Date) -> Vec<(usize, Date, Span)> {
    let mut found = Vec::new();
    for paragraph in &case.cable.paragraphs {
        let start = paragraph.text_start as usize;
        let text = &case.text[start..(paragraph.span.end as usize).max(start)];
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'y', b'Y', bytes) {
            // Every name ends in DAY.
            if at < 5 || !bytes[at - 2..=at].eq_ignore_ascii_case(b"DAY") {
                continue;
            }
            let Some(weekday) = WEEKDAYS.iter().position(|day| {
                (at + 1).checked_sub(day.len()).is_some_and(|from| {
                    bytes[from..=at].eq_ignore_ascii_case(day.as_bytes())
                        && (from == 0 || !bytes[from - 1].is_ascii_alphanumeric())
                })
            }) else {
                continue;
            };
            let from = at + 1 - WEEKDAYS[weekday].len();
            if let Some((date, end)) = date_behind(text, at + 1, sent) {
                found.push((weekday, date, Span::new(start + from, start + end)));
            }
            if found.len() >= MOST_DATES {
                return found;
            }
        }
    }
    found
}

/// `, MAY 22, 2006`, ` May 22`, ` (22 May)`, ` 22 MAY`, straight behind the weekday.
fn date_behind(text: &str, at: usize, sent: Date) -> Option<(Date, usize)> {
    let mut words = Words { text, at };
    let first = words.next()?;
    let second = words.next()?;
    let (month, day) = match (month_by_name(first), month_by_name(second)) {
        (Some(month), _) => (month, day_of(second)?),
        (None, Some(month)) => (month, day_of(first)?),
        _ => return None,
    };
    let end = words.at;
    // A range, `May 22-24` or `May 22 and 23`, says nothing of one weekday.
    if matches!(text.as_bytes().get(end), Some(b'-' | b'/')) {
        return None;
    }
    let year = words
        .next()
        .filter(|word| word.len() == 4)
        .and_then(|word| word.parse::<u16>().ok())
        .filter(|year| (1900..2100).contains(year));
    if let Some(year) = year {
        return Some((Date::new(year, month, day)?, words.at));
    }
    // The date nearest to the cable.
    [sent.year - 1, sent.year, sent.year + 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day))
        .min_by_key(|date| (date.days() - sent.days()).abs())
        .filter(|date| (date.days() - sent.days()).abs() <= 120)
        .map(|date| (date, end))
}

/// `22`, `22nd`, `22ND`.
fn day_of(word: &str) -> Option<u8> {
    let n = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = &word[n..];
    let is_ending = ending.is_empty()
        || ["ST", "ND", "RD", "TH"].iter().any(|other| ending.eq_ignore_ascii_case(other));
    (is_ending && (1..=2).contains(&n)).then(|| word[..n].parse().ok())?
}

/// Words of letters or digits, parted by no more than blanks, a line end, one comma or bracket.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b',' | b'(' | b'.')) && at < self.at + 6 {
            at += 1;
        }
        let n = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        if n == 0 || n > 12 {
            return None;
        }
        self.at = at + n;
        Some(&self.text[at..at + n])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let sent = Date::new(2006, 5, 22).unwrap();
        let found = date_behind(text, 0, sent).map(|(date, _)| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_beside_weekdays() {
        check(", MAY 22.", Some("2006-05-22"));
        check(" (May 23) he", Some("2006-05-23"));
        check(" 24 May", Some("2006-05-24"));
        check(",\nJanuary 5th", None);
        check(", December 30, 2005", Some("2005-12-30"));
        check(", MAY 22-24", None);
        check(" in May 22", None);
        check(" MARCHED 3", None);
        assert_eq!(name(weekday_of(Date::new(2006, 5, 22).unwrap())), "Monday");
    }
}
