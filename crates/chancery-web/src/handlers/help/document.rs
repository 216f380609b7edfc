//! The description of the query language, `docs/query.md`, for a page.
//!
//! It is the one description there is: its examples are run and its fields compared with the code by tests of the
//! archive, and what the pages show is made from it. Only as much of Markdown is read as it uses.

use std::iter;

/// The description as it is written.
const QUERY_LANGUAGE: &str = include_str!("../../../../../docs/query.md");

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading { anchor: String, words: Vec<Inline> },
    Paragraph(Vec<Inline>),
    List(Vec<Vec<Inline>>),
    Table(Table),
    Code(String),
}

/// A table; the first cell of a row is its head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) head: Vec<Vec<Inline>>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// Words within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inline {
    pub(super) text: String,
    pub(super) is_code: bool,
    pub(super) is_strong: bool,
}

/// The whole description, without its title.
pub(super) fn query_language() -> Vec<Block> {
    let mut blocks = read(QUERY_LANGUAGE);
    blocks.remove(0);
    blocks
}

/// What stands below the heading of this name up to the next, its tables alone.
pub(super) fn tables_below(heading: &str) -> Vec<Table> {
    let mut is_below = false;
    let mut tables = Vec::new();
    for block in read(QUERY_LANGUAGE) {
        match block {
            Block::Heading { words, .. } => {
                let words: String = words.iter().map(|word| word.text.as_str()).collect();
                is_below = words == heading;
            }
            Block::Table(table) if is_below => tables.push(table),
            _ => {}
        }
    }
    tables
}

fn read(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with("```") {
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.starts_with("```"))
                .collect();
            blocks.push(Block::Code(code.join("\n")));
        } else if line.starts_with('#') {
            let words = line.trim_start_matches('#').trim();
            blocks.push(Block::Heading {
                anchor: anchor(words),
                words: inlines(words),
            });
        } else if line.starts_with('|') {
            let rest = iter::from_fn(|| lines.next_if(|line| line.starts_with('|')));
            let mut rows = iter::once(line)
                .chain(rest)
                .filter(|line| !line.starts_with("|-"))
                .map(cells);
            blocks.push(Block::Table(Table {
                head: rows.next().unwrap_or_default(),
                rows: rows.collect(),
            }));
        } else {
            // A line that begins nothing goes on with what the line before it began.
            let goes_on = |line: &&str| {
                !line.trim().is_empty()
                    && !line.starts_with(['#', '|', '-'])
                    && !line.starts_with("```")
            };
            let mut whole = vec![line];
            whole.extend(iter::from_fn(|| lines.next_if(goes_on)));
            let whole = whole.join(" ");
            match (whole.strip_prefix("- "), blocks.last_mut()) {
                (Some(point), Some(Block::List(points))) => points.push(inlines(point)),
                (Some(point), _) => blocks.push(Block::List(vec![inlines(point)])),
                (None, _) => blocks.push(Block::Paragraph(inlines(&whole))),
            }
        }
    }
    blocks
}

fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(' ', "-")
}

/// The cells of a row; a stroke within one is escaped.
fn cells(row: &str) -> Vec<Vec<Inline>> {
    let row = row.trim().trim_matches('|').replace(r"\|", "\u{0}");
    // The stroke that was taken off the end may have been escaped: no row ends so.
    row.split('|')
        .map(|cell| inlines(cell.trim().replace('\u{0}', "|").as_str()))
        .collect()
}

/// Words with what is code and what is strong told apart.
fn inlines(text: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut is_strong = false;
    for (index, part) in text.split('`').enumerate() {
        let is_code = index % 2 == 1;
        let strong_parts: Vec<&str> = if is_code {
            vec![part]
        } else {
            part.split("**").collect()
        };
        for (index, part) in strong_parts.into_iter().enumerate() {
            is_strong ^= index > 0;
            if !part.is_empty() {
                inlines.push(Inline {
                    text: part.to_owned(),
                    is_code,
                    is_strong,
                });
            }
        }
    }
    inlines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(inlines: &[Inline]) -> String {
        inlines
            .iter()
            .map(|inline| {
                let text = if inline.is_code {
                    format!("<{}>", inline.text)
                } else {
                    inline.text.clone()
                };
                if inline.is_strong {
                    format!("[{text}]")
                } else {
                    text
                }
            })
            .collect()
    }

    #[test]
    fn code_and_strong_words() {
        assert_eq!(
            shown(&inlines("**`~1`, `~2`** behind a `word`.")),
            "[<~1>][, ][<~2>] behind a <word>."
        );
        assert_eq!(shown(&inlines("a `**` b")), "a <**> b");
        assert_eq!(shown(&inlines("")), "");
    }

    #[test]
    fn blocks_are_told_apart() {
        let blocks = read(
            "# Title\n\nOne\ntwo.\n\n- a\n  b\n- c\n\n| x | y |\n|---|---|\n| `1\\|2` | 3 |\n\n```\ncode |\n```\n",
        );
        let [
            Block::Heading { anchor, .. },
            Block::Paragraph(words),
            Block::List(points),
            Block::Table(table),
            Block::Code(code),
        ] = &blocks[..]
        else {
            panic!("{blocks:?}");
        };
        assert_eq!(anchor, "title");
        assert_eq!(shown(words), "One two.");
        assert_eq!(points.len(), 2);
        assert_eq!(shown(&points[0]), "a   b");
        assert_eq!(shown(&table.head[1]), "y");
        assert_eq!(shown(&table.rows[0][0]), "<1|2>");
        assert_eq!(code, "code |");
    }

    #[test]
    fn the_description_is_read_as_a_whole() {
        let blocks = query_language();
        assert!(blocks.len() > 30, "{}", blocks.len());
        assert_eq!(tables_below("The query language").len(), 1);
        assert_eq!(tables_below("Paragraphs").len(), 1);
        assert_eq!(tables_below("Fields").len(), 1);
        for block in &blocks {
            if let Block::Table(table) = block {
                for row in &table.rows {
                    assert_eq!(row.len(), table.head.len(), "{row:?}");
                }
            }
            if let Block::Paragraph(words) = block {
                for word in words.iter().filter(|word| !word.is_code) {
                    assert!(!word.text.contains(['`', '*', '|', '[']), "{}", word.text);
                }
            }
        }
    }
}
