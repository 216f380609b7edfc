//! Civil dates and universal time, as far as cables need them.
//!
//! Proleptic Gregorian; no leap seconds; no clock. Years run from 1 to 9999.

use std::fmt;

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Four-digit year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// A moment in universal time, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The date.
    pub date: Date,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
}

impl Date {
    /// The date, or `None` where there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        valid.then_some(Date { year, month, day })
    }

    /// The day in front of an ISO 8601 date or moment: `2007-10-08`, `2007-10-08T15:40:00Z`.
    ///
    /// `None` where the text begins with no such day; what follows the day is not looked at.
    pub fn of_iso(text: &str) -> Option<Date> {
        let text = text.get(..10)?;
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Day of the year, from 1.
    pub fn day_of_year(self) -> u16 {
        const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let leap_day = self.month > 2 && days_in_month(self.year, 2) == 29;
        let before = BEFORE.get(usize::from(self.month).wrapping_sub(1));
        before.copied().unwrap_or(0) + u16::from(leap_day) + u16::from(self.day)
    }

    /// Days since 1 January of year 1.
    pub fn days(self) -> i32 {
        let before = i32::from(self.year) - 1;
        before * 365 + before / 4 - before / 100 + before / 400 + i32::from(self.day_of_year()) - 1
    }

    fn shifted(self, days: i32) -> Option<Date> {
        let (mut date, step) = (self, days.signum());
        for _ in 0..days.abs() {
            date = if step > 0 {
                date.next()
            } else {
                date.previous()
            }?;
        }
        Some(date)
    }

    fn next(self) -> Option<Date> {
        Date::new(self.year, self.month, self.day + 1)
            .or_else(|| Date::new(self.year, self.month + 1, 1))
            .or_else(|| Date::new(self.year + 1, 1, 1))
    }

    fn previous(self) -> Option<Date> {
        if self.day > 1 {
            return Date::new(self.year, self.month, self.day - 1);
        }
        if self.month > 1 {
            return Date::new(
                self.year,
                self.month - 1,
                days_in_month(self.year, self.month - 1),
            );
        }
        Date::new(self.year - 1, 12, 31)
    }
}

impl fmt::Display for Date {
    /// `2017-10-08`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

impl Moment {
    /// The moment, or `None` where there is no such time of day.
    pub fn new(date: Date, hour: u8, minute: u8) -> Option<Moment> {
        (hour < 24 && minute < 60).then_some(Moment { date, hour, minute })
    }

    /// Minutes since 1 January of year 1.
    pub fn minutes(self) -> i64 {
        (i64::from(self.date.days()) * 24 + i64::from(self.hour)) * 60 + i64::from(self.minute)
    }

    /// The same moment moved by whole hours; `None` beyond the calendar.
    pub fn plus_hours(self, hours: i32) -> Option<Moment> {
        let hour = i32::from(self.hour) + hours;
        let date = self.date.shifted(hour.div_euclid(24))?;
        Some(Moment {
            date,
            hour: hour.rem_euclid(24) as u8,
            minute: self.minute,
        })
    }
}

impl fmt::Display for Moment {
    /// RFC 3339: `2007-10-08T15:40:00Z`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}T{:02}:{:02}:00Z",
            self.date, self.hour, self.minute
        )
    }
}

/// Days of a month; `month` is 1 to 12.
pub(crate) fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

/// The English name of a month, 1 to 12, in capitals.
pub(crate) fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12)) - 1]
}

/// The month whose English name or three-letter form this is, in any case; 1 to 12.
pub(crate) fn month_by_name(name: &str) -> Option<u8> {
    if name.len() < 3 || !name.is_ascii() {
        return None;
    }
    let first = name.as_bytes()[0].to_ascii_uppercase();
    let at = MONTHS.iter().position(|month| {
        let n = name.len();
        month.as_bytes()[0] == first
            && (n == 3 || n == 4 && *month == "SEPTEMBER" || n == month.len())
            && n <= month.len()
            && month[..n].eq_ignore_ascii_case(name)
    })?;
    Some(at as u8 + 1)
}

/// The year meant by two digits: 66 to 99 are of the twentieth century, 00 to 65 of the twenty-first.
///
/// Telegrams of 1931 to 1965 carry no machine-readable form; a reader of such texts gives the year by other means.
/// Source: docs/format.md, "Two-digit years".
pub(crate) fn century(two_digits: u16) -> u16 {
    if two_digits >= 66 {
        1900 + two_digits
    } else {
        2000 + two_digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_count_right() {
        let date = Date::new(2007, 10, 8).unwrap();
        assert_eq!(date.day_of_year(), 281);
        assert_eq!(Date::new(2008, 12, 31).unwrap().day_of_year(), 366);
        assert_eq!(
            Date::new(2000, 3, 1).unwrap().days() - Date::new(2000, 2, 28).unwrap().days(),
            2
        );
        assert_eq!(Date::new(1900, 2, 29), None);
        assert_eq!(date.to_string(), "2007-10-08");
    }

    #[test]
    fn hours_cross_midnight() {
        let moment = Moment::new(Date::new(2006, 12, 31).unwrap(), 23, 30).unwrap();
        assert_eq!(
            moment.plus_hours(2).unwrap().to_string(),
            "2007-01-01T01:30:00Z"
        );
        assert_eq!(
            moment.plus_hours(-24).unwrap().to_string(),
            "2006-12-30T23:30:00Z"
        );
        let first = Moment::new(Date::new(1, 1, 1).unwrap(), 0, 0).unwrap();
        assert_eq!(first.plus_hours(-1), None);
    }

    #[test]
    fn month_names() {
        assert_eq!(month_by_name("oct"), Some(10));
        assert_eq!(month_by_name("SEPT"), Some(9));
        assert_eq!(month_by_name("March"), Some(3));
        assert_eq!(month_by_name("MARC"), None);
        assert_eq!(month_by_name("XYZ"), None);
    }
}
