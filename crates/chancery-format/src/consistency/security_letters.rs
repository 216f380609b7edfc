//! The circuits were told the level of the text.
//!
//! Compares the five letters of the security line (`ZNY CCCCC`) with the level of the classification line.
//!
//! Why it matters: a text that was lowered or raised afterwards keeps the letters it was sent under.
//!
//! Borne: `UUUUU` and `EEEEE` for all levels that no order protects; `EEEEE` is encrypted all the same.
//!
//! Limits: three levels make nearly all traffic, so that agreement says little and a contradiction much. A mixed
//! collective transmission may go at a higher level than the text, seldom at a lower one.
//! Source: docs/format.md, "Transmission lines".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::Cable;
use crate::head::classification::Level;

/// Letters that protect less than any order asks.
fn is_open(letters: &str) -> bool {
    matches!(letters.as_bytes().first(), Some(b'U' | b'E'))
}

/// Why letters and level differ: `Some(true)` where they agree.
pub(crate) fn compare(cable: &Cable) -> Option<bool> {
    let letters = cable.transmission.security.as_deref()?;
    let classification = cable.classification.as_ref().filter(|read| !read.inferred)?;
    let level = classification.level;
    match Level::from_security(letters) {
        Some(sent_as) => Some(sent_as == level),
        None if is_open(letters) => Some(!level.is_classified()),
        None => None,
    }
}

/// What letters say in words.
pub(crate) fn meaning(letters: &str) -> String {
    Level::from_security(letters).map_or_else(
        || "unclassified".to_owned(),
        |level| level.to_string(),
    )
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(letters) = case.cable.transmission.security.as_deref() else {
        return nothing("there is no line with security letters");
    };
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    let Some(agree) = compare(case.cable) else {
        return nothing(format!("the letters {letters} stand for no level"));
    };
    let sent_as = meaning(letters);
    let place = case.at(
        "security letters",
        case.cable.transmission.security_span,
        sent_as.clone(),
    );
    let found = if agree {
        agrees(format!("sent under {letters}, as {level} is"))
            .slight("three levels make nearly all traffic")
    } else {
        contradicts(format!(
            "the transmission was protected as {sent_as}, the cable says {level}"
        ))
        .strong("the station takes the letters from the level of the text")
    };
    found.with(place).with(level_place)
}
