//! Copies that another agency's relay printed: `PAGE 001` and the time of receipt on top, a release mark along the edges
//! of each page, often in the middle of a line of the text.
//! Source: docs/format.md, "Eras".

use super::attributes::Attribute;
use super::{Piece, part};
use crate::Span;
use crate::flow::{fold, trim};
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

/// The longest release mark with date and number.
const LONGEST: usize = 100;

/// Parts release marks from the lines they stand in, and gives what the top of the copy says.
pub(super) fn mark(text: &str, lines: &mut Vec<Line>, rare: &Rare) -> Vec<Attribute> {
    let notes = if rare.has(Word::Page) {
        read_top(text, lines)
    } else {
        Vec::new()
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for at in rare.of(Word::ApprovedForRelease) {
        if at < from {
            continue;
        }
        if let Some(end) = end_of(text, at) {
            from = end;
            pieces.push(Piece {
                span: Span::new(at, end),
                kind: LineKind::Furniture,
            });
        }
    }
    part(lines, &pieces);
    notes
}

/// `PAGE 001`, then `TOR: 150822Z MAR 85`: the time of receipt.
fn read_top(text: &str, lines: &[Line]) -> Vec<Attribute> {
    const LINES: usize = 6;
    let mut notes = Vec::new();
    let mut paged = false;
    for line in lines.iter().take(LINES) {
        let content = trim(text, line.content());
        let written = content.of(text);
        paged |= written.starts_with("PAGE 001");
        if paged
            && let Some(value) = written.strip_prefix("TOR:")
            && value.len() < 32
        {
            notes.push(Attribute {
                label: "TOR".to_owned(),
                value: fold(value),
                span: content,
            });
            break;
        }
    }
    notes
}

/// Where `Approved For Release 2008/12/02 : CIA-RDP90B01370R000801110041-6` ends; its date and number must be there.
fn end_of(text: &str, at: usize) -> Option<usize> {
    let window = &text[at..crate::parse::floor_boundary(text, at + LONGEST)];
    let window = window.lines().next()?;
    let mut end = None;
    for word in window.split_ascii_whitespace().skip(3) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let is_date = digits >= 4 && word.contains('/');
        let is_number = digits >= 6 && word.contains('-') && word.len() >= 12;
        if !(is_date || is_number || word == ":") {
            break;
        }
        if is_date || is_number {
            end = Some(word.as_ptr() as usize - text.as_ptr() as usize + word.len());
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_top() {
        let text = "PAGE 001\nTOR: 150822Z MAR 85\n\nNOBODY AT Approved For Release 2008/12/02 : CIA-RDP90B01370R000801110041-6 THE GATE.\nApproved For Release of the swans\n";
        let mut lines = crate::line::split(text);
        let notes = mark(text, &mut lines, &Rare::find(text));
        assert_eq!(notes[0].value, "150822Z MAR 85");
        let marked: Vec<&str> = lines
            .iter()
            .filter(|line| line.kind == LineKind::Furniture)
            .map(|line| line.content().of(text))
            .collect();
        assert_eq!(
            marked,
            ["Approved For Release 2008/12/02 : CIA-RDP90B01370R000801110041-6"]
        );
    }
}
