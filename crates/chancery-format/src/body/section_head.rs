//! The machine head of a further section: what stands between its page line and its classification line.
//!
//! Long telegrams of the 1970s were sent in sections, each with its own page lines, distribution list and wire head.
//! In a record they follow each other, and the head of the second cuts through a sentence of the first.
//! Source: docs/format.md, "Sections".

use crate::furniture::{self, Furniture};
use crate::head::{self, addressee, classification, date_time_group, officer};
use crate::line::{Line, LineKind};

/// Lines of one such head; a copy list of a hundred offices fits.
const MOST_LINES: usize = 80;

/// What the lines being read belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Nothing,
    Distribution,
    Addressees,
}

/// Where the head ends that begins behind the page line at `index`; `None` where text follows it.
///
/// It ends with its last certain line, at the classification line at the latest: that one is known by its number.
pub(super) fn end(text: &str, lines: &[Line], index: usize) -> Option<usize> {
    let mut part = Part::Nothing;
    let mut end = None;
    for at in (index + 1..lines.len()).take(MOST_LINES) {
        let written = lines[at].content().of(text);
        let trimmed = written.trim();
        if furniture::is_blank(written) {
            continue;
        }
        match furniture::recognize(written) {
            // The top of the next page: whether a head follows is asked there again.
            Some(Furniture::PageLine) => break,
            Some(Furniture::Banner | Furniture::Stamp) => continue,
            _ if lines[at].kind == LineKind::Furniture => continue,
            _ => {}
        }
        let is_route = end.is_none()
            && trimmed.len() <= 3
            && trimmed.bytes().all(|byte| byte.is_ascii_digit());
        if is_route {
            continue;
        }
        if head::is_distribution(trimmed)
            || part == Part::Distribution
                && (head::is_distribution_continuation(trimmed) || officer::continues(trimmed))
            || is_drafting(trimmed)
        {
            part = Part::Distribution;
        } else if trimmed.len() <= 60
            && date_time_group::parse(written, 0, None, &mut Vec::new()).is_some()
            || trimmed.starts_with("FM ")
        {
            part = Part::Nothing;
        } else if trimmed.starts_with("TO ") || trimmed.starts_with("INFO ") {
            // In the middle of a text these words alone tell nothing.
            if end.is_none() {
                break;
            }
            part = Part::Addressees;
        } else if classification::parse(trimmed).is_some_and(|read| read.number.is_some())
            || !(part == Part::Addressees && addressee::is_address_line(trimmed))
        {
            break;
        }
        end = Some(at + 1);
    }
    end
}

fn is_drafting(line: &str) -> bool {
    line.starts_with("DRAFTED BY ") || line.starts_with("APPROVED BY ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<usize>) {
        let lines = crate::line::split(text);
        assert_eq!(end(text, &lines, 0), expected, "{text}");
    }

    #[test]
    fn heads() {
        check(
            "PAGE 01  STRELS  00931  02 OF 02  121604Z\n\n51\nACTION EUR-12\n\nINFO  OCT-01  ISO-00\n      EB-07  /020 W\n    ------------- 091377\nR 121302Z MAR 76\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 1105\nINFO AMEMBASSY VIENNA\nAMCONSUL ZENDA\nC O N F I D E N T I A L SECTION 2 OF 2 STRELSAU 0931\n",
            Some(13),
        );
        check("PAGE 02  STRELS  00931  121604Z\n\nTHE KING LEFT.\n", None);
        check("PAGE 02  STRELS  00931  121604Z\nTO ZENDA HE WENT.\n", None);
        check(
            "PAGE 02  STRELS  00931  121604Z\n51\nHORSES WERE SOLD.\n",
            None,
        );
        check("PAGE 02  STRELS  00931  121604Z\n", None);
    }
}
