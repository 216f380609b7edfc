//! Days and minutes of invented cables.

use super::random::{Random, rounded};

/// A minute, in universal time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Minute {
    pub(crate) year: u16,
    /// From 1.
    pub(crate) day_of_year: u16,
    /// Minutes from midnight.
    pub(crate) in_day: u16,
}

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const DAYS: [u16; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Minute {
    /// The time at a share of all cables, in order: 8 % up to 1979, 6 % up to 2000, the rest rising to March 2010.
    pub(crate) fn at_share(share: f64) -> Minute {
        let years = match share {
            ..0.08 => 1973.5 + 6.5 * share / 0.08,
            0.08..0.14 => 1980.0 + 21.0 * (share - 0.08) / 0.06,
            _ => 2001.0 + 9.2 * ((share - 0.14) / 0.86).powf(0.55),
        };
        let year = rounded(years.floor()) as u16;
        let minutes = rounded(((years - years.floor()) * f64::from(n_days(year)) * 1440.0).floor());
        let day = (minutes / 1440) as u16;
        Minute {
            year,
            day_of_year: day.min(n_days(year) - 1) + 1,
            in_day: (minutes % 1440) as u16,
        }
    }

    /// Month and day, both from 1.
    pub(crate) fn month_and_day(self) -> (u16, u16) {
        let mut day = self.day_of_year;
        for (month, name_days) in (1..).zip(DAYS) {
            let n_days = name_days + u16::from(month == 2 && is_leap(self.year));
            if day <= n_days {
                return (month, day);
            }
            day -= n_days;
        }
        (12, 31)
    }

    /// The three letters of the month.
    pub(crate) fn month(self) -> &'static str {
        MONTHS[usize::from(self.month_and_day().0) - 1]
    }

    /// Hour and minute.
    pub(crate) fn clock(self) -> (u16, u16) {
        (self.in_day / 60, self.in_day % 60)
    }

    /// The date-time group, `081540Z OCT 07`.
    pub(crate) fn group(self) -> String {
        let (hour, minute) = self.clock();
        format!(
            "{:02}{hour:02}{minute:02}Z {} {:02}",
            self.month_and_day().1,
            self.month(),
            self.year % 100
        )
    }

    /// `2007-10-08T15:40:00Z`.
    pub(crate) fn iso(self) -> String {
        let ((month, day), (hour, minute)) = (self.month_and_day(), self.clock());
        format!(
            "{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z",
            self.year
        )
    }

    /// A day a few years on, `10/08/2017`, as a cable says when it is to be declassified.
    pub(crate) fn years_on(self, years: u16) -> String {
        let (month, day) = self.month_and_day();
        format!("{month:02}/{:02}/{}", day.min(28), self.year + years)
    }

    /// A day of the last weeks in words, `October 8`.
    pub(crate) fn recent_day(self, random: &mut Random) -> String {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (month, day) = self.month_and_day();
        format!(
            "{} {}",
            NAMES[usize::from(month) - 1],
            1 + random.below(usize::from(day))
        )
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn n_days(year: u16) -> u16 {
    365 + u16::from(is_leap(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_written() {
        let minute = Minute {
            year: 2007,
            day_of_year: 281,
            in_day: 15 * 60 + 40,
        };
        assert_eq!(minute.group(), "081540Z OCT 07");
        assert_eq!(minute.iso(), "2007-10-08T15:40:00Z");
        assert_eq!(minute.years_on(10), "10/08/2017");
        let leap = Minute {
            year: 2008,
            day_of_year: 60,
            in_day: 0,
        };
        assert_eq!(leap.month_and_day(), (2, 29));
    }

    #[test]
    fn time_goes_forward() {
        let minutes: Vec<Minute> = (0..1000)
            .map(|share| Minute::at_share(f64::from(share) / 1000.0))
            .collect();
        assert!(minutes.is_sorted());
        assert_eq!(minutes[0].year, 1973);
        assert_eq!(minutes[999].year, 2010);
    }
}
