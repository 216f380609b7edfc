//! `edition:`: how many texts of a cable the archive has.

use std::fmt;
use std::ops::{Bound, Range};

use chancery_index::Query as Plan;

use super::compile::keyword;
use super::error;
use crate::QueryError;
use crate::index::schema::field;

/// More texts of one cable than any archive has asked for apart.
const MAX: u32 = 10_000;

/// Cables of which there are so many texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Editions {
    /// As printed after `edition:`.
    text: String,
    from: u32,
    /// `None` for any number.
    to: Option<u32>,
}

impl Editions {
    /// Reads `2`, `>1`, `2..4`; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Editions, QueryError> {
        let written = super::date::range(value, |text| {
            text.parse::<u32>()
                .ok()
                .filter(|n| *n <= MAX)
                .ok_or_else(|| {
                    error(
                        at.clone(),
                        format!("`{text}` is no number of editions"),
                        Some("edition:2, edition:>1, edition:2..4".to_owned()),
                    )
                })
        })?;
        let from = match written.from {
            Bound::Included(n) => n.max(1),
            Bound::Excluded(n) => n + 1,
            Bound::Unbounded => 1,
        };
        let to = match written.to {
            Bound::Included(n) => Some(n),
            Bound::Excluded(n) => Some(n.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        match to {
            Some(0) => Err(error(
                at,
                "every cable has one edition at least",
                Some("edition:1".to_owned()),
            )),
            Some(to) if to < from => Err(super::date::backwards(at, "edition", &written.text)),
            _ => Ok(Editions {
                from,
                to,
                text: written.text,
            }),
        }
    }

    pub(super) fn compile(&self) -> Plan {
        let some = |range: std::ops::RangeInclusive<u32>| {
            Plan::Any(
                range
                    .map(|n| keyword(field::EDITIONS, &n.to_string()))
                    .collect(),
            )
        };
        match self.to {
            Some(to) => some(self.from..=to),
            None if self.from <= 1 => Plan::Everything,
            None => Plan::Not(Box::new(some(1..=self.from - 1))),
        }
    }
}

impl fmt::Display for Editions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "edition:{}", self.text)
    }
}
