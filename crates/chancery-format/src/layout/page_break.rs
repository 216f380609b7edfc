//! Page breaks of printed telegrams, mostly of the 1970s to 1990s: the level above and below the page line, and page
//! lines over two lines.
//!
//! Copies that lost their blank lines print the level, the page line and the post with its number right between two
//! lines of a list or a sentence. [`mark`] marks what surrounds a page line; the page line itself is left to the
//! passes behind, which ask whether the head of a further section follows.
//! Source: docs/format.md, "Furniture".

use crate::Span;
use crate::flow::trim;
use crate::furniture::{self, Furniture};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

/// Levels that a text prints at its page breaks, at most.
const MOST_LEVELS: usize = 4;

/// Marks the levels at page breaks, and the second line of a page line. Gives the first level.
pub(super) fn mark(text: &str, lines: &mut [Line], rare: &Rare) -> Option<Span> {
    let mut levels: Vec<Span> = Vec::new();
    for at in rare.of(Word::Page) {
        let index = lines.partition_point(|line| line.span.end as usize <= at);
        let Some(line) = lines.get(index) else {
            break;
        };
        let written = trim(text, line.content());
        if written.start as usize != at || !is_page_line(text, line) {
            continue;
        }
        if is_number_alone(written.of(text)) {
            mark_station(text, lines, index);
        }
        mark_levels(text, lines, index, &mut levels);
    }
    for level in &levels {
        sweep(text, lines, level.of(text));
    }
    levels.first().copied()
}

/// Whether a line that begins with `PAGE ` is a page line.
fn is_page_line(text: &str, line: &Line) -> bool {
    match line.kind {
        LineKind::Furniture => true,
        LineKind::Body => matches!(
            furniture::recognize(line.content().of(text)),
            Some(Furniture::PageLine)
        ),
        _ => false,
    }
}

/// `PAGE 02` and nothing else: post and number stand on the next line.
fn is_number_alone(page_line: &str) -> bool {
    page_line["PAGE ".len()..]
        .trim_start()
        .bytes()
        .all(|byte| byte.is_ascii_digit())
}

/// Marks `STATE 297311` below `PAGE 02`.
fn mark_station(text: &str, lines: &mut [Line], index: usize) {
    let below = lines[index + 1..]
        .iter_mut()
        .take(3)
        .find(|line| !furniture::is_blank(line.content().of(text)));
    if let Some(line) = below
        && line.kind == LineKind::Body
        && is_station(line.content().of(text))
    {
        line.kind = LineKind::Furniture;
    }
}

/// `STATE 297311`, `NEW DE 00412 01 OF 02 071545Z`, `STATE 259265 TOSEC 300013`: what a page line says behind the
/// number of the page.
fn is_station(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().peekable();
    let mut n_letters = 0;
    while let Some(word) = words.next_if(|word| word.bytes().all(|b| b.is_ascii_uppercase())) {
        n_letters += word.len();
    }
    let is_number = |word: &str| {
        (3..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    (2..=12).contains(&n_letters)
        && words.next().is_some_and(is_number)
        && line.len() <= 60
        && words.all(|word| {
            word.bytes().any(|byte| byte.is_ascii_digit())
                || matches!(word, "OF" | "Z" | "TOSEC" | "SECTO" | "TODEP" | "TOCAB")
        })
}

/// Marks the levels above a page line: the foot of one page and the head of the next.
fn mark_levels(text: &str, lines: &mut [Line], index: usize, levels: &mut Vec<Span>) {
    const FARTHEST: usize = 10;
    let mut n_levels = 0;
    for line in lines[..index].iter_mut().rev().take(FARTHEST) {
        let content = trim(text, line.content());
        let written = content.of(text);
        if line.kind != LineKind::Body {
            if line.kind == LineKind::Furniture {
                continue;
            }
            break;
        }
        if furniture::is_blank(written) {
            continue;
        }
        match furniture::recognize(written) {
            Some(Furniture::Banner) if n_levels < 2 => {
                n_levels += 1;
                line.kind = LineKind::Furniture;
                if levels.len() < MOST_LEVELS && !levels.iter().any(|seen| seen.of(text) == written)
                {
                    levels.push(content);
                }
            }
            // A page line may stand over two lines, the number of the page on the second.
            Some(Furniture::Stamp | Furniture::PageLine) => {}
            _ => break,
        }
    }
}

/// Marks every line that is this level and nothing else: what is printed at the page breaks stands at the end, too.
fn sweep(text: &str, lines: &mut [Line], level: &str) {
    for at in memchr::memmem::find_iter(text.as_bytes(), level) {
        let index = lines.partition_point(|line| line.span.end as usize <= at);
        if let Some(line) = lines.get_mut(index)
            && line.kind == LineKind::Body
            && trim(text, line.content()) == Span::new(at, at + level.len())
        {
            line.kind = LineKind::Furniture;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut lines = crate::line::split(text);
        let level = mark(text, &mut lines, &Rare::find(text));
        let marked: Vec<&str> = lines
            .iter()
            .filter(|line| line.kind == LineKind::Furniture)
            .map(|line| line.content().of(text).trim())
            .collect();
        assert_eq!(marked, expected);
        assert_eq!(
            level.is_some(),
            expected.iter().any(|line| !line.contains(' '))
        );
    }

    #[test]
    fn levels_and_stations() {
        check(
            "CONFIDENTIAL\nPAGE 01\nSTATE 297311\nTO ZENDA\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 02\nSTATE 297311  02 OF 02  071545 Z\nEDELWEISS\n1. THE END\nCONFIDENTIAL\n",
            &[
                "CONFIDENTIAL",
                "STATE 297311",
                "CONFIDENTIAL",
                "CONFIDENTIAL",
                "STATE 297311  02 OF 02  071545 Z",
                "CONFIDENTIAL",
            ],
        );
        check(
            "  SECRET\n\nPAGE 01  STRELS  00731  071545Z\n\nHE IS\nSECRET\n  SECRET\n\n  SECRET\n\nPAGE 02  STRELS  00731  071545Z\n",
            &["SECRET", "SECRET", "SECRET", "SECRET"],
        );
        check("PAGE 02\nTHE 12 SWANS LEFT\n", &[]);
        check("SECRET\nPAGE 2 OF THE REPORT\n", &[]);
        check("PAGE 01", &[]);
        check("PAGE \nSTATE É", &[]);
    }
}
