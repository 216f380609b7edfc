//! The machine head of a further section: what stands between its page line and its classification line.
//!
//! Long telegrams of the 1970s were sent in sections, each with its own page lines, distribution list and wire head.
//! In a record they follow each other, and the head of the second cuts through a sentence of the first.
//! Source: docs/format.md, "Sections".

use crate::furniture::{self, Furniture};
use crate::head::{self, addressee, classification, date_time_group, officer, transmission};
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
            Some(Furniture::PageLine) if trimmed.starts_with("PAGE") => break,
            // The second half of a page line in two lines is `PageLine` too.
            Some(Furniture::PageLine | Furniture::Banner | Furniture::Stamp) => continue,
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

/// Where the wire head of a further section ends that begins with the routing or identification line at `index`.
///
/// In the 1980s each section was sent with the whole of it, from the routing line to BT.
pub(super) fn wire_end(text: &str, lines: &[Line], index: usize) -> Option<usize> {
    const LONGEST_LINE: usize = 120;
    const FARTHEST_STATION: usize = 4;
    let is_station = |line: &str| line.starts_with("DE ") && transmission::is_station_line(line);
    let first = lines[index].content().of(text).trim_ascii();
    let begins = match first.as_bytes() {
        _ if first.len() > LONGEST_LINE => false,
        [b'V' | b'Z', b'C' | b'Z', ..] => transmission::is_id_line(first),
        [b'O' | b'P' | b'R' | b'Z' | b'Y' | b'M', ..] => transmission::is_routing_line(first),
        [b'D', b'E', b' ', ..] => is_station(first),
        _ => false,
    };
    if !begins {
        return None;
    }
    let (mut station, mut sender, mut addressees) = (false, false, false);
    let mut end = index + 1;
    for at in (index..lines.len()).take(MOST_LINES) {
        let written = lines[at].content().of(text);
        let line = written.trim_ascii();
        if furniture::is_blank(written) || at == index && !is_station(line) {
            continue;
        }
        // The text head tells its own lines by the number in its first.
        if !station && at > index + FARTHEST_STATION
            || sender && classification::parse(line).is_some_and(|read| read.number.is_some())
        {
            break;
        }
        if line == "BT" && sender {
            end = at + 1;
            break;
        }
        let is_time = || {
            line.len() <= 60 && date_time_group::parse(written, 0, None, &mut Vec::new()).is_some()
        };
        if is_station(line) {
            station = true;
        } else if station && line.starts_with("FM ") {
            sender = true;
        } else if sender && (line.starts_with("TO ") || line.starts_with("INFO ")) {
            addressees = true;
        } else if !(transmission::is_security_line(line)
            || transmission::is_routing_line(line)
            || addressees && addressee::is_address_line(line)
            || station && is_time())
        {
            break;
        }
        end = at + 1;
    }
    sender.then_some(end)
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
    fn wire_heads() {
        let check = |text: &str, expected: Option<usize>| {
            let lines = crate::line::split(text);
            assert_eq!(wire_end(text, &lines, 0), expected, "{text}");
        };
        check(
            "OO RUEHC\nDE RUEHSR #0931/02 0741531\nZNY CCCCC ZZH\nO R 151520Z MAR 85\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 4412\nINFO RUEHZN/AMCONSUL ZENDA 2202\nRUEHGR/AMEMBASSY EDELWEISS 0913\nBT\nC O N F I D E N T I A L SECTION 02 OF 02 STRELSAU 00931\n",
            Some(9),
        );
        check(
            "OO RUEHC\nDE RUEHSR #0931/02 0741531\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 4412\nC O N F I D E N T I A L SECTION 02 OF 02 STRELSAU 00931\n",
            Some(4),
        );
        check("OO RUEHC\nTHE KING LEFT.\n", None);
        check("DE FACTO THE KING RULES.\nFM RADIO\n", None);
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
