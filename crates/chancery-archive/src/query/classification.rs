//! `class:`: one classification, or all from one upward or downward.

use std::fmt;
use std::ops::Range;

use chancery_format::{Level, tables};
use chancery_index::Query as Plan;

use super::compile::keyword;
use super::{error, quoted};
use crate::QueryError;
use crate::index::schema::field;
use crate::nearest::nearest;

/// Every level that a record may have, highest first.
const LEVELS: [Level; 9] = [
    Level::TopSecret,
    Level::Secret,
    Level::Confidential,
    Level::Restricted,
    Level::LimitedOfficialUse,
    Level::OfficialUseOnly,
    Level::SensitiveButUnclassified,
    Level::ForOfficialUseOnly,
    Level::Unclassified,
];

/// Where a level stands in the order, 0 the highest; after all others where it is not known.
pub(crate) fn place(level: &str) -> usize {
    LEVELS
        .iter()
        .position(|known| known.as_str() == level)
        .unwrap_or(LEVELS.len())
}

/// The level meant by a name, an abbreviation or a form of the classification line.
pub(crate) fn level(written: &str) -> Option<Level> {
    let letters: String = written
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let named = LEVELS
        .iter()
        .find(|level| level.as_str().replace(' ', "") == letters);
    if let Some(&level) = named {
        return Some(level);
    }
    let row = tables::classifications::by_code(&letters)
        .or_else(|| tables::classifications::lookup(written))?;
    LEVELS
        .into_iter()
        .find(|level| tables::classifications::lookup(level.as_str()) == Some(row))
}

/// Cables of certain levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classifications {
    comparison: &'static str,
    level: Level,
}

impl Classifications {
    /// Reads `secret`, `TS`, `>=confidential`; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Classifications, QueryError> {
        let (comparison, name) = super::date::comparison(value);
        if let Some(level) = level(name) {
            return Ok(Classifications { comparison, level });
        }
        let suggestion = if name.eq_ignore_ascii_case("top") {
            Some("TOP SECRET")
        } else {
            nearest(name, LEVELS.iter().map(|level| level.as_str()))
        };
        Err(error(
            at,
            format!("`{}` is no classification", name.trim()),
            Some(match suggestion {
                Some(level) => format!("class:{comparison}{}", quoted(&level.to_lowercase())),
                None => "class:secret, class:confidential, class:unclassified, class:\"limited official use\", \
                         class:>=confidential"
                    .to_owned(),
            }),
        ))
    }

    pub(super) fn compile(&self) -> Plan {
        let levels = LEVELS.iter().filter(|level| match self.comparison {
            ">=" => **level >= self.level,
            ">" => **level > self.level,
            "<=" => **level <= self.level,
            "<" => **level < self.level,
            _ => **level == self.level,
        });
        Plan::Any(
            levels
                .map(|level| keyword(field::CLASS, level.as_str()))
                .collect(),
        )
    }
}

impl fmt::Display for Classifications {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "class:{}{}",
            self.comparison,
            quoted(&self.level.as_str().to_lowercase())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_stand_in_order() {
        assert!(LEVELS.windows(2).all(|pair| pair[0] > pair[1]));
        assert!(place("TOP SECRET") < place("SECRET"));
        assert_eq!(place("WHATEVER"), LEVELS.len());
    }

    #[test]
    fn names_and_abbreviations_are_read() {
        for (value, printed) in [
            ("secret", "class:secret"),
            ("TS", "class:\"top secret\""),
            ("top-secret", "class:\"top secret\""),
            ("unclas", "class:unclassified"),
            ("SBU", "class:\"sensitive but unclassified\""),
            ("lou", "class:\"limited official use\""),
            ("FOUO", "class:\"for official use only\""),
            (">=c", "class:>=confidential"),
            ("< Secret", "class:<secret"),
        ] {
            assert_eq!(
                Classifications::parse(value, 0..1).unwrap().to_string(),
                printed
            );
        }
        let error = Classifications::parse("secert", 6..12).unwrap_err();
        assert_eq!(error.suggestion(), Some("class:secret"));
        assert_eq!(error.at(), 6..12);
        assert!(
            Classifications::parse("", 0..0)
                .unwrap_err()
                .suggestion()
                .is_some()
        );
    }
}
