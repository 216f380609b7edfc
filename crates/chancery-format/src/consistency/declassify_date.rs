//! The declassification date suits the order and the day of sending.
//!
//! Compares the date of the instruction with the date-time group, by the rule of the order: within ten years under
//! 12958 until its amendment of March 2003, within twenty-five since and under 13526; within six years for GDS and
//! thirty for RDS under 12065.
//!
//! Why it matters: drafters take the day of writing and add whole years, mostly ten. A date that is such an
//! anniversary to within a few days ties the two dates together; a change of one breaks it.
//!
//! Borne: a month over the limit, as it is counted from the decision and not from sending; two weeks around an
//! anniversary.
//!
//! Limits: a date that is no anniversary is allowed and says nothing. Source: docs/format.md, "Executive order and
//! declassification"; the orders.

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{Cable, Date};

/// The two dates and the most years that the order allows between them.
pub(crate) struct Period {
    pub(crate) sent: Date,
    pub(crate) until: Date,
    pub(crate) most_years: Option<u16>,
}

/// How the two dates stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Secrecy ends before the cable was sent.
    Before,
    /// Later than the order allows.
    TooFar,
    /// A whole number of years after sending, to within two weeks.
    Anniversary(u16),
    Within,
}

impl Period {
    pub(crate) fn standing(&self) -> Standing {
        let days = self.until.days() - self.sent.days();
        if days < 0 {
            return Standing::Before;
        }
        if let Some(years) = self.most_years
            && days > i32::from(years) * 366 + 31
        {
            return Standing::TooFar;
        }
        let apart = self.until.year.saturating_sub(self.sent.year);
        for years in apart.saturating_sub(1).max(1)..=(apart + 1).min(30) {
            let same_day = Date::new(self.sent.year + years, self.sent.month, self.sent.day)
                .or_else(|| Date::new(self.sent.year + years, self.sent.month, 28));
            if same_day.is_some_and(|day| (day.days() - self.until.days()).abs() <= 14) {
                return Standing::Anniversary(years);
            }
        }
        Standing::Within
    }
}

/// `None` where one of the dates is absent.
pub(crate) fn compare(cable: &Cable) -> Option<Period> {
    let order = cable.executive_order.as_ref()?;
    let sent = cable.date_time_group.as_ref()?.value.moment?.date;
    let amended = Date::new(2003, 3, 25).is_some_and(|amended| sent >= amended);
    let has = |code: &str| order.exemptions.iter().any(|own| own.starts_with(code));
    let most_years = match order.order.as_deref() {
        // An exemption beside the date lifts the limit.
        _ if has("X") || has("25X") || has("50X") => None,
        Some("12065") if has("GDS") => Some(6),
        Some("12065") if has("RDS") => Some(30),
        Some("12958") if !amended => Some(10),
        Some("12958" | "13292" | "13526") => Some(25),
        _ => None,
    };
    Some(Period {
        sent,
        until: order.declassify_on?,
        most_years,
    })
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(order) = &case.cable.executive_order else {
        return nothing("there is no executive-order line");
    };
    if order.declassify_on.is_none() {
        return nothing("the instruction names no date");
    }
    let Some(period) = compare(case.cable) else {
        return nothing("there is no date-time group that is a date");
    };
    let (sent, until) = (period.sent, period.until);
    let place = case.at("instruction", order.span, until.to_string());
    let found = match period.standing() {
        Standing::Before => contradicts(format!("secrecy would end on {until}, before the cable was sent on {sent}"))
            .strong("no drafter classifies for the past; a digit of one of the dates is wrong"),
        Standing::TooFar => contradicts(format!(
            "secrecy would end on {until}, {} years after sending; the order allows {}",
            super::years_between(sent, until),
            period.most_years.unwrap_or_default()
        ))
        .moderate("the order sets the limit; drafters overstep it now and then"),
        Standing::Anniversary(years) => agrees(format!(
            "secrecy ends {} after sending, to within two weeks",
            super::counted(usize::from(years), "year", "years")
        ))
        .moderate("drafters count whole years from the day of writing; by chance a date falls so about once in 13"),
        Standing::Within => agrees(format!("secrecy ends on {until}, within what the order allows"))
            .slight("nearly any later date would do"),
    };
    found.with(place).with(case.group_evidence())
}
