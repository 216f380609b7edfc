//! `class:`: one classification, or all from one upward or downward.

use std::fmt;
use std::ops::Range;

use tantivy::Term;
use tantivy::query::TermSetQuery;

use super::{error, quoted};
use crate::QueryError;
use crate::index::schema::Fields;
use crate::nearest::nearest;

/// The levels, highest first, each with what else it is called. Several may rank alike.
///
/// The order is that of protection; between the unclassified ones it is the order in which guides list them.
const LEVELS: [(&str, u8, &[&str]); 15] = [
    ("TOP SECRET", 100, &["TS", "TOPSECRET"]),
    ("COSMIC TOP SECRET", 100, &["CTS"]),
    ("SECRET", 80, &["S"]),
    ("NATO SECRET", 80, &["NS"]),
    ("CONFIDENTIAL", 60, &["C", "CONF"]),
    ("NATO CONFIDENTIAL", 60, &["NC"]),
    (
        "CONFIDENTIAL - MODIFIED HANDLING AUTHORIZED",
        50,
        &["CMOD", "CMHA"],
    ),
    ("RESTRICTED", 45, &["R"]),
    ("NATO RESTRICTED", 45, &["NR"]),
    ("LIMITED OFFICIAL USE", 30, &["LOU", "LTDOFFUSE"]),
    ("OFFICIAL USE ONLY", 28, &["OUO"]),
    ("CONTROLLED UNCLASSIFIED INFORMATION", 26, &["CUI"]),
    ("SENSITIVE BUT UNCLASSIFIED", 25, &["SBU", "SENSITIVE"]),
    ("FOR OFFICIAL USE ONLY", 24, &["FOUO"]),
    ("UNCLASSIFIED", 10, &["U", "UNCLAS", "UNCLASS"]),
];

/// How high a level ranks; 0 for one that is not known.
pub(crate) fn rank(level: &str) -> u8 {
    LEVELS
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(level))
        .map_or(0, |&(_, rank, _)| rank)
}

/// Cables of certain levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classifications {
    comparison: &'static str,
    level: &'static str,
}

impl Classifications {
    /// Reads `secret`, `TS`, `>=confidential`; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Classifications, QueryError> {
        let (comparison, name) = super::date::comparison(value);
        let letters: String = name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect();
        let found = LEVELS.iter().find(|(level, _, aliases)| {
            level
                .chars()
                .filter(|c| c.is_alphanumeric())
                .eq(letters.chars())
                || aliases.contains(&&*letters)
        });
        if let Some(&(level, ..)) = found {
            return Ok(Classifications { comparison, level });
        }
        let suggestion = if letters == "TOP" {
            Some("TOP SECRET")
        } else {
            nearest(name, LEVELS.iter().map(|&(level, ..)| level))
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

    pub(super) fn compile(&self, fields: &Fields) -> Box<dyn tantivy::query::Query> {
        let than = rank(self.level);
        let levels = LEVELS
            .iter()
            .filter(|&&(level, rank, _)| match self.comparison {
                ">=" => rank >= than,
                ">" => rank > than,
                "<=" => rank <= than,
                "<" => rank < than,
                _ => level == self.level,
            });
        Box::new(TermSetQuery::new(
            levels.map(|(level, ..)| Term::from_field_text(fields.class, level)),
        ))
    }
}

impl fmt::Display for Classifications {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "class:{}{}",
            self.comparison,
            quoted(&self.level.to_lowercase())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_stand_in_order() {
        assert!(LEVELS.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        assert!(rank("TOP SECRET") > rank("secret"));
        assert_eq!(rank("WHATEVER"), 0);
    }

    #[test]
    fn names_and_abbreviations_are_read() {
        for (value, printed) in [
            ("secret", "class:secret"),
            ("TS", "class:\"top secret\""),
            ("top-secret", "class:\"top secret\""),
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
