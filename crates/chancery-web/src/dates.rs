//! Dates for a person.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A moment, in the forms that pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// As stored, RFC 3339 in UTC; for machines.
    pub(crate) rfc3339: String,
    /// `8 October 2007`
    pub(crate) day: String,
    /// `Monday`
    pub(crate) weekday: String,
    /// `15:40`; `None` where only the day is known.
    pub(crate) time: Option<String>,
}

impl Moment {
    /// A moment, or a day; `None` where the text is neither as RFC 3339 has it.
    pub(crate) fn parse(rfc3339: &str) -> Option<Moment> {
        let (date, time) = match rfc3339.parse::<Timestamp>() {
            Ok(timestamp) => {
                let civil = timestamp.to_zoned(TimeZone::UTC).datetime();
                (civil.date(), Some(civil.strftime("%H:%M").to_string()))
            }
            Err(_) => (rfc3339.parse::<Date>().ok()?, None),
        };
        Some(Moment {
            rfc3339: rfc3339.to_owned(),
            day: day_in_words(date),
            weekday: date.strftime("%A").to_string(),
            time,
        })
    }

    /// The day of it alone.
    pub(crate) fn day_of(rfc3339: &str) -> Option<Moment> {
        Moment::parse(rfc3339.split_once('T').map_or(rfc3339, |(day, _)| day))
    }
}

/// `2017-10-08` as `8 October 2017`; any other text as it is.
pub(crate) fn date_in_words(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), day_in_words)
}

fn day_in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let moment = Moment::parse("2007-10-08T15:40:00Z").expect("a moment");
        assert_eq!(moment.day, "8 October 2007");
        assert_eq!(moment.weekday, "Monday");
        assert_eq!(moment.time.as_deref(), Some("15:40"));
        let day = Moment::parse("2007-10-08").expect("a day");
        assert_eq!(day.weekday, "Monday");
        assert_eq!(day.time, None);
        assert_eq!(Moment::day_of("2007-10-08T00:00:00Z"), Some(day));
        assert_eq!(Moment::parse("081540Z OCT 07"), None);
        assert_eq!(Moment::parse(""), None);
        assert_eq!(Moment::parse("9999-99-99T99:99:99Z"), None);
    }

    #[test]
    fn dates() {
        assert_eq!(date_in_words("2017-10-08"), "8 October 2017");
        assert_eq!(
            date_in_words("after the conference"),
            "after the conference"
        );
    }
}
