//! What the codes of a cable mean, from the tables of the format crate.

use chancery_format::tables::executive_orders;
use jiff::civil::Date;

/// The meaning of a reason or a declassification code, `1.4(d)`, `XGDS-2`.
///
/// Cables cite an order by a number that stayed while the order was amended, and its sections moved: what counts is
/// the order in force on the day, then the one cited, then the last that has the code. `sent` is RFC 3339.
pub(crate) fn order_code(
    order: Option<&str>,
    sent: Option<&str>,
    code: &str,
) -> Option<&'static str> {
    let day = sent.and_then(|sent| super::dates::day_of(sent).parse::<Date>().ok());
    let in_force = day
        .and_then(|day| {
            executive_orders::in_force(
                day.year().try_into().ok()?,
                day.month().try_into().ok()?,
                day.day().try_into().ok()?,
            )
        })
        .filter(|in_force| order.is_none_or(|order| order == in_force.cited_as))
        .map(|in_force| in_force.number);
    let last = executive_orders::orders_with_code(code)
        .last()
        .map(|order| order.number);
    [in_force, order, last]
        .into_iter()
        .flatten()
        .find_map(|order| executive_orders::code(order, code))
        .map(|row| row.meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_under_the_order_of_their_day() {
        let meaning = |order, sent, code| order_code(Some(order), Some(sent), code);
        let foreign = Some("Foreign government information");
        assert_eq!(meaning("12958", "2007-10-08T15:40:00Z", "1.4(b)"), foreign);
        assert_eq!(meaning("12958", "1999-10-08T15:40:00Z", "1.5(b)"), foreign);
        assert_eq!(
            meaning("11652", "1974-10-08T15:40:00Z", "GDS"),
            Some("General Declassification Schedule")
        );
        assert_eq!(order_code(None, None, "1.4(b)"), foreign);
        assert_eq!(order_code(Some("12958"), None, "9.9(z)"), None);
    }
}
