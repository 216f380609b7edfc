//! `date:` and `year:`: a day, a month, a year, or a range of them.
//!
//! Days are days of the date-time group, in universal time.

use std::fmt;
use std::ops::{Bound, Range};

use chancery_index::{MISSING, Query as Plan};
use jiff::civil::Date;

use super::error;
use crate::QueryError;
use crate::index::schema::number;

/// Cables sent from one day (included) to another (excluded).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dates {
    of: DateOf,
    /// As printed after `date:`.
    text: String,
    from: Option<Date>,
    until: Option<Date>,
}

/// Which date of a cable is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOf {
    /// When it was sent.
    Sent,
    /// When it is to be declassified.
    Declassify,
}

impl DateOf {
    fn name(self) -> &'static str {
        match self {
            DateOf::Sent => "date",
            DateOf::Declassify => "declassify",
        }
    }
}

/// Cables of one year (included) to another (included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Years {
    /// As printed after `year:`.
    text: String,
    from: u16,
    to: u16,
}

/// Splits `>=`, `>`, `<=` or `<` off; gives an empty comparison where there is none.
pub(super) fn comparison(value: &str) -> (&'static str, &str) {
    let value = value.trim();
    for sign in [">=", "<=", ">", "<"] {
        if let Some(rest) = value.strip_prefix(sign) {
            return (sign, rest.trim());
        }
    }
    ("", value)
}

/// A range of values as it was written; `P` is one value.
pub(super) struct Written<P> {
    pub(super) text: String,
    pub(super) from: Bound<P>,
    pub(super) to: Bound<P>,
}

/// Reads `V`, `V..V`, `V..`, `..V`, `>=V` and the like. `parse` reads one value.
pub(super) fn range<P: Copy + fmt::Display>(
    value: &str,
    parse: impl Fn(&str) -> Result<P, QueryError>,
) -> Result<Written<P>, QueryError> {
    let value = value.trim();
    if let Some((from, to)) = value.split_once("..") {
        let bound = |text: &str| match text.trim() {
            "" => Ok(None),
            text => parse(text).map(Some),
        };
        let (from, to) = (bound(from)?, bound(to.trim_start_matches('.'))?);
        let show = |value: Option<P>| value.map(|value| value.to_string()).unwrap_or_default();
        let include = |value: Option<P>| value.map_or(Bound::Unbounded, Bound::Included);
        return Ok(Written {
            text: format!("{}..{}", show(from), show(to)),
            from: include(from),
            to: include(to),
        });
    }
    let (sign, value) = comparison(value);
    let value = parse(value)?;
    let (from, to) = match sign {
        ">=" => (Bound::Included(value), Bound::Unbounded),
        ">" => (Bound::Excluded(value), Bound::Unbounded),
        "<=" => (Bound::Unbounded, Bound::Included(value)),
        "<" => (Bound::Unbounded, Bound::Excluded(value)),
        _ => (Bound::Included(value), Bound::Included(value)),
    };
    Ok(Written {
        text: format!("{sign}{value}"),
        from,
        to,
    })
}

impl Dates {
    /// Reads `2007-10-08`, `2007-10`, `2007`, or a range of them; `at` is the place of the value in the query.
    pub(super) fn parse(of: DateOf, value: &str, at: Range<usize>) -> Result<Dates, QueryError> {
        let written = range(value, |text| Period::parse(text, at.clone()))?;
        // A range that runs to a day or past one leaves out or takes in the whole period named.
        let from = match written.from {
            Bound::Included(period) => Some(period.first),
            Bound::Excluded(period) => Some(period.after),
            Bound::Unbounded => None,
        };
        let until = match written.to {
            Bound::Included(period) => Some(period.after),
            Bound::Excluded(period) => Some(period.first),
            Bound::Unbounded => None,
        };
        if let (Some(first), Some(last)) = (from, until)
            && first >= last
        {
            return Err(backwards(at, of.name(), &written.text));
        }
        Ok(Dates {
            of,
            text: written.text,
            from,
            until,
        })
    }

    pub(super) fn compile(&self) -> Plan {
        let second = |date: Date| {
            date.to_zoned(jiff::tz::TimeZone::UTC)
                .map_or(i64::MAX, |zoned| zoned.timestamp().as_second())
        };
        Plan::Number {
            column: match self.of {
                DateOf::Sent => number::SENT,
                DateOf::Declassify => number::DECLASSIFY,
            },
            from: self.from.map_or(MISSING + 1, second),
            to: self.until.map_or(i64::MAX, |date| second(date) - 1),
        }
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.of.name(), self.text)
    }
}

impl Years {
    /// Reads `2007` or a range of years; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Years, QueryError> {
        let written = range(value, |text| {
            text.parse::<u16>()
                .ok()
                .filter(|year| text.len() == 4 && *year >= 1000)
                .ok_or_else(|| {
                    error(
                        at.clone(),
                        format!("`{text}` is no year"),
                        Some("year:2007, year:2005..2007, year:>=2005".to_owned()),
                    )
                })
        })?;
        let from = match written.from {
            Bound::Included(year) => year,
            Bound::Excluded(year) => year + 1,
            Bound::Unbounded => 0,
        };
        let to = match written.to {
            Bound::Included(year) => year,
            Bound::Excluded(year) => year - 1,
            Bound::Unbounded => 9999,
        };
        if from > to {
            return Err(backwards(at, "year", &written.text));
        }
        Ok(Years {
            text: written.text,
            from,
            to,
        })
    }

    pub(super) fn compile(&self) -> Plan {
        Plan::Number {
            column: number::YEAR,
            from: self.from.into(),
            to: self.to.into(),
        }
    }
}

impl fmt::Display for Years {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "year:{}", self.text)
    }
}

pub(super) fn backwards(at: Range<usize>, field: &str, text: &str) -> QueryError {
    let suggestion = text
        .split_once("..")
        .map(|(from, to)| format!("{field}:{to}..{from}"));
    error(at, "the range ends before it begins", suggestion)
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Period {
    first: Date,
    /// The day after the last.
    after: Date,
    n_parts: usize,
}

impl Period {
    fn parse(text: &str, at: Range<usize>) -> Result<Period, QueryError> {
        let fail = |reason: String| {
            error(
                at.clone(),
                reason,
                Some("date:2007, date:2007-10, date:2007-10-08, date:2007-10..2008-02".to_owned()),
            )
        };
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let number = |part: &str| -> Option<i16> {
            part.bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| part.parse().ok())?
        };
        let numbers: Option<Vec<i16>> = parts.iter().map(|part| number(part)).collect();
        let Some(numbers) = numbers.filter(|_| parts[0].len() == 4) else {
            return Err(fail(format!(
                "`{text}` is no date: expected year, month and day, as in 2007-10-08"
            )));
        };
        let month = |month: i16| match i8::try_from(month) {
            Ok(month @ 1..=12) => Ok(month),
            _ => Err(fail(format!("there is no month {month}"))),
        };
        let (first, after) = match numbers[..] {
            [year] => (
                Date::new(year, 1, 1),
                Date::new(year, 1, 1).and_then(|date| date.checked_add(jiff::Span::new().years(1))),
            ),
            [year, m] => {
                let first = Date::new(year, month(m)?, 1);
                let after = first
                    .clone()
                    .and_then(|date| date.checked_add(jiff::Span::new().months(1)));
                (first, after)
            }
            [year, m, day] => {
                let first = Date::new(year, month(m)?, i8::try_from(day).unwrap_or(i8::MAX));
                let after = first.clone().and_then(Date::tomorrow);
                (first, after)
            }
            _ => {
                return Err(fail(format!(
                    "`{text}` is no date: expected year, month and day, as in 2007-10-08"
                )));
            }
        };
        match (first, after) {
            (Ok(first), Ok(after)) => Ok(Period {
                first,
                after,
                n_parts: parts.len(),
            }),
            _ => Err(fail(format!("there is no day `{text}`"))),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        match self.n_parts {
            1 => write!(formatter, "{year:04}"),
            2 => write!(formatter, "{year:04}-{month:02}"),
            _ => write!(formatter, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let dates = Dates::parse(DateOf::Sent, value, 0..value.len()).unwrap();
        let show = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(
            format!("{} {}|{}", dates, show(dates.from), show(dates.until)),
            expected
        );
        let printed = dates.to_string();
        let again =
            Dates::parse(DateOf::Sent, printed.strip_prefix("date:").unwrap(), 0..1).unwrap();
        assert_eq!(again, dates);
    }

    #[test]
    fn days_months_years_and_ranges() {
        check("2007", "date:2007 2007-01-01|2008-01-01");
        check("2007-12", "date:2007-12 2007-12-01|2008-01-01");
        check("2008-2-29", "date:2008-02-29 2008-02-29|2008-03-01");
        check("2007/10/08", "date:2007-10-08 2007-10-08|2007-10-09");
        check(
            "2007-10..2008-02",
            "date:2007-10..2008-02 2007-10-01|2008-03-01",
        );
        check("..2007", "date:..2007 |2008-01-01");
        check("2007..", "date:2007.. 2007-01-01|");
        check(">=2007-10", "date:>=2007-10 2007-10-01|");
        check(">2007-10", "date:>2007-10 2007-11-01|");
        check("<2007", "date:<2007 |2007-01-01");
        check("<=2007", "date:<=2007 |2008-01-01");
    }

    #[test]
    fn bad_dates_say_why() {
        for (value, reason) in [
            ("2007-13", "there is no month 13"),
            ("2007-02-30", "there is no day `2007-02-30`"),
            (
                "yesterday",
                "`yesterday` is no date: expected year, month and day, as in 2007-10-08",
            ),
            (
                "07-10",
                "`07-10` is no date: expected year, month and day, as in 2007-10-08",
            ),
            ("2008..2007", "the range ends before it begins"),
            ("9999-12-31", "there is no day `9999-12-31`"),
        ] {
            let error = Dates::parse(DateOf::Sent, value, 5..9).unwrap_err();
            assert_eq!(error.reason(), reason, "{value}");
            assert_eq!(error.at(), 5..9);
            assert!(error.suggestion().is_some());
        }
        assert!(Dates::parse(DateOf::Sent, "", 0..0).is_err());
        assert!(Dates::parse(DateOf::Sent, "99999999999999999999", 0..0).is_err());
    }

    #[test]
    fn years_are_whole_numbers() {
        let years = |value| Years::parse(value, 0..1).map(|years| (years.from, years.to));
        assert_eq!(years("2007"), Ok((2007, 2007)));
        assert_eq!(years("2005..2007"), Ok((2005, 2007)));
        assert_eq!(years("<2007"), Ok((0, 2006)));
        assert_eq!(years(">2007"), Ok((2008, 9999)));
        assert!(years("07").is_err());
        assert!(years("2007..2005").is_err());
    }
}
