//! Dates in words. Cables are dated in UTC, and so is everything shown of them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `Monday, 8 October 2007, 15:40 UTC` for `2007-10-08T15:40:00Z`, `8 October 2007` for `2007-10-08`; what does not read
/// as a date comes back as it is.
pub(crate) fn moment_in_words(sent: &str) -> String {
    match sent.parse::<Timestamp>() {
        Ok(moment) => moment
            .to_zoned(TimeZone::UTC)
            .strftime("%A, %-d %B %Y, %H:%M UTC")
            .to_string(),
        Err(_) => day_in_words(sent),
    }
}

/// `8 October 2017` for `2017-10-08`; what does not read as a day comes back as it is.
pub(crate) fn day_in_words(day: &str) -> String {
    match day.parse::<Date>() {
        Ok(day) => day.strftime("%-d %B %Y").to_string(),
        Err(_) => day.to_owned(),
    }
}

/// The day of a moment, `2007-10-08`: what fits a list.
pub(crate) fn day_of(sent: &str) -> &str {
    sent.split_once('T').map_or(sent, |(day, _)| day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        assert_eq!(
            moment_in_words("2007-10-08T15:40:00Z"),
            "Monday, 8 October 2007, 15:40 UTC"
        );
        assert_eq!(moment_in_words("2007-10-08"), "8 October 2007");
        assert_eq!(day_in_words("2017-10-08"), "8 October 2017");
        assert_eq!(day_of("2007-10-08T15:40:00Z"), "2007-10-08");
    }

    #[test]
    fn other_text_is_kept() {
        assert_eq!(moment_in_words("soon"), "soon");
        assert_eq!(day_in_words("2017-13-08"), "2017-13-08");
        assert_eq!(day_of(""), "");
    }
}
