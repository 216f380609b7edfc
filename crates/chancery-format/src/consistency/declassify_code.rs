//! The exemption belongs to the order.
//!
//! Compares the codes of the instruction (`OADR`, `X1`, `XGDS-2`, `25X1`) with those that the order cited has:
//! 11652 has GDS, ADS and XGDS-1 to -4; 12065 GDS and RDS; 12356 OADR; 12958 X1 to X8 until September 2003, and since
//! March 2003 25X1 to 25X9; 13526 25X and 50X.
//!
//! Why it matters: each code was in use for some years only, and drafters of other years do not know it.
//!
//! Borne: `MR`, which no order has and drafters of the 2000s write. X codes and OADR were written by habit for years
//! after they ended; that contradicts the order all the same, slightly.
//!
//! Limits: dates and events are not looked at here. Source: the table of declassification codes.

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::Date;
use crate::tables::executive_orders as table;

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(order) = &case.cable.executive_order else {
        return nothing("there is no executive-order line");
    };
    let Some(number) = order.order.as_deref().filter(|number| table::by_number(number).is_some()) else {
        return nothing("the executive-order line names no known order");
    };
    let codes: Vec<&str> = order
        .exemptions
        .iter()
        .map(String::as_str)
        .filter(|code| !matches!(*code, "N/A" | "MR"))
        .collect();
    if codes.is_empty() {
        return nothing("the instruction holds no exemption code");
    }
    let sent = case.sent().map(|sent| sent.date);
    let place = case.at("instruction", order.span, codes.join(", "));
    let strange = codes.iter().find(|code| !belongs(number, code, sent));
    let Some(strange) = strange else {
        return agrees(format!("{} belongs to E.O. {number}", codes.join(", ")))
            .slight("a drafter copies order and code together")
            .with(place);
    };
    let is_habit = matches!(*strange, "OADR")
        || strange.starts_with('X') && !strange.starts_with("XGDS") && number == "12958";
    let owners: Vec<&str> = table::orders_with_code(strange)
        .map(|order| order.cited_as)
        .collect();
    let found = contradicts(match (owners.last(), is_habit && number == "12958" && *strange != "OADR") {
        (_, true) => format!("{strange} was not valid any more under E.O. {number} after September 2003"),
        (Some(owner), _) if *owner != number => {
            format!("{strange} is a code of E.O. {owner}, the cable cites {number}")
        }
        _ => format!("E.O. {number} has no code {strange}"),
    });
    let found = if is_habit {
        found.slight("drafters went on writing it by habit for years")
    } else {
        found.moderate("codes were in use under their own order only")
    };
    found.with(place).with(case.group_evidence())
}

/// Whether the order cited has the code on that day.
fn belongs(number: &str, code: &str, sent: Option<Date>) -> bool {
    let base = code.split_once('-').map_or(code, |(base, _)| {
        if code.starts_with("25X") || code.starts_with("50X") {
            base
        } else {
            code
        }
    });
    let has = |order: &str| {
        table::code(order, code).is_some()
            || table::code(order, base).is_some()
            || table::codes(order)
                .iter()
                .any(|row| row.code.starts_with(base) && row.code[base.len()..].starts_with('-'))
    };
    let is_x = code.len() == 2 && code.starts_with('X');
    let end_of_x = Date::new(2003, 9, 30);
    if number == "12958" && is_x {
        return sent.is_none_or(|sent| end_of_x.is_none_or(|end| sent <= end));
    }
    // Reasons that stand in the place of an instruction.
    has(number) || number == "12958" && has("13292") || code.starts_with("1.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_orders() {
        let day = |year| Date::new(year, 6, 1);
        for (order, code, year, expected) in [
            ("12356", "OADR", 1990, true),
            ("12958", "OADR", 2005, false),
            ("12958", "X1", 1999, true),
            ("12958", "X1", 2006, false),
            ("12958", "25X1", 2006, true),
            ("12958", "25X1-HUMAN", 2006, true),
            ("13526", "50X1-HUM", 2012, true),
            ("13526", "X3", 2012, false),
            ("11652", "XGDS-2", 1975, true),
            ("11652", "GDS", 1975, true),
            ("12065", "XGDS-2", 1980, false),
            ("12065", "RDS-4", 1980, true),
        ] {
            assert_eq!(belongs(order, code, day(year)), expected, "{order} {code} {year}");
        }
    }
}
