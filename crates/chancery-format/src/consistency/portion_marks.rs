//! No portion is marked higher than the whole.
//!
//! Compares the marks of the paragraphs with the level of the classification line.
//!
//! Why it matters: the whole has at least the level of its highest portion. A higher mark inside means that the level
//! was lowered, a paragraph came from another cable, or a mark is a slip.
//!
//! Borne: differences among levels that no order protects, such as `(SBU)` in an UNCLASSIFIED cable.
//!
//! Limits: texts quoted from another cable keep their own marks. Source: docs/format.md, "Portion marks".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::head::classification::Level;
use crate::{Cable, Located, PortionMark};

/// The marks of paragraphs that are above the level of the cable.
pub(crate) fn above(cable: &Cable) -> impl Iterator<Item = &Located<PortionMark>> {
    let whole = cable
        .classification
        .as_ref()
        .filter(|classification| !classification.inferred)
        .map(|classification| classification.level);
    cable
        .paragraphs
        .iter()
        .filter_map(|paragraph| paragraph.portion.as_ref())
        .filter(move |mark| whole.is_some_and(|whole| is_above(mark.value.level, whole)))
}

/// Whether a portion may not stand in a whole of that level. Levels no order protects are not told apart.
pub(crate) fn is_above(portion: Level, whole: Level) -> bool {
    portion > whole && (portion.is_classified() || whole.is_classified())
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some((level, level_place)) = case.level() else {
        return nothing("there is no classification line");
    };
    let n_marks = case
        .cable
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.portion.is_some())
        .count();
    if n_marks == 0 {
        return nothing("no paragraph is marked");
    }
    let above: Vec<_> = above(case.cable).collect();
    let found = if above.is_empty() {
        agrees(format!(
            "{} of {n_marks} marked above {level}",
            "none"
        ))
        .slight("marks below the level of the whole are allowed")
    } else {
        contradicts(format!(
            "{} above {level}, the level of the whole",
            super::counted(above.len(), "paragraph is marked", "paragraphs are marked")
        ))
        .strong("the whole takes the level of its highest portion")
    };
    found
        .with_all(above.iter().map(|mark| {
            case.at(
                "portion mark",
                mark.span,
                format!("{}, {}", mark.value.text, mark.value.level),
            )
        }))
        .with(level_place)
}
