//! The routing line has the higher precedence of the date-time line.
//!
//! Compares the doubled prosign at the start of the routing line (`PP`) with the prosigns in front of the date-time
//! group (`P R`), of which it should be the higher.
//!
//! Why it matters: two places written by two people. Borne: NIACT IMMEDIATE has the prosign of IMMEDIATE.
//!
//! Limits: there are four prosigns, so that chance agrees often. The routing line is of one transmission; a relay may
//! have raised it. Source: docs/format.md, "Precedence".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::diagnostic::Code;
use crate::head::precedence::Precedence;
use crate::{Cable, LineKind};

/// The precedence of the routing line, and the higher one of the date-time line.
pub(crate) struct Precedences {
    pub(crate) routing: Precedence,
    pub(crate) highest: Precedence,
}

impl Precedences {
    pub(crate) fn agree(&self) -> bool {
        self.routing.prosign() == self.highest.prosign()
    }
}

/// `None` where one of them is absent or unreadable.
pub(crate) fn compare(cable: &Cable) -> Option<Precedences> {
    let routing = Precedence::from_prosign(cable.transmission.routing_prosign?)?;
    let action = cable.precedence.action?;
    cable.date_time_group.as_ref()?;
    let highest = cable
        .precedence
        .info
        .map_or(action, |info| info.max(action));
    Some(Precedences { routing, highest })
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    if case.diagnostic(Code::PrecedenceInferred).is_some() {
        return nothing("the date-time line has no precedence");
    }
    let Some(precedences) = compare(case.cable) else {
        return nothing("routing line or date-time line has no precedence");
    };
    let Precedences { routing, highest } = precedences;
    let routing_place = case
        .line(LineKind::Routing)
        .map(|line| case.at("routing line", line.content(), routing.to_string()));
    let date_place = case
        .line(LineKind::DateTimeGroup)
        .map(|line| case.at("date-time line", line.content(), highest.to_string()));
    let found = if precedences.agree() {
        agrees(format!("both say {highest}"))
            .slight("there are four precedences, and one is far commoner than the rest")
    } else {
        contradicts(format!(
            "the routing line says {routing}, the date-time line {highest}"
        ))
        .moderate("both are set at the same time; a relay may raise the routing line")
    };
    found.with(routing_place).with(date_place)
}
