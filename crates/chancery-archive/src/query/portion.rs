//! `portion:` and `role:`: what is known of a paragraph besides its words.

use std::fmt;
use std::ops::Range;

use chancery_index::{Query as Plan, Zones};

use super::error;
use crate::QueryError;
use crate::index::schema::{mark, zone};
use crate::nearest::nearest;

/// The kinds of zones that are paragraphs.
pub(crate) const PARAGRAPHS: [u8; 4] = [zone::BODY, zone::SUMMARY, zone::COMMENT, zone::ACTION];

/// Paragraphs with certain marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Portions {
    /// As printed after `portion:`.
    text: String,
    /// A bit for each mark.
    marks: u16,
}

/// Marks of levels, lowest first, with the names people give them.
const LEVELS: [(u8, &str, &[&str]); 6] = [
    (mark::UNCLASSIFIED, "U", &["UNCLASSIFIED", "UNCLAS"]),
    (mark::SENSITIVE, "SBU", &["FOUO", "OUO", "U/FOUO", "U/SBU"]),
    (mark::LIMITED, "LOU", &["LIMITED OFFICIAL USE"]),
    (mark::CONFIDENTIAL, "C", &["CONFIDENTIAL"]),
    (mark::SECRET, "S", &["SECRET"]),
    (mark::TOP_SECRET, "TS", &["TOP SECRET"]),
];

impl Portions {
    /// Reads `S`, `S/NF`, `NF`, `>=C`, `none`; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Portions, QueryError> {
        let (comparison, name) = super::date::comparison(value);
        let upper = name
            .trim_matches(['(', ')', ' '])
            .to_uppercase()
            .replace("//", "/");
        let (level, is_noforn) = match upper.rsplit_once('/') {
            Some((level, "NF" | "NOFORN")) => (level, true),
            _ => (upper.as_str(), false),
        };
        let both = |level: u8| 1u16 << level | 1 << (level | mark::NOFORN);
        let marks = if matches!(upper.as_str(), "NF" | "NOFORN") && comparison.is_empty() {
            Some(0xFF00)
        } else if upper == "NONE" && comparison.is_empty() {
            Some(1 << mark::NONE)
        } else if upper == "OTHER" && comparison.is_empty() {
            Some(both(mark::OTHER))
        } else {
            LEVELS
                .iter()
                .position(|(_, name, others)| *name == level || others.contains(&level))
                .map(|place| {
                    let fitting =
                        LEVELS
                            .iter()
                            .enumerate()
                            .filter(|&(other, _)| match comparison {
                                ">=" => other >= place,
                                ">" => other > place,
                                "<=" => other <= place,
                                "<" => other < place,
                                _ => other == place,
                            });
                    fitting.fold(0, |marks, (_, &(level, ..))| {
                        marks
                            | if is_noforn {
                                1 << (level | mark::NOFORN)
                            } else {
                                both(level)
                            }
                    })
                })
        };
        match marks {
            Some(marks) => Ok(Portions {
                text: format!("{comparison}{}", super::quoted(&upper)),
                marks,
            }),
            None => Err(error(
                at,
                format!("`{name}` is no portion mark"),
                Some(
                    "portion:U, portion:SBU, portion:C, portion:S, portion:S/NF, portion:TS, portion:>=C, \
                     portion:none"
                        .to_owned(),
                ),
            )),
        }
    }

    pub(super) fn compile(&self) -> Plan {
        a_paragraph(Zones {
            marks: self.marks,
            ..Zones::of_kinds(&PARAGRAPHS)
        })
    }
}

impl fmt::Display for Portions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "portion:{}", self.text)
    }
}

/// Paragraphs of a certain role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    name: &'static str,
    kind: u8,
}

const ROLES: [Role; 4] = [
    Role {
        name: "body",
        kind: zone::BODY,
    },
    Role {
        name: "summary",
        kind: zone::SUMMARY,
    },
    Role {
        name: "comment",
        kind: zone::COMMENT,
    },
    Role {
        name: "action_request",
        kind: zone::ACTION,
    },
];

impl Role {
    /// Reads the name of a role, as the public JSON has it; `at` is the place of the value in the query.
    pub(super) fn parse(value: &str, at: Range<usize>) -> Result<Role, QueryError> {
        let lower = value.trim().to_lowercase().replace([' ', '-'], "_");
        let names = || ROLES.iter().map(|role| role.name);
        ROLES
            .into_iter()
            .find(|role| role.name == lower || role.name == "action_request" && lower == "action")
            .ok_or_else(|| {
                error(
                    at,
                    format!("`{value}` is no role of a paragraph"),
                    Some(match nearest(&lower, names()) {
                        Some(near) => format!("role:{near}"),
                        None => format!("role: takes {}", names().collect::<Vec<_>>().join(", ")),
                    }),
                )
            })
    }

    pub(super) fn compile(self) -> Plan {
        a_paragraph(Zones::of_kinds(&[self.kind]))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "role:{}", self.name)
    }
}

/// What `portion:` or `role:` asks of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OfParagraph {
    /// One of these marks.
    Portion(Portions),
    /// This role.
    Role(Role),
}

impl OfParagraph {
    /// Whether a paragraph with this mark and this role is such a one.
    pub(crate) fn is_met(&self, portion: Option<&str>, role: &str) -> bool {
        match self {
            OfParagraph::Portion(portions) => portions.marks >> mark::of_portion(portion) & 1 == 1,
            // What has no role of its own is body.
            OfParagraph::Role(wanted) => match ROLES.iter().find(|known| known.name == role) {
                Some(known) => known == wanted,
                None => wanted.kind == zone::BODY,
            },
        }
    }
}

/// That there is such a paragraph; within `paragraph:`, that it is one.
fn a_paragraph(zones: Zones) -> Plan {
    Plan::SameZone {
        zones,
        query: Box::new(Plan::Everything),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read() {
        let marks = |text| Portions::parse(text, 0..1).unwrap().marks;
        assert_eq!(marks("s"), 1 << mark::SECRET | 1 << (mark::SECRET | 8));
        assert_eq!(marks("(S//NF)"), 1 << (mark::SECRET | 8));
        assert_eq!(marks("none"), 1);
        assert_eq!(marks(">=ts"), marks("top secret"));
        assert_eq!(marks(">=U") | marks("none") | marks("other"), !(1 << 8));
        assert_eq!(marks("NF"), 0xFF00);
        assert!(Portions::parse("X", 0..1).is_err());
        assert_eq!(
            Role::parse("coment", 0..1).unwrap_err().suggestion(),
            Some("role:comment")
        );
    }
}
