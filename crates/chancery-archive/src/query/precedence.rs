//! `precedence:`: how urgent, for those who act or those who are informed.

use std::fmt;
use std::ops::Range;

use chancery_format::Precedence;
use chancery_format::tables::precedences;
use chancery_index::Query as Plan;

use super::compile::keyword;
use super::{error, quoted};
use crate::QueryError;
use crate::index::schema::field;
use crate::nearest::nearest;

/// Every precedence, slowest first.
const PRECEDENCES: [Precedence; 7] = [
    Precedence::Deferred,
    Precedence::Routine,
    Precedence::Priority,
    Precedence::Immediate,
    Precedence::NiactImmediate,
    Precedence::Flash,
    Precedence::FlashOverride,
];

/// Cables of certain precedences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Precedences {
    comparison: &'static str,
    precedence: Precedence,
}

fn named(written: &str) -> Option<Precedence> {
    let upper = written.trim().to_uppercase();
    let row = precedences::lookup(&upper).or_else(|| precedences::by_prosign(&upper));
    PRECEDENCES.into_iter().find(|precedence| {
        let name = precedence.to_string();
        row.is_some_and(|row| row.name == name) || name == upper
    })
}

impl Precedences {
    /// Reads `immediate`, `O`, `>=priority`; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Precedences, QueryError> {
        let (comparison, name) = super::date::comparison(value);
        if let Some(precedence) = named(name) {
            return Ok(Precedences {
                comparison,
                precedence,
            });
        }
        let names = PRECEDENCES.map(|precedence| precedence.to_string().to_lowercase());
        Err(error(
            at,
            format!("`{name}` is no precedence"),
            Some(match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => format!("precedence:{comparison}{}", quoted(near)),
                None => "precedence:routine, precedence:priority, precedence:immediate, precedence:flash, \
                         precedence:>=immediate"
                    .to_owned(),
            }),
        ))
    }

    pub(super) fn compile(&self) -> Plan {
        let fitting = PRECEDENCES.iter().filter(|other| match self.comparison {
            ">=" => **other >= self.precedence,
            ">" => **other > self.precedence,
            "<=" => **other <= self.precedence,
            "<" => **other < self.precedence,
            _ => **other == self.precedence,
        });
        Plan::Any(
            fitting
                .map(|precedence| keyword(field::PRECEDENCE, &precedence.to_string()))
                .collect(),
        )
    }
}

impl fmt::Display for Precedences {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.precedence.to_string().to_lowercase();
        write!(formatter, "precedence:{}{}", self.comparison, quoted(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_letters_are_read() {
        for (value, printed) in [
            ("immediate", "precedence:immediate"),
            ("O", "precedence:immediate"),
            ("niact immediate", "precedence:\"niact immediate\""),
            (">=P", "precedence:>=priority"),
            ("zz", "precedence:flash"),
        ] {
            assert_eq!(
                Precedences::parse(value, 0..1).unwrap().to_string(),
                printed
            );
        }
        let error = Precedences::parse("imediate", 0..8).unwrap_err();
        assert_eq!(error.suggestion(), Some("precedence:immediate"));
    }
}
