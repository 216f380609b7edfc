//! The source gives the time of the date-time group.
//!
//! Compares the time that page, row or attribute block gives with the date-time group.
//!
//! Why it matters: a text whose date was changed after an archive took it in differs from what the archive noted.
//!
//! Borne: a day, as archives note the time of filing, local time, or the day alone. Limits: archives take the time
//! from the text. Source: docs/format.md, "Wrappers".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{Cable, Date, Moment, Wrapper};
use crate::record::Metadata;

pub(super) const LABELS: &[&str] = &["Created", "Draft Date", "Date"];

/// The moment that the page around a cable gives, and that of the date-time group.
pub(crate) fn compare(cable: &Cable, metadata: &Metadata) -> Option<(Moment, Moment)> {
    let page = moment(metadata.get("Created")?)?;
    let sent = cable.date_time_group.as_ref()?.value.moment?;
    Some((page, sent))
}

/// The moment that a source gives for its cable, whether or not the text has one: of a page, a row, an attribute block.
///
/// The second value says whether it gives an hour. A day without one is its first minute, and midnight is what programs
/// write for a day of which they know no hour, so that is taken for a day too.
pub(crate) fn of_source(metadata: &Metadata, wrapper: &str) -> Option<(Moment, bool)> {
    let labels = if wrapper == Wrapper::PlusdPage.as_str() {
        LABELS
    } else {
        &LABELS[..2]
    };
    let written = labels.iter().find_map(|label| metadata.get(label))?;
    let moment = moment(written)
        .or_else(|| group(written))
        .or_else(|| {
            let date = year_first(written)
                .or_else(|| Some(crate::head::executive_order::find_date(written, None)?.0))?;
            Moment::new(date, 0, 0)
        })?;
    Some((moment, moment.hour > 0 || moment.minute > 0))
}

/// A column may hold the date-time group itself: `081540Z OCT 07`.
fn group(written: &str) -> Option<Moment> {
    let line = crate::head::date_time_group::parse(written.trim(), 0, None, &mut Vec::new())?;
    line.group.value.moment.filter(|_| line.complete)
}

/// Whether two moments are more than a day apart.
pub(crate) fn apart(page: Moment, sent: Moment) -> bool {
    (page.minutes() - sent.minutes()).abs() > 24 * 60
}

/// `2007-10-08 15:40:00`, seconds optional; in the Cablegate table `10/8/2007 15:40`.
fn moment(created: &str) -> Option<Moment> {
    if let Some((date, time)) = created.split_once(' ')
        && date.contains('/')
    {
        let mut parts = date.split('/').map(str::parse::<u16>);
        let (month, day, year) = (
            parts.next()?.ok()?,
            parts.next()?.ok()?,
            parts.next()?.ok()?,
        );
        let (hour, minute) = time.split_once(':')?;
        let date = Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        return Moment::new(date, hour.parse().ok()?, minute.parse().ok()?);
    }
    let number = |range: std::ops::Range<usize>| created.get(range)?.parse::<u16>().ok();
    let date = Date::new(number(0..4)?, number(5..7)? as u8, number(8..10)? as u8)?;
    Moment::new(date, number(11..13)? as u8, number(14..16)? as u8)
}

/// `1975 July 9, 14:30 (Wednesday)`.
fn year_first(written: &str) -> Option<Date> {
    let mut words = written.split([' ', ',']).filter(|word| !word.is_empty());
    let year = words.next().filter(|word| word.len() == 4)?.parse().ok()?;
    let month = crate::calendar::month_by_name(words.next()?)?;
    Date::new(year, month, words.next()?.parse().ok()?)
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    // `Date` of a released copy is the day of its release.
    let labels = if case.wrapper == Wrapper::PlusdPage { LABELS } else { &LABELS[..2] };
    let Some(said) = case.said(labels) else {
        return nothing("the source states no time");
    };
    let Some(sent) = case.sent() else {
        return nothing("there is no date-time group that is a date");
    };
    if case.cable.date_time_group.as_ref().is_some_and(|group| case.is_of_source(group.span)) {
        return nothing("the text has no date of its own; that of the source was taken");
    }
    // The attribute block and PlusD pages give a day: `09 JUL 1975`, `1975 July 9, 14:30`.
    let page = moment(said.1).or_else(|| {
        let date = year_first(said.1)
            .or_else(|| Some(crate::head::executive_order::find_date(said.1, None)?.0))?;
        Moment::new(date, sent.hour, sent.minute)
    });
    let Some(page) = page else {
        return nothing("the source's time cannot be read");
    };
    let found = if apart(page, sent) {
        let days = (page.date.days() - sent.date.days()).unsigned_abs();
        contradicts(format!(
            "the source gives {}, the date-time group {}, {} apart",
            page.date,
            sent.date,
            super::counted(days as usize, "day", "days")
        ))
        .moderate("archives take the time from the text, and few type it")
    } else {
        agrees(format!("both are of {}", sent.date)).slight("archives take the time from the text")
    };
    found
        .with(case.group_evidence())
        .with(Case::said_evidence(said, page.to_string()))
}
