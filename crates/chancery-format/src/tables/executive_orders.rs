//! Executive orders on classification, and the codes cables cite from them.

use std::sync::LazyLock;

use super::{Certainty, Folded, Table, legal, optional};
use crate::calendar::Date;

/// A row of `executive_orders.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutiveOrder {
    /// The number of the order.
    pub number: &'static str,
    /// The number cables write while it is in force, which differs for an order that amends another.
    pub cited_as: &'static str,
    /// When it was signed.
    pub signed: Date,
    /// The first day it was in force.
    pub in_force_from: Date,
    /// The last day it was in force, if that is over.
    pub in_force_to: Option<Date>,
    /// What it brought.
    pub meaning: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// A row of `declassification_codes.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeclassificationCode {
    /// Number of the order the code belongs to. Codes under 12958 as amended belong to 13292.
    pub order: &'static str,
    /// The code in its usual spelling: `XGDS-2`, `OADR`, `X6`, `1.4(d)`.
    pub code: &'static str,
    /// Section of the order.
    pub section: Option<&'static str>,
    /// What the code says.
    pub meaning: &'static str,
    /// What follows for the release of the text.
    pub rule: Option<&'static str>,
    /// An example of the line it stands in, with invented people.
    pub written: Option<&'static str>,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// The order with this number, digits only: `12958`.
pub fn by_number(number: &str) -> Option<&'static ExecutiveOrder> {
    ORDERS.get(number)
}

/// The order in force on a day; `None` before the first order of the table, and for days that do not exist.
///
/// From 2003-03-25 to 2010-06-26 this is 13292, which amended 12958: compare what a cable cites with
/// [`ExecutiveOrder::cited_as`].
pub fn in_force(year: u16, month: u8, day: u8) -> Option<&'static ExecutiveOrder> {
    in_force_on(Date::new(year, month, day)?)
}

/// The order in force on a day, like [`in_force`].
pub fn in_force_on(date: Date) -> Option<&'static ExecutiveOrder> {
    all().iter().rev().find(|order| order.in_force_from <= date)
}

/// All orders, in order of number, which is the order of time.
pub fn all() -> &'static [ExecutiveOrder] {
    &ORDERS.rows
}

/// The last day on which cables cited this number: an order that amends another is cited by the number of that. `None`
/// while it is cited today, and for an order that no cable cites.
pub(crate) fn cited_to(number: &str) -> Option<Date> {
    static LAST: LazyLock<Vec<(&str, Option<Date>)>> = LazyLock::new(|| {
        let mut last: Vec<(&str, Option<Date>)> = Vec::new();
        for order in all() {
            let ends = order.in_force_to;
            match last.iter_mut().find(|(cited, _)| *cited == order.cited_as) {
                Some((_, to)) => *to = to.zip(ends).map(|(to, ends)| to.max(ends)),
                None => last.push((order.cited_as, ends)),
            }
        }
        last
    });
    let (_, last) = LAST.iter().find(|(cited, _)| *cited == number)?;
    *last
}

/// The codes of one order, in byte order.
pub fn codes(order: &str) -> &'static [DeclassificationCode] {
    CODES.get_all(order)
}

/// A code of one order as written; case, blanks and signs do not count, so `XGDS 2` and `1.4 (D)` are found.
pub fn code(order: &str, written: &str) -> Option<&'static DeclassificationCode> {
    let written = Folded::of(written)?;
    codes(order).iter().find(|row| written.is_of(row.code))
}

/// A code as a cable means it: under the order it cites, on the day it was sent.
///
/// The order in force on the day decides, where it is the one cited: cables of 2003 to 2010 cite 12958 and mean it as
/// 13292 amended it. Where that order has no such code the one cited is asked, then the last that has it.
pub fn code_on(
    cited: Option<&str>,
    day: Option<Date>,
    written: &str,
) -> Option<&'static DeclassificationCode> {
    let in_force = day
        .and_then(in_force_on)
        .filter(|order| cited.is_none_or(|cited| cited == order.cited_as))
        .map(|order| order.number);
    let last = || orders_with_code(written).last().map(|order| order.number);
    in_force
        .into_iter()
        .chain(cited)
        .find_map(|order| code(order, written))
        .or_else(|| code(last()?, written))
}

/// What a code of a cable says, from the fields of its record: the order it cites, `12958`, the moment it was sent in
/// RFC 3339, and the code. See [`code_on`].
pub fn meaning_on(cited: Option<&str>, sent: Option<&str>, written: &str) -> Option<&'static str> {
    Some(code_on(cited, sent.and_then(Date::of_iso), written)?.meaning)
}

/// All codes, in byte order of order, then code.
pub fn all_codes() -> &'static [DeclassificationCode] {
    &CODES.rows
}

/// The orders that have a code with this written form, oldest first.
pub fn orders_with_code(written: &str) -> impl Iterator<Item = &'static ExecutiveOrder> {
    let written = Folded::of(written);
    all().iter().filter(move |order| {
        written.as_ref().is_some_and(|written| {
            codes(order.number)
                .iter()
                .any(|row| written.is_of(row.code))
        })
    })
}

impl ExecutiveOrder {
    fn of_row(row: [&'static str; 8]) -> ExecutiveOrder {
        let [
            number,
            cited_as,
            signed,
            in_force_from,
            in_force_to,
            meaning,
            source,
            certainty,
        ] = row;
        ExecutiveOrder {
            number,
            cited_as,
            signed: legal(Date::of_iso(signed)),
            in_force_from: legal(Date::of_iso(in_force_from)),
            in_force_to: optional(in_force_to).map(|cell| legal(Date::of_iso(cell))),
            meaning,
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }
}

impl DeclassificationCode {
    fn of_row(row: [&'static str; 9]) -> DeclassificationCode {
        let [
            order,
            code,
            section,
            meaning,
            rule,
            written,
            note,
            source,
            certainty,
        ] = row;
        DeclassificationCode {
            order,
            code,
            section: optional(section),
            meaning,
            rule: optional(rule),
            written: optional(written),
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }
}

const ORDERS_TEXT: &str = include_str!("executive_orders.tsv");
const CODES_TEXT: &str = include_str!("declassification_codes.tsv");

static ORDERS: LazyLock<Table<ExecutiveOrder>> =
    LazyLock::new(|| Table::parse(ORDERS_TEXT, ExecutiveOrder::of_row));
static CODES: LazyLock<Table<DeclassificationCode>> =
    LazyLock::new(|| Table::parse(CODES_TEXT, DeclassificationCode::of_row));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn tables_are_in_order() {
        check_table::<8>(
            ORDERS_TEXT,
            "number cited_as signed in_force_from in_force_to meaning source certainty",
            1,
        );
        check_table::<9>(
            CODES_TEXT,
            "order code section meaning rule written note source certainty",
            2,
        );
        for row in &CODES.rows {
            assert!(by_number(row.order).is_some(), "order of {}", row.code);
            assert_eq!(
                code(row.order, row.code),
                Some(row),
                "two codes of one order fold alike"
            );
            assert!(!row.meaning.is_empty(), "{}", row.code);
        }
    }

    #[test]
    fn orders_follow_each_other_without_gap() {
        for order in all() {
            assert!(order.signed <= order.in_force_from, "{}", order.number);
            assert!(by_number(order.cited_as).is_some(), "{}", order.number);
        }
        for pair in all().windows(2) {
            let end = pair[0].in_force_to.expect("only the last order is open");
            assert_eq!(
                end.days() + 1,
                pair[1].in_force_from.days(),
                "{}",
                pair[1].number
            );
        }
        assert_eq!(all().last().and_then(|order| order.in_force_to), None);
    }

    #[test]
    fn codes_are_read_under_the_order_of_their_day() {
        let check = |cited, day: &str, written, meaning| {
            let row = code_on(cited, Date::of_iso(day), written);
            assert_eq!(row.map(|row| row.meaning), meaning, "{written} on {day}");
        };
        let foreign = Some("Foreign government information");
        check(Some("12958"), "2007-10-08T15:40:00Z", "1.4(b)", foreign);
        check(Some("12958"), "1999-10-08", "1.5(b)", foreign);
        check(
            Some("12958"),
            "2005-10-08",
            "1.5(b)",
            foreign, // Of the order before, still written in 2005.
        );
        check(None, "", "1.4(b)", foreign);
        check(
            Some("11652"),
            "1974-10-08",
            "GDS",
            Some("General Declassification Schedule"),
        );
        check(Some("12958"), "", "9.9(z)", None);
        check(Some("0"), "soon", "Q9", None);
    }

    #[test]
    fn look_ups() {
        let check = |(year, month, day), number| {
            assert_eq!(in_force(year, month, day).map(|order| order.number), number);
        };
        check((1953, 12, 14), None);
        check((1972, 5, 31), Some("10501"));
        check((1975, 7, 7), Some("11652"));
        check((1978, 12, 1), Some("12065"));
        check((1995, 10, 13), Some("12356"));
        check((2003, 3, 24), Some("12958"));
        check((2007, 10, 8), Some("13292"));
        check((2010, 6, 27), Some("13526"));
        assert_eq!(
            in_force(2007, 10, 8).map(|order| order.cited_as),
            Some("12958")
        );
        assert_eq!(
            code("11652", "XGDS 2").map(|code| code.code),
            Some("XGDS-2")
        );
        assert_eq!(
            code("13526", "1.4 (D)").map(|code| code.code),
            Some("1.4(d)")
        );
        assert_eq!(code("13526", "1.5 (D)"), None);
        assert_eq!(
            orders_with_code("GDS")
                .map(|order| order.number)
                .collect::<Vec<_>>(),
            ["11652", "12065"]
        );
        assert_eq!(
            orders_with_code("OADR")
                .map(|order| order.number)
                .collect::<Vec<_>>(),
            ["12356"]
        );
        assert_eq!(orders_with_code("25X6").count(), 3);
        assert_eq!(orders_with_code("ZZ9").count(), 0);
    }
}
