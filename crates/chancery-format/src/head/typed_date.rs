//! Dates in words, as typists and editors write them: `June 14, 1977`, `May 7, 1974, 1430Z`, `18 APR 1975`.
//!
//! Airgrams, letters, memoranda, cards and edited editions have these in the place of a date-time group. A date without
//! an hour in universal time is read as midnight, and says so.
//! Source: docs/format.md, "Date-time group".

use super::date_time_group::DateTimeGroup;
use crate::calendar::{self, Date, Moment};
use crate::diagnostic::{Code, Diagnostic};
use crate::{Located, Span};

/// The farthest that the parts of a date stand apart.
const LONGEST: usize = 60;

/// Finds a date in words in a line and reads it. `line_start` is the offset of the line in the text.
pub(crate) fn parse(
    line: &str,
    line_start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Located<DateTimeGroup>> {
    let (date, hour, start, end) = find(line)?;
    let span = Span::new(line_start + start, line_start + end);
    let (hour, minute) = if let Some(hour) = hour {
        hour
    } else {
        diagnostics.push(
            Diagnostic::new(
                Code::DateWithoutHour,
                span,
                "the date has no hour in universal time",
            )
            .with_help("read as midnight, universal time"),
        );
        (0, 0)
    };
    let group = DateTimeGroup {
        text: crate::flow::folded(&line[start..end]).into(),
        moment: Moment::new(date, hour, minute),
        zone: None,
    };
    Some(Located::new(group, span))
}

/// `August 18, 5 p.m.` where the year stands elsewhere. The hour is local and is not read.
pub(crate) fn parse_in(
    line: &str,
    line_start: usize,
    year: u16,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Located<DateTimeGroup>> {
    let words = words(line);
    let at = words
        .iter()
        .position(|(word, _)| month_of(word).is_some())?;
    let &(day, day_at) = words.get(at + 1)?;
    let date = date_of(year, month_of(words[at].0)?.into(), number_of(day)?)?;
    let (start, end) = (words[at].1, day_at + day.len());
    let span = Span::new(line_start + start, line_start + end);
    diagnostics.push(
        Diagnostic::new(
            Code::DateWithoutHour,
            span,
            format!("the date has no year and no hour in universal time; the year {year} stands elsewhere"),
        )
        .with_help("read as midnight, universal time"),
    );
    let group = DateTimeGroup {
        text: crate::flow::folded(&line[start..end]).into(),
        moment: Moment::new(date, 0, 0),
        zone: None,
    };
    Some(Located::new(group, span))
}

/// A date, its hour and minute in universal time, and where it starts and ends in the line.
type Found = (Date, Option<(u8, u8)>, usize, usize);

/// Finds `June 14, 1977`, `14 June 1977`, `01-Jan-1994` or `31/12/1975`, with `, 1430Z` behind it or not.
pub(crate) fn find(line: &str) -> Option<Found> {
    let words = words(line);
    for at in 0..words.len() {
        let Some(month) = month_of(words[at].0) else {
            continue;
        };
        let number = |at: usize| words.get(at).and_then(|word| number_of(word.0));
        let before = at.checked_sub(1).and_then(number);
        // `June 14, 1977` and `14 June 1977`.
        let (day, year, first, last) = match (number(at + 1), number(at + 2), before) {
            (Some(day), Some(year), _) if day <= 31 && year > 31 => (day, year, at, at + 2),
            (Some(year), _, Some(day)) if day <= 31 && year > 31 => (day, year, at - 1, at + 1),
            _ => continue,
        };
        let date = date_of(year, u16::from(month), day)?;
        let (start, end) = (words[first].1, words[last].1 + words[last].0.len());
        return Some(
            match hour_of(words.get(last + 1).map_or("", |word| word.0)) {
                Some(hour) => {
                    let (word, at) = words[last + 1];
                    (date, Some(hour), start, at + word.len())
                }
                None => (date, None, start, end),
            },
        );
    }
    // `6/14/77`, month first; `31/12/1975` can only be day first.
    let &(word, at) = words
        .iter()
        .find(|(word, _)| word.bytes().filter(|byte| *byte == b'/').count() == 2)?;
    let mut parts = word.split('/').map(str::parse::<u16>);
    let (one, two, year) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let date = date_of(year, one, two).or_else(|| date_of(year, two, one))?;
    Some((date, None, at, at + word.len()))
}

/// The words at the start of a line with their places, without the signs around them; hyphens part words, too.
fn words(line: &str) -> Vec<(&str, usize)> {
    const MOST: usize = 24;
    let base = line.as_ptr() as usize;
    line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '—' | ';' | '('))
        .filter(|word| !word.is_empty())
        .map(|word| (word, word.as_ptr() as usize - base))
        .take_while(|(_, at)| *at <= 2 * LONGEST)
        .take(MOST)
        .collect()
}

fn month_of(word: &str) -> Option<u8> {
    calendar::month_by_name(word.trim_matches(|c: char| !c.is_ascii_alphabetic()))
}

/// A day or a year; two digits are years beyond 31 only.
fn number_of(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches("th").trim_end_matches("st");
    (matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

fn date_of(year: u16, month: u16, day: u16) -> Option<Date> {
    let year = if year < 100 {
        calendar::century(year)
    } else {
        year
    };
    (1900..=2100).contains(&year).then_some(())?;
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// `1430Z`.
fn hour_of(word: &str) -> Option<(u8, u8)> {
    let digits = word.strip_suffix(['Z', 'z'])?;
    let fits = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| Some((digits[..2].parse().ok()?, digits[2..].parse().ok()?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, text: &str, moment: &str, n_diagnostics: usize) {
        let mut diagnostics = Vec::new();
        let read = parse(line, 0, &mut diagnostics);
        assert_eq!(
            read.as_ref().map_or("", |read| &*read.value.text),
            text,
            "{line}"
        );
        let found = read
            .and_then(|read| read.value.moment)
            .map_or(String::new(), |moment| moment.to_string());
        assert_eq!(found, moment);
        assert_eq!(diagnostics.len(), n_diagnostics);
    }

    #[test]
    fn dates() {
        check("June 14, 1977", "June 14, 1977", "1977-06-14T00:00:00Z", 1);
        check("Sept. 3, 1974", "Sept. 3, 1974", "1974-09-03T00:00:00Z", 1);
        check("14 June 1977", "14 June 1977", "1977-06-14T00:00:00Z", 1);
        check("18 APR 75", "18 APR 75", "1975-04-18T00:00:00Z", 1);
        check(
            "01-Jan-1994 12:00:00 am",
            "01-Jan-1994",
            "1994-01-01T00:00:00Z",
            1,
        );
        check("31/12/1975", "31/12/1975", "1975-12-31T00:00:00Z", 1);
        check("6/14/77", "6/14/77", "1977-06-14T00:00:00Z", 1);
        check(
            "Strelsau, May 7, 1974, 1430Z.",
            "May 7, 1974, 1430Z",
            "1974-05-07T14:30:00Z",
            0,
        );
        check(
            "Strelsau, May 7, 1964, 7 p.m.",
            "May 7, 1964",
            "1964-05-07T00:00:00Z",
            1,
        );
        check("Strelsau, undated", "", "", 0);
        check("in May 7 swans and 1974 ducks", "", "", 0);
        check("February 30, 1974", "", "", 0);
        check("é", "", "", 0);
    }
}
