//! The executive order was in force when the cable was sent.
//!
//! Compares the order of the E.O. line with the date-time group. Each order has its years: 11652 from 1972, 12065 from
//! December 1978, 12356 from August 1982, 12958 from October 1995, 13526 from June 2010.
//!
//! Why it matters: a text made up later, or moved to another year, cites the order its author knows.
//!
//! Borne: an order from the day it was signed, and the old one for a year after it was replaced, as drafters keep
//! using yesterday's cable as a pattern.
//!
//! Limits: 12958 was in force for fourteen years; within them it dates nothing. A slip of a digit that was mended is
//! compared as mended. Source: the table of executive orders.

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::tables::executive_orders as table;
use crate::{Cable, Date};

/// The order of a cable, the date it was sent, and the years in which that order is cited.
pub(crate) struct OrderAndDate {
    pub(crate) order: &'static str,
    pub(crate) sent: Date,
    pub(crate) from: Date,
    row: &'static table::ExecutiveOrder,
}

impl OrderAndDate {
    pub(crate) fn agrees(&self) -> bool {
        let ends_behind =
            |to: Option<Date>| to.is_none_or(|to| self.sent.days() <= to.days() + 366);
        self.sent >= self.from && (ends_behind(self.row.in_force_to) || ends_behind(self.to()))
    }

    /// The last day in force; `None` for the order of today.
    fn to(&self) -> Option<Date> {
        table::cited_to(self.row.cited_as)
    }

    pub(crate) fn in_force(&self) -> String {
        match self.to() {
            Some(to) => format!("from {} to {to}", self.from),
            None => format!("from {}", self.from),
        }
    }
}

/// `None` where order or date is absent or unknown.
pub(crate) fn compare(cable: &Cable) -> Option<OrderAndDate> {
    let order = cable.executive_order.as_ref()?.order.as_deref()?;
    let sent = cable.date_time_group.as_ref()?.value.moment?.date;
    let row = table::by_number(order)?;
    Some(OrderAndDate {
        order: row.number,
        sent,
        from: row.signed,
        row,
    })
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(order) = &case.cable.executive_order else {
        return nothing("there is no executive-order line");
    };
    if case.sent().is_none() {
        return nothing("there is no date-time group that is a date");
    }
    let Some(found) = compare(case.cable) else {
        return nothing("the order is none on classification");
    };
    let place = case.at("executive order", order.span, found.order);
    let finding = if found.agrees() {
        agrees(format!("E.O. {} was in force", found.order))
            .slight("an order is in force for many years")
    } else {
        contradicts(format!(
            "E.O. {} was in force {}, the cable is of {}",
            found.order,
            found.in_force(),
            found.sent
        ))
        .strong("an order cannot be cited before it is signed, and is not for long after it ends")
    };
    finding.with(place).with(case.group_evidence())
}
