//! A classified cable says until when; an unclassified one has nothing to say.
//!
//! Compares the level of the classification line with the instruction of the E.O. line, the classifying officer and
//! the reasons. A classified cable has a date, an event or an exemption there, an unclassified one `N/A`.
//!
//! Why it matters: whoever changes the level in the text must change this line, too.
//!
//! Borne: an instruction that could not be read; an officer without reasons.
//!
//! Limits: before 1972 cables have no such line. Reasons and officers exist since 1995.
//! Source: docs/format.md, "Executive order and declassification".

use super::{Case, Compared, agrees, contradicts, nothing};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    let Some(order) = &case.cable.executive_order else {
        return nothing("there is no executive-order line");
    };
    let not_applicable = order.exemptions.iter().any(|code| code == "N/A");
    let secret_until = order.declassify_on.is_some()
        || order.event.is_some()
        || order.exemptions.iter().any(|code| code != "N/A");
    if !not_applicable && !secret_until {
        return nothing("the executive-order line holds no instruction that could be read");
    }
    let classified = level.is_classified();
    let instruction = case.at(
        "instruction",
        order.span,
        if secret_until { "classified" } else { "not classified" },
    );
    let officer = case
        .cable
        .classified_by
        .as_ref()
        .filter(|_| !case.cable.reasons.is_empty())
        .map(|authority| case.at("classified by", authority.span, "classified"));
    let found = if classified == secret_until {
        agrees(if classified {
            format!("{level}, with an instruction on when that ends")
        } else {
            format!("{level}, and the executive-order line says that none applies")
        })
        .slight("a drafter sets both from one decision")
    } else if classified {
        contradicts(format!(
            "the cable says {level}, its executive-order line that no order applies"
        ))
        .moderate("level and instruction are set together; a slip happens")
    } else {
        let found = contradicts(format!(
            "the cable says {level}, its executive-order line until when it is classified"
        ));
        if officer.is_some() {
            found.strong("an instruction, an officer and a reason are written for a classified text only")
        } else {
            found.moderate("level and instruction are set together; a slip happens")
        }
    };
    found.with(level_place).with(instruction).with(officer)
}
