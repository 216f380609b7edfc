//! The reasons are those of the order.
//!
//! Compares the section and letters of the reasons (`1.4 (b)`) with the order and the date: section 1.3 under 12356,
//! 1.5 with letters a to g under 12958, 1.4 with letters a to h since its amendment of 25 March 2003.
//!
//! Why it matters: the section was renumbered on a known day; a text that cites the later number before that day was
//! written after it.
//!
//! Borne: both sections in the half year after the amendment, as its rules on marking came into force on
//! 22 September 2003. Drafters cite 1.5 for years after; that contradicts the order all the same, slightly.
//!
//! Limits: reasons without a section, and sections that were mended, are not compared. Source: docs/format.md, "Classified by".

use super::{Case, Compared, agrees, contradicts, nothing, order_date};
use crate::diagnostic::Code;
use crate::{Cable, Date, Reason};

/// A reason that the order of the day does not have, and the section it has reasons in.
pub(crate) struct OutOfOrder<'c> {
    pub(crate) reason: &'c Reason,
    pub(crate) expected: &'static str,
    pub(crate) order: &'c str,
    pub(crate) sent: Date,
    /// The section is right, the letter does not exist.
    pub(crate) letter: bool,
}

/// `Ok` with the section where all reasons belong to the order; `None` where nothing can be compared.
pub(crate) fn compare(cable: &Cable) -> Option<Result<&'static str, OutOfOrder<'_>>> {
    let order = cable.executive_order.as_ref()?.order.as_deref()?;
    let sent = cable.date_time_group.as_ref()?.value.moment?.date;
    let in_force = order_date::compare(cable).is_none_or(|order| order.agrees());
    if cable.reasons.is_empty() || !in_force {
        return None;
    }
    let day = (sent.year, sent.month, sent.day);
    let sections: &[&'static str] = match order {
        "12356" => &["1.3"],
        "12958" if day < (2003, 3, 25) => &["1.5"],
        "12958" if day <= (2003, 9, 22) => &["1.5", "1.4"],
        "12958" | "13292" | "13526" => &["1.4"],
        _ => return None,
    };
    for reason in &cable.reasons {
        let section = sections.iter().find(|section| reason.text.starts_with(**section));
        let last = match section {
            Some(&"1.5") => 'g',
            Some(&"1.4") => 'h',
            _ => 'z',
        };
        // `1.4(b)`
        let letter = reason.text.get(4..).and_then(|rest| rest.chars().next());
        let strange_letter = letter.is_some_and(|letter| letter > last);
        if section.is_none() || strange_letter {
            return Some(Err(OutOfOrder {
                reason,
                expected: sections[0],
                order,
                sent,
                letter: section.is_some(),
            }));
        }
    }
    Some(Ok(sections[0]))
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(first) = case.cable.reasons.first() else {
        return nothing("no reasons are given");
    };
    if case.diagnostic(Code::ReasonRepaired).is_some() {
        return nothing("the section of the reasons was assumed or mended");
    }
    let Some(found) = compare(case.cable) else {
        return nothing("order or date is missing, or the order was not in force or has no reasons of this kind");
    };
    let place = case.at(
        "reasons",
        first.span,
        case.cable
            .reasons
            .iter()
            .map(|reason| reason.text)
            .collect::<Vec<_>>()
            .join(", "),
    );
    let finding = match found {
        Ok(section) => agrees(format!("reasons of section {section}, as on that day"))
            .slight("a section stood in force for years"),
        Err(OutOfOrder { reason, expected, order, sent, letter: true }) => contradicts(format!(
            "section {expected} of E.O. {order} has no letter that {} names on {sent}", reason.text
        ))
        .moderate("drafters choose from a list of letters"),
        Err(OutOfOrder { reason, expected, order, sent, .. }) => {
            let found = contradicts(format!(
                "E.O. {order} had its reasons in section {expected} on {sent}, the cable cites {}",
                reason.text
            ));
            if expected == "1.4" && reason.text.starts_with("1.5") {
                found.slight("drafters went on citing 1.5 for years after it was renumbered")
            } else if expected == "1.5" && reason.text.starts_with("1.4") {
                found.strong("nobody could cite 1.4 for reasons before it was renumbered")
            } else {
                found.slight("a slip of a digit is easy")
            }
        }
    };
    finding.with(place).with(case.group_evidence())
}
