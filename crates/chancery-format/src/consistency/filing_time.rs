//! A cable is filed at the time of its date-time group or soon after.
//!
//! Compares day of the year and time on the station line (`1421305`, day 142 at 13:05) with the date-time group
//! (`221300Z MAY 06`).
//!
//! Why it matters: a changed date seldom takes the day of the year with it, which has to be counted. A day of the year
//! fits a date-time group by chance about once in ninety.
//!
//! Borne: from one day before the date-time group to two days after. Most cables are filed within minutes; a queue at
//! the station can hold one for a day or two, and clocks differ around midnight.
//!
//! Limits: the year is not on the station line, so that a change of the year alone does not show, but for leap years.
//! Source: docs/format.md, "Transmission lines".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{Cable, Moment};

/// Time of filing against the date-time group.
pub(crate) struct Filing {
    /// Day of the year on the station line.
    pub(crate) day: u16,
    /// Day of the year of the date-time group.
    pub(crate) sent_day: u16,
    /// Days from the date-time group to filing, around the turn of the year; negative before.
    pub(crate) days_after: i32,
    /// Minutes likewise, where the time of filing is known.
    pub(crate) minutes_after: Option<i32>,
}

impl Filing {
    pub(crate) fn agrees(&self) -> bool {
        (-1..=2).contains(&self.days_after)
    }
}

/// `None` where one of them is absent or unreadable.
pub(crate) fn compare(cable: &Cable) -> Option<Filing> {
    let moment = cable.date_time_group.as_ref()?.value.moment?;
    let day = cable.transmission.day_of_year?;
    let sent_day = moment.date.day_of_year();
    let year_days = if crate::calendar::days_in_month(moment.date.year, 2) == 29 {
        366
    } else {
        365
    };
    let mut days_after = (i32::from(day) - i32::from(sent_day)).rem_euclid(year_days);
    if days_after > year_days / 2 {
        days_after -= year_days;
    }
    Some(Filing {
        day,
        sent_day,
        days_after,
        minutes_after: minutes(cable, moment).map(|minutes| days_after * 24 * 60 + minutes),
    })
}

/// Minutes of the day from the date-time group to the time of filing.
fn minutes(cable: &Cable, moment: Moment) -> Option<i32> {
    let filed = cable.transmission.filed_at.as_deref()?;
    let (hour, minute) = (filed.get(..2)?.parse::<i32>().ok()?, filed.get(2..4)?);
    let minute = minute.parse::<i32>().ok()?;
    let valid = hour < 24 && minute < 60;
    valid.then(|| (hour - i32::from(moment.hour)) * 60 + minute - i32::from(moment.minute))
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(filing) = compare(case.cable) else {
        return nothing(if case.sent().is_none() {
            "there is no date-time group that is a date"
        } else {
            "there is no station line with a day of filing"
        });
    };
    let found = if filing.agrees() {
        match filing.minutes_after {
            Some(minutes @ 0..=60) => agrees(format!(
                "filed {} after the date-time group",
                super::counted(minutes.unsigned_abs() as usize, "minute", "minutes")
            ))
            .strong("day and hour agree by chance about once in 9,000"),
            _ => agrees(format!(
                "filed on day {:03} of the year, the date-time group is day {:03}",
                filing.day, filing.sent_day
            ))
            .moderate("a day of the year fits by chance about once in 90"),
        }
    } else {
        let apart = filing.days_after.unsigned_abs() as usize;
        let days = super::counted(apart, "day", "days");
        let side = if filing.days_after < 0 {
            "before"
        } else {
            "after"
        };
        contradicts(format!("filed on day {:03} of the year, {days} {side} the date-time group, which is day {:03}", filing.day, filing.sent_day))
            .strong("cables are filed within two days; the day has to be counted, and a changed date leaves it behind")
    };
    let filed = case.at(
        "day and time of filing",
        case.cable.transmission.filed_span,
        match &case.cable.transmission.filed_at {
            Some(time) => format!("day {:03}, {time}", filing.day),
            None => format!("day {:03}", filing.day),
        },
    );
    found.with(filed).with(case.group_evidence())
}
