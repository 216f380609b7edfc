//! Release stamps of the review of 1973 to 1979 records, alone or run into the text around them.

use super::{Piece, part};
use crate::Span;
use crate::line::{Line, LineKind};
use crate::rare::{Rare, Word};

/// The word every stamp begins with, its name apart; copies that lost their signs have a blank for the slash.
const WORD: &str = "Declassified";
/// Names that stand before it.
const NAMES: [&str; 4] = [
    "Margaret P. Grafeld",
    "Margaret P Grafeld",
    "Sheryl P. Walter",
    "Sheryl P Walter",
];
/// The longest stamp, name and date included, blanks counted generously.
const LONGEST: usize = 160;

/// Parts stamps from the lines they stand on and marks them as furniture.
///
/// Six texts are known; they are matched loosely, without regard to blanks and commas between their words.
/// Source: docs/format.md, "Furniture".
pub(super) fn mark(text: &str, lines: &mut Vec<Line>, rare: &Rare) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for at in rare.of(Word::Released) {
        let Some(span) = extent(text, at, from) else {
            continue;
        };
        from = span.end as usize;
        pieces.push(Piece {
            span,
            kind: LineKind::Furniture,
        });
    }
    part(lines, &pieces);
}

/// Where the stamp around its first word at `at` starts and ends; it does not start before `from`.
fn extent(text: &str, at: usize, from: usize) -> Option<Span> {
    let slash = text[at + WORD.len()..].starts_with("/Released");
    if !slash && !text[at + WORD.len()..].starts_with(" Released US Department") {
        return None;
    }
    let before = text[from..at].trim_end_matches([' ', '\t']);
    let start = NAMES
        .iter()
        .find_map(|name| before.strip_suffix(name))
        .map_or(at, |before| from + before.len());
    let mut reader = Reader {
        text: &text[..crate::parse::floor_boundary(text, at + LONGEST)],
        at: at + WORD.len() + "/Released".len(),
    };
    for word in [
        "US",
        "Department",
        "of",
        "State",
        "EO",
        "Systematic",
        "Review",
    ] {
        if !reader.word(word) {
            return Some(Span::new(start, reader.at));
        }
    }
    reader.date();
    Some(Span::new(start, reader.at))
}

/// Steps over words; what does not fit is not stepped over.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    /// The rest of the text behind blanks.
    fn ahead(&self) -> &'t str {
        self.text[self.at..].trim_start_matches([' ', '\t', ',', '.'])
    }

    fn word(&mut self, word: &str) -> bool {
        let ahead = self.ahead();
        let fits = ahead
            .get(..word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word));
        if fits {
            self.at = self.text.len() - ahead.len() + word.len();
        }
        fits
    }

    /// `30 JUN 2005`.
    fn date(&mut self) {
        let ahead = self.ahead();
        let mut rest = ahead;
        for (longest, is_part) in [
            (2, u8::is_ascii_digit as fn(&u8) -> bool),
            (3, u8::is_ascii_alphabetic),
            (4, u8::is_ascii_digit),
        ] {
            rest = rest.trim_start_matches([' ', '\t']);
            let n = rest.bytes().take(longest).take_while(is_part).count();
            if n == 0 {
                return;
            }
            rest = &rest[n..];
        }
        self.at = self.text.len() - rest.len();
    }
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
        let joined: String = lines.iter().map(|line| line.span.of(text)).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn alone_and_fused() {
        let stamp = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 04 MAY 2006";
        check(stamp, &[(stamp, true)]);
        check(
            &format!("THE ROOF IS{stamp}{stamp} PAID FOR.\n"),
            &[
                ("THE ROOF IS", false),
                (stamp, true),
                (stamp, true),
                (" PAID FOR.", false),
            ],
        );
        check(
            "KING\tDeclassified/Released \tUS Department of State \tEO Systematic Review \t22May 2009KING\r\n",
            &[
                ("KING\t", false),
                (
                    "Declassified/Released \tUS Department of State \tEO Systematic Review \t22May 2009",
                    true,
                ),
                ("KING", false),
            ],
        );
        check("Declassified/Released", &[("Declassified/Released", true)]);
        check(
            "Declassified/Released É",
            &[("Declassified/Released", true), (" É", false)],
        );
        check(
            "Sheryl P Walter Declassified Released US Department of State EO Systematic Review 20 Mar 2014 HE",
            &[
                (
                    "Sheryl P Walter Declassified Released US Department of State EO Systematic Review 20 Mar 2014",
                    true,
                ),
                (" HE", false),
            ],
        );
        check("DECLASSIFIED", &[("DECLASSIFIED", false)]);
        check("Declassified", &[("Declassified", false)]);
    }
}
