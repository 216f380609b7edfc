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
    /// `15:40`
    pub(crate) time: String,
}

impl Moment {
    /// `None` where the text is no RFC 3339 moment.
    pub(crate) fn parse(rfc3339: &str) -> Option<Moment> {
        let timestamp: Timestamp = rfc3339.parse().ok()?;
        let civil = timestamp.to_zoned(TimeZone::UTC).datetime();
        Some(Moment {
            rfc3339: rfc3339.to_owned(),
            day: day_in_words(civil.date()),
            weekday: civil.strftime("%A").to_string(),
            time: civil.strftime("%H:%M").to_string(),
        })
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
        assert_eq!(moment.time, "15:40");
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
