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

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Sentences; a line end parts items of a list.
    Prose(Vec<Run>),
    /// Lines whose columns are set apart by gaps.
    Table(Vec<Row>),
}

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Whether a line is ruled above it.
    pub(super) ruled: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) runs: Vec<Run>,
    /// How many columns it takes.
    pub(super) n_columns: usize,
    /// Whether its column holds figures, which align at their ends.
    pub(super) is_figure: bool,
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
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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

/// Parts a text at its blank lines and around its tables.
fn blocks(text: &str, marks: &[Range<usize>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, Range<usize>)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        let is_row = is_row(line);
        match &mut open {
            Some((is_table, block)) if *is_table == is_row && !range.is_empty() => {
                block.end = range.end;
            }
            _ => {
                close(open.take(), text, marks, &mut blocks);
                open = (!range.is_empty()).then_some((is_row, range));
            }
        }
    }
    close(open, text, marks, &mut blocks);
    blocks
}

fn close(
    open: Option<(bool, Range<usize>)>,
    text: &str,
    marks: &[Range<usize>],
    blocks: &mut Vec<Block>,
) {
    let Some((is_table, range)) = open else {
        return;
    };
    let lines = &text[range.clone()];
    blocks.push(if is_table && lines.contains('\n') {
        Block::Table(rows(text, range, marks))
    } else {
        Block::Prose(marked::runs(lines, &within(marks, range)))
    });
}

/// Whether gaps set columns apart on a line; the reading text keeps three blanks for a gap, whatever its width was.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.contains("   ") || line.contains('\t')
}

/// The rows of a table. Rows with fewer cells than others begin at a later column, as heads over figures do; a row of
/// one cell takes the whole width.
fn rows(text: &str, table: Range<usize>, marks: &[Range<usize>]) -> Vec<Row> {
    let mut rows: Vec<(bool, Vec<Range<usize>>)> = Vec::new();
    let mut ruled = false;
    let mut at = table.start;
    for line in text[table].split_inclusive('\n') {
        let cells = cells(line, at);
        at += line.len();
        if line
            .trim()
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | ' ' | '\t'))
        {
            ruled = true;
        } else {
            rows.push((ruled, cells));
            ruled = false;
        }
    }
    let n_columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    // Columns are counted from the right, where all rows end.
    let of_figures: Vec<bool> = (0..n_columns)
        .map(|column| {
            let column = rows.iter().filter_map(|(_, cells)| {
                let cell = cells.get(cells.len().checked_sub(column + 1)?)?;
                (cells.len() > 1).then(|| is_figure(&text[cell.clone()]))
            });
            let (figures, words): (Vec<bool>, Vec<bool>) = column.partition(|&is_figure| is_figure);
            figures.len() > words.len()
        })
        .collect();
    rows.into_iter()
        .map(|(ruled, ranges)| {
            let n_missing = n_columns - ranges.len();
            let is_single = ranges.len() == 1;
            let n_cells = ranges.len();
            let mut cells: Vec<Cell> = ranges
                .into_iter()
                .enumerate()
                .map(|(index, range)| Cell {
                    runs: marked::runs(&text[range.clone()], &within(marks, range)),
                    n_columns: if is_single { n_columns } else { 1 },
                    is_figure: !is_single && of_figures[n_cells - index - 1],
                })
                .collect();
            if n_missing > 0 && !is_single {
                let empty = Cell {
                    runs: Vec::new(),
                    n_columns: n_missing,
                    is_figure: false,
                };
                cells.insert(0, empty);
            }
            Row { cells, ruled }
        })
        .collect()
}

/// Whether a cell is a number, with signs and a unit perhaps: `6.1`, `-5%`, `$300`, `(12)`, `40 km`.
fn is_figure(cell: &str) -> bool {
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    cell.trim_start_matches(['-', '+', '(', '$', '.', ' '])
        .starts_with(|c: char| c.is_ascii_digit())
        && !cell.split_whitespace().any(is_word)
}

/// The byte ranges of the cells of a line that begins at `start`.
fn cells(line: &str, start: usize) -> Vec<Range<usize>> {
    let mut cells: Vec<Range<usize>> = Vec::new();
    let mut n_blanks = 3;
    for (at, character) in line.char_indices() {
        match character {
            '\t' => n_blanks = 3,
            _ if character.is_whitespace() => n_blanks += 1,
            _ => {
                let end = start + at + character.len_utf8();
                match cells.last_mut() {
                    Some(cell) if n_blanks < 3 => cell.end = end,
                    _ => cells.push(start + at..end),
                }
                n_blanks = 0;
            }
        }
    }
    cells
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::urls;

    fn shown(runs: &[Run]) -> String {
        runs.iter()
            .map(|run| {
                if run.marked {
                    format!("[{}]", run.text)
                } else {
                    run.text.clone()
                }
            })
            .collect()
    }

    fn check_blocks(text: &str, marks: &[&str], expected: &[&str]) {
        let marks: Vec<Range<usize>> = marks
            .iter()
            .map(|mark| {
                let start = text.find(mark).expect("the mark stands in the text");
                start..start + mark.len()
            })
            .collect();
        let blocks: Vec<String> = blocks(text, &marks)
            .iter()
            .map(|block| match block {
                Block::Prose(runs) => shown(runs),
                Block::Table(rows) => rows
                    .iter()
                    .map(|row| {
                        let cells = row.cells.iter().map(|cell| {
                            let side = if cell.is_figure { ">" } else { "" };
                            format!("{}*{side}{}", cell.n_columns, shown(&cell.runs))
                        });
                        let rule = if row.ruled { "_" } else { "" };
                        rule.to_owned() + &cells.collect::<Vec<_>>().join("|")
                    })
                    .collect::<Vec<_>>()
                    .join("\n"),
            })
            .collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn blocks_are_parted_at_blank_lines() {
        check_blocks("", &[], &[]);
        check_blocks(" \n \n", &[], &[]);
        check_blocks("One.", &["One"], &["[One]."]);
        check_blocks(
            "\nThe King is ill.\n- so says the Duke\n\n \nWe think so too.\n",
            &["King", "Duke", "We"],
            &[
                "The [King] is ill.\n- so says the [Duke]",
                "[We] think so too.",
            ],
        );
    }

    #[test]
    fn tables_have_rows_and_columns() {
        check_blocks(
            "As follows:\nNormal   Feb 19\n------   ------\nHomes, hospitals   6.1   5.8\nMills\t4.2\t0.3\nAll of it   \nEnd.",
            &["Feb", "hospitals   6.1"],
            &[
                "As follows:",
                "1*|1*>Normal|1*>[Feb] 19\n_1*Homes, [hospitals]|1*>[6.1]|1*>5.8\n1*Mills|1*>4.2|1*>0.3",
                "All of it   \nEnd.",
            ],
        );
        check_blocks("A gap   alone", &[], &["A gap   alone"]);
        check_blocks("---   ---\n===   ===", &[], &[""]);
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
