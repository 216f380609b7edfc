//! What a check is and what it finds.

use std::borrow::Cow;

use super::Case;
use crate::Span;

/// One comparison that the report makes.
#[derive(Clone, Copy)]
pub struct Check {
    /// The stable name, in kebab case.
    pub name: &'static str,
    /// What is compared, in a few words.
    pub title: &'static str,
    pub(super) source: &'static str,
    pub(super) compare: fn(&Case<'_>) -> Compared,
}

impl Check {
    /// The check with this name.
    pub fn by_name(name: &str) -> Option<&'static Check> {
        super::CHECKS.iter().find(|check| check.name == name)
    }

    /// The manual page: what is compared, why it matters, what is borne, what it cannot see, and the source.
    ///
    /// It is the doc comment of the check's file, without the marks of a comment.
    pub fn manual(&self) -> String {
        let mut manual = String::new();
        for line in self.source.lines() {
            let Some(line) = line.strip_prefix("//!") else {
                break;
            };
            manual.push_str(line.strip_prefix(' ').unwrap_or(line));
            manual.push('\n');
        }
        manual
    }

    pub(super) fn run(&'static self, case: &Case<'_>) -> Finding {
        let Compared {
            outcome,
            sentence,
            evidence,
            weight,
        } = (self.compare)(case);
        Finding {
            check: self,
            outcome,
            sentence,
            evidence,
            weight,
        }
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// What one check found in one cable.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which comparison.
    pub check: &'static Check,
    /// Whether the places agree.
    pub outcome: Outcome,
    /// One sentence: what is the case, or why nothing can be compared. Lower case, no full stop.
    pub sentence: String,
    /// The places, each with what is written and what it was read as; at most six.
    pub evidence: Vec<Evidence>,
    /// How much the outcome says, and why; `None` where nothing was compared.
    pub weight: Option<(Weight, &'static str)>,
}

/// Whether the places of a comparison agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// They say the same.
    Agrees,
    /// They cannot both be right.
    Contradicts,
    /// One of them is absent or unreadable.
    NotComparable,
}

impl Outcome {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Agrees => "agrees",
            Outcome::Contradicts => "contradicts",
            Outcome::NotComparable => "not_comparable",
        }
    }
}

/// How much an outcome says about whether the text is what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Chance or habit explains it well.
    Slight,
    /// Chance or habit explains it sometimes.
    Moderate,
    /// Chance or habit hardly explains it.
    Strong,
}

impl Weight {
    /// `slight`, `moderate` or `strong`.
    pub fn as_str(self) -> &'static str {
        match self {
            Weight::Slight => "slight",
            Weight::Moderate => "moderate",
            Weight::Strong => "strong",
        }
    }
}

/// One place that was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the place is: `station serial`, `Created of the source`.
    pub place: Cow<'static, str>,
    /// Where in the text; `None` for what the source said around the cable.
    pub span: Option<Span>,
    /// What is written there, blanks folded, cut where it is long.
    pub written: String,
    /// What it was read as; empty where it says no more than what is written.
    pub read_as: String,
}

/// A finding before it knows its check.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    outcome: Outcome,
    sentence: String,
    evidence: Vec<Evidence>,
    weight: Option<(Weight, &'static str)>,
}

fn compared(outcome: Outcome, sentence: String) -> Compared {
    Compared {
        outcome,
        sentence,
        evidence: Vec::new(),
        weight: None,
    }
}

pub(super) fn agrees(sentence: impl Into<String>) -> Compared {
    compared(Outcome::Agrees, sentence.into())
}

pub(super) fn contradicts(sentence: impl Into<String>) -> Compared {
    compared(Outcome::Contradicts, sentence.into())
}

/// Nothing can be compared, and why.
pub(super) fn nothing(why: impl Into<String>) -> Compared {
    compared(Outcome::NotComparable, why.into())
}

impl Compared {
    pub(super) fn strong(mut self, why: &'static str) -> Compared {
        self.weight = Some((Weight::Strong, why));
        self
    }

    pub(super) fn moderate(mut self, why: &'static str) -> Compared {
        self.weight = Some((Weight::Moderate, why));
        self
    }

    pub(super) fn slight(mut self, why: &'static str) -> Compared {
        self.weight = Some((Weight::Slight, why));
        self
    }

    /// Adds a place, up to the most that are listed.
    pub(super) fn with(mut self, evidence: impl Into<Option<Evidence>>) -> Compared {
        if self.evidence.len() < super::MOST_PLACES
            && let Some(evidence) = evidence.into()
        {
            self.evidence.push(evidence);
        }
        self
    }

    pub(super) fn with_all(mut self, all: impl IntoIterator<Item = Evidence>) -> Compared {
        for evidence in all {
            self = self.with(evidence);
        }
        self
    }
}
