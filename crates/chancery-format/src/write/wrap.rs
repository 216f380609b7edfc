//! Text in lines of the telegraph's width, broken only where reading joins them again to the same text.

use crate::body::{self, paragraph, parts, reading};
use crate::{furniture, head};

/// Columns of a line of text. The telegraph took 69; drafters kept to 65.
pub(crate) const WIDTH: usize = 65;

/// The longest line that is taken for a heading.
pub(crate) const LONGEST_HEADING: usize = 76;

/// Where a text stands: what may stand at the start of a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Head,
    Body,
}

/// Appends `text`, one or more words, behind what the line holds already; goes on over further lines, each indented by
/// `indent` blanks. The last line is left open.
///
/// A line is longer than [`WIDTH`] where every shorter one would read as something else: a list item, a label, a page
/// line, a word cut by a hyphen.
pub(crate) fn fill(out: &mut String, text: &str, indent: usize, part: Part) {
    let line_start = out.rfind('\n').map_or(0, |at| at + 1);
    let mut width = out[line_start..].chars().count();
    // Words of the line being filled that stand in `out` already, as the places before which it may break.
    let mut breaks: Vec<usize> = Vec::new();
    let mut rest = text.trim();
    let mut first = true;
    while !rest.is_empty() {
        let n = rest.find(' ').unwrap_or(rest.len());
        let (word, behind) = rest.split_at(n);
        let n_chars = word.chars().count();
        if !first {
            let here = out.len();
            if can_break(&out[last_line(out)..], rest, part) {
                breaks.push(here);
            }
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += n_chars;
        if width > WIDTH
            && let Some(at) = breaks.pop()
        {
            // The blank at `at` becomes the line end.
            let moved = out.split_off(at);
            let moved = moved.trim_start_matches(' ');
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(moved);
            width = indent + moved.chars().count();
            breaks.clear();
        }
        first = false;
        rest = behind.trim_start_matches(' ');
    }
}

fn last_line(out: &str) -> usize {
    out.rfind('\n').map_or(0, |at| at + 1)
}

/// Whether a line that holds `line` may end and go on with `rest`, all that is left of the text.
fn can_break(line: &str, rest: &str, part: Part) -> bool {
    // What a line starts with is told by its first words.
    let next = &rest[..crate::parse::floor_boundary(rest, WIDTH)];
    let written = line.trim();
    if written.is_empty()
        || written.ends_with('-')
        || next.starts_with(['-', '¶', '*', '•', '·', '=', '_', '.', '#'])
    {
        return false;
    }
    if furniture::recognize(written).is_some()
        || furniture::is_rule(written)
        || reading::is_item(next)
        || reading::is_row(written)
        || paragraph::start(next).is_some()
        || next.starts_with("PAGE ")
        || furniture::separator_at_start(next).is_some()
    {
        return false;
    }
    let first = next.split(' ').next().unwrap_or("");
    if part == Part::Body && (is_title_behind(rest) || body::is_notice(next)) {
        return false;
    }
    match part {
        Part::Head => {
            head::label::at_start(next).is_none()
                && parts::opening(next, true).is_none()
                && !starts_item(first)
                && head::caption::lookup(first).is_none()
                && head::classification::parse(next).is_none()
        }
        Part::Body => {
            head::classification::parse(next).is_none_or(|read| read.number.is_none())
                && head::caption::lookup(written).is_none()
                && head::caption::lookup(first).is_none()
                && !(first.ends_with(')') && first.len() <= 5)
                && furniture::recognize(next).is_none()
        }
    }
}

/// Whether the last words of a text would pass for a title above the next paragraph, or for a signature.
fn is_title_behind(rest: &str) -> bool {
    const LONGEST_TITLE: usize = 2 * WIDTH;
    rest.len() <= LONGEST_TITLE && body::is_title(body::without_colon(rest))
}

/// `B.`, `(B)`, `B)`, `12`: words that open an item of the head's lists at a line start.
fn starts_item(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', '[', ']', '.', ':']);
    bare.len() <= 1 || bare.bytes().all(|b| b.is_ascii_digit())
}
