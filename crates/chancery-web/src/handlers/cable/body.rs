//! The text of a cable, paragraph by paragraph.

use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;

use chancery_archive::anchors;
use chancery_format::record::{ParagraphRecord, Record};

use crate::explain::{self, Level};
use crate::marked::{self, Run};
use crate::page::sized;
use crate::urls::{CableUrl, Part};

/// How much text one page shows. A longer cable is cut there and says so; the original has everything.
const LIMIT_BYTES: usize = 2 << 20;

/// Everything between the head and the end.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// The summary and the comment, where the record has them but no paragraph is one.
    pub(super) apart: Vec<Apart>,
    pub(super) groups: Vec<Group>,
    /// The whole text, where no paragraphs were found in it.
    pub(super) raw: Option<String>,
    /// The paragraphs that hold words of the query, each with its address on the page.
    pub(super) found: Vec<Place>,
    /// Where the rest is, when the text was too long for a page.
    pub(super) cut: Option<Cut>,
    pub(super) signature: Option<String>,
    /// The portion marks that occur, each with its meaning, once.
    pub(super) marks: Vec<Level>,
}

/// A part of the text that the record gives by itself.
#[derive(Clone, Debug)]
pub(super) struct Apart {
    pub(super) role: Role,
    pub(super) text: Vec<Block>,
}

/// Paragraphs of one role that follow each other.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) role: Option<Role>,
    pub(super) paragraphs: Vec<ParagraphView>,
}

/// What a part of the text is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Class for the style sheet.
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) note: Option<&'static str>,
}

/// One paragraph.
#[derive(Clone, Debug)]
pub(super) struct ParagraphView {
    pub(super) anchor: String,
    pub(super) url: String,
    pub(super) number: Option<u32>,
    pub(super) portion: Option<Level>,
    pub(super) heading: Option<String>,
    pub(super) blocks: Vec<Block>,
}

/// A run of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Whether the lines are set out by blanks, as tables are, and must stay as they are.
    pub(super) verbatim: bool,
    pub(super) runs: Vec<Run>,
}

/// A paragraph to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) url: String,
    pub(super) name: String,
}

/// Where the text was cut.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) shown: String,
    pub(super) whole: String,
    pub(super) url: String,
}

impl Body {
    /// `marks` has the byte ranges to mark in the text of each paragraph; it may be shorter than there are paragraphs.
    pub(super) fn new(record: &Record, url: CableUrl<'_>, marks: &[Vec<Range<usize>>]) -> Body {
        let mut left = LIMIT_BYTES;
        let mut cut = false;
        let mut groups: Vec<Group> = Vec::new();
        let mut found = Vec::new();
        let marks = marks.iter().map(Vec::as_slice).chain(iter::repeat(&[][..]));
        for ((paragraph, anchor), marks) in record.paragraphs.iter().zip(anchors(record)).zip(marks)
        {
            if paragraph.text.len() > left {
                cut = true;
                break;
            }
            left -= paragraph.text.len();
            let role = Role::of(&paragraph.role);
            let view = ParagraphView::new(paragraph, anchor, url, marks);
            if !marks.is_empty() {
                found.push(Place {
                    // On the page itself, whatever stands behind its address.
                    url: format!("#{}", view.anchor),
                    name: match paragraph.number {
                        Some(number) => number.to_string(),
                        None => format!("¶{}", view.anchor.trim_start_matches('u')),
                    },
                });
            }
            match groups.last_mut() {
                Some(group) if group.role == role => group.paragraphs.push(view),
                _ => groups.push(Group {
                    role,
                    paragraphs: vec![view],
                }),
            }
        }
        let raw = (record.paragraphs.is_empty() && !record.text.trim().is_empty()).then(|| {
            let shown = floor(&record.text, left);
            cut = shown.len() < record.text.len();
            shown.to_owned()
        });
        Body {
            apart: apart(record),
            groups,
            raw,
            found,
            cut: cut.then(|| Cut {
                shown: sized(LIMIT_BYTES as u64),
                whole: sized(record.text.len() as u64),
                url: url.part(Part::Original).to_string(),
            }),
            signature: record.signature.clone(),
            marks: portions(record),
        }
    }
}

/// The longest start of `text` of at most `limit` bytes that does not cut a character.
fn floor(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

fn apart(record: &Record) -> Vec<Apart> {
    let has = |role: &str| record.paragraphs.iter().any(|p| p.role == role);
    [("summary", &record.summary), ("comment", &record.comment)]
        .into_iter()
        .filter(|(role, _)| !has(role))
        .filter_map(|(role, text)| {
            Some(Apart {
                role: Role::of(role)?,
                text: blocks(floor(text.as_deref()?, LIMIT_BYTES), &[]),
            })
        })
        .collect()
}

fn portions(record: &Record) -> Vec<Level> {
    let paragraphs = record
        .paragraphs
        .iter()
        .filter_map(|p| p.portion.as_deref());
    let marks: BTreeMap<&str, Level> = record
        .subject_portion
        .as_deref()
        .into_iter()
        .chain(paragraphs)
        .map(|mark| (mark, explain::portion(mark)))
        .filter(|(_, level)| level.meaning.is_some())
        .collect();
    marks.into_values().collect()
}

impl Role {
    /// `None` for what is simply text.
    fn of(role: &str) -> Option<Role> {
        let (class, name, note) = match role {
            "body" | "" => return None,
            "summary" => ("role-summary", "Summary", None),
            "comment" => (
                "role-comment",
                "Comment",
                Some("the sender’s own view, not a report of what was said"),
            ),
            "action_request" => (
                "role-action",
                "Action request",
                Some("what the sender asks the addressees to do"),
            ),
            other => {
                let mut name = other.replace('_', " ");
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                return Some(Role {
                    class: "role-other",
                    name,
                    note: None,
                });
            }
        };
        Some(Role {
            class,
            name: name.to_owned(),
            note,
        })
    }
}

impl ParagraphView {
    fn new(
        paragraph: &ParagraphRecord,
        anchor: String,
        url: CableUrl<'_>,
        marks: &[Range<usize>],
    ) -> ParagraphView {
        ParagraphView {
            url: url.at(&anchor).to_string(),
            anchor,
            number: paragraph.number,
            portion: paragraph.portion.as_deref().map(explain::portion),
            heading: paragraph.heading.clone(),
            blocks: blocks(&paragraph.text, marks),
        }
    }
}

/// Parts a text at its blank lines.
fn blocks(text: &str, marks: &[Range<usize>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n').chain(["\n"]) {
        if line.trim().is_empty() {
            if !lines.is_empty() {
                blocks.push(Block {
                    verbatim: is_table(&lines),
                    runs: marked::runs(text[start..end].trim_end(), &within(marks, start..end)),
                });
                lines.clear();
            }
            start = end + line.len();
        } else {
            lines.push(line);
        }
        end += line.len();
    }
    blocks
}

/// The marks of a part of a text, counted from the start of the part.
fn within(marks: &[Range<usize>], part: Range<usize>) -> Vec<Range<usize>> {
    marks
        .iter()
        .map(|mark| mark.start.max(part.start)..mark.end.min(part.end))
        .filter(|mark| mark.start < mark.end)
        .map(|mark| mark.start - part.start..mark.end - part.start)
        .collect()
}

/// Whether at least half of several lines have gaps that set columns apart.
fn is_table(lines: &[&str]) -> bool {
    let gaps = lines
        .iter()
        .filter(|line| line.trim_start().contains("   ") || line.trim_start().contains('\t'))
        .count();
    lines.len() >= 2 && gaps * 2 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::urls;

    #[test]
    fn blocks_are_parted_at_blank_lines() {
        let check = |text: &str, marks: &[Range<usize>], expected: &[(bool, &str)]| {
            let shown: Vec<(bool, String)> = blocks(text, marks)
                .into_iter()
                .map(|block| {
                    let runs = block.runs.iter().map(|run| match run.marked {
                        true => format!("[{}]", run.text),
                        false => run.text.clone(),
                    });
                    (block.verbatim, runs.collect())
                })
                .collect();
            let shown: Vec<(bool, &str)> = shown
                .iter()
                .map(|(verbatim, text)| (*verbatim, text.as_str()))
                .collect();
            assert_eq!(shown, expected);
        };
        check("", &[], &[]);
        check(" \n \n", &[], &[]);
        check("One.", &[0..3], &[(false, "[One].")]);
        check(
            "\nThe King is ill.\n- so says the Duke\n\n \nName      Party\nFLAVIA    none\nMICHAEL   black\n",
            &[5..9, 32..36, 56..62],
            &[
                (false, "The [King] is ill.\n- so says the [Duke]"),
                (true, "Name      Party\n[FLAVIA]    none\nMICHAEL   black"),
            ],
        );
    }

    fn record(roles: &[&str]) -> Record {
        let mut number = 0;
        Record {
            paragraphs: roles
                .iter()
                .map(|&role| {
                    number += 1;
                    ParagraphRecord {
                        number: Some(number),
                        role: role.to_owned(),
                        text: "Text.".to_owned(),
                        ..ParagraphRecord::default()
                    }
                })
                .collect(),
            summary: Some("In short.".to_owned()),
            comment: Some("We think.".to_owned()),
            ..Record::default()
        }
    }

    #[test]
    fn roles_are_grouped() {
        let record = record(&["summary", "body", "body", "comment", "comment", "odd_thing"]);
        let body = Body::new(&record, urls::cable("07STRELSAU1"), &[]);
        let shown: Vec<(&str, usize)> = body
            .groups
            .iter()
            .map(|group| {
                let name = group.role.as_ref().map_or("", |role| role.name.as_str());
                (name, group.paragraphs.len())
            })
            .collect();
        assert_eq!(
            shown,
            [("Summary", 1), ("", 2), ("Comment", 2), ("Odd thing", 1)]
        );
        assert!(body.apart.is_empty());
        assert!(body.raw.is_none());
    }

    #[test]
    fn summary_and_comment_are_never_lost() {
        let body = Body::new(&record(&["body"]), urls::cable("07STRELSAU1"), &[]);
        let shown: Vec<&str> = body
            .apart
            .iter()
            .map(|apart| apart.role.name.as_str())
            .collect();
        assert_eq!(shown, ["Summary", "Comment"]);
    }

    #[test]
    fn a_text_without_paragraphs_is_shown_as_it_is_and_bounded() {
        let record = Record {
            text: "é".repeat(LIMIT_BYTES),
            ..Record::default()
        };
        let body = Body::new(&record, urls::cable("07STRELSAU1"), &[]);
        assert_eq!(body.raw.map(|raw| raw.len()), Some(LIMIT_BYTES));
        assert!(body.cut.is_some());
    }
}
