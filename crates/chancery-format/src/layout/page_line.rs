//! Page lines of the 1970s that lost their line ends and stand inside a sentence.

use super::{Piece, part};
use crate::Span;
use crate::flow::trim;
use crate::head::label;
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

/// Levels that stood above a page line, the longest first.
const LEVELS: [&str; 4] = [
    "LIMITED OFFICIAL USE",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "SECRET",
];

/// Parts `CONFIDENTIAL PAGE 02 STRELS 00731 071545Z` from the words around it. A page line that is its whole line is
/// left to the passes behind.
pub(super) fn mark(text: &str, lines: &mut Vec<Line>, rare: &Rare) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    // What is asked of a line is asked once, however many page lines stand on it.
    let mut asked = (usize::MAX, 0, false);
    for at in rare.of(Word::Page) {
        let Some(end) = end_of(text, at) else {
            continue;
        };
        let index = lines.partition_point(|line| line.span.end as usize <= at);
        let content = lines[index].content();
        if asked.0 != index {
            let written = trim(text, content);
            // In TAGS it follows a list that was cut and begins anew: the field's own parser knows.
            let in_tags = label::at_start(written.of(text))
                .is_some_and(|found| found.label == label::Label::Tags);
            asked = (index, written.start as usize, in_tags);
        }
        let (_, first, in_tags) = asked;
        let line_end = content.end as usize;
        if in_tags || end > line_end {
            continue;
        }
        let start = start_of(text, at, (content.start as usize).max(from));
        if start > first || !text[end..line_end].trim_start().is_empty() {
            pieces.push(Piece {
                span: Span::new(start, end),
                kind: LineKind::Furniture,
            });
            from = end;
        }
    }
    part(lines, &pieces);
}

/// Where the levels above the page line begin.
fn start_of(text: &str, at: usize, from: usize) -> usize {
    let mut start = at;
    // The foot of one page and the head of the next.
    for _ in 0..2 {
        let before = text[from..start].trim_end_matches([' ', '\t']);
        let Some(rest) = LEVELS.iter().find_map(|level| before.strip_suffix(level)) else {
            break;
        };
        if !rest.is_empty() && !rest.ends_with([' ', '\t']) {
            break;
        }
        start = from + rest.len();
    }
    start
}

/// Where the page line at `at` ends: page, post cut to six letters, number, section, time of filing.
fn end_of(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 80;
    let window = &text[at..crate::parse::floor_boundary(text, at + LONGEST)];
    let mut words = window.split_ascii_whitespace().skip(1);
    let digits = |word: &str, counts: &[usize]| {
        counts.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.next().filter(|word| digits(word, &[2]))?;
    // `NEW DE` has a blank; the number ends the name.
    let mut n_letters = 0;
    let mut last = loop {
        let word = words.next()?;
        if digits(word, &[5, 6]) {
            break word;
        }
        n_letters += word.len();
        if n_letters > 6 || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
    };
    if n_letters < 3 {
        return None;
    }
    let mut ahead = words.clone();
    if let (Some(number), Some("OF"), Some(total)) = (ahead.next(), ahead.next(), ahead.next())
        && digits(number, &[2])
        && digits(total, &[2])
    {
        last = total;
        words = ahead;
    }
    if let Some(time) = words.next() {
        if digits(time, &[6]) {
            last = words.next().filter(|zone| *zone == "Z").unwrap_or(time);
        } else if time
            // A scan reads the zone letter as a 2.
            .strip_suffix(['Z', '2'])
            .is_some_and(|time| digits(time, &[6]))
        {
            last = time;
        }
    }
    Some(last.as_ptr() as usize - text.as_ptr() as usize + last.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, bool)]) {
        let mut lines = crate::line::split(text);
        mark(text, &mut lines, &Rare::find(text));
        let found: Vec<(&str, bool)> = lines
            .iter()
            .map(|line| (line.content().of(text), line.kind == LineKind::Furniture))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn inside_a_line() {
        check(
            "THE MINISTER CONFIDENTIAL CONFIDENTIAL PAGE 02 STRELS 04127 071545 Z AGREED\n",
            &[
                ("THE MINISTER ", false),
                (
                    "CONFIDENTIAL CONFIDENTIAL PAGE 02 STRELS 04127 071545 Z",
                    true,
                ),
                (" AGREED", false),
            ],
        );
        check(
            "HE PAGE 02 NEW DE 04127 01 OF 02 071545Z LEFT",
            &[
                ("HE ", false),
                ("PAGE 02 NEW DE 04127 01 OF 02 071545Z", true),
                (" LEFT", false),
            ],
        );
        check(
            "PAGE 02  STRELS  04127  071545Z",
            &[("PAGE 02  STRELS  04127  071545Z", false)],
        );
        check("SEE PAGE 02 OF 15000", &[("SEE PAGE 02 OF 15000", false)]);
        check("SEE PAGE 2 É", &[("SEE PAGE 2 É", false)]);
        check("PAGE ", &[("PAGE ", false)]);
    }
}
