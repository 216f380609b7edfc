//! Lines that machines, printers and reviewers put into a text: page lines, separators, banners, stamps, end marks.

use crate::head::classification;

/// What kind of furniture a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Furniture<'t> {
    /// `STRELSAU 00000412  001.2 OF 003`; the post and number it names.
    Separator { post: &'t str, number: u32 },
    /// `PAGE 02        STRELS  00412  02 OF 03  111533Z`.
    PageLine,
    /// A level and nothing else.
    Banner,
    /// Release stamps and handling remarks of an archive.
    Stamp,
    /// `BT`, `NNNN`, `#0092`.
    End,
}

/// Recognises furniture by a line alone; `line` is without its line end.
///
/// A banner may also be a classification line without a number: the caller knows which it wants.
/// Source: docs/format.md, "Furniture".
pub(crate) fn recognize(line: &str) -> Option<Furniture<'_>> {
    let line = line.trim_ascii();
    let bytes = line.as_bytes();
    // Nearly every line is turned away here.
    if let &[first, second, third, .., last] = bytes
        && begins_nothing(first, second, third)
        && ends_as_text(last)
    {
        return None;
    }
    let (&first, &last) = (bytes.first()?, bytes.last()?);
    let paged = last.is_ascii_digit() && ends_in_pages(bytes);
    if paged
        && first.is_ascii_alphabetic()
        && bytes.len() <= 60
        && let Some(found) = separator(line)
    {
        return Some(found);
    }
    match first {
        b'P' if is_page_line(line) => Some(Furniture::PageLine),
        b'P' | b'C' | b'S' | b'U' | b'L' | b'T' if paged && is_page_foot(line) => {
            Some(Furniture::PageLine)
        }
        b'C' | b'S' | b'U' | b'L' | b'T' if bytes.len() <= 48 && is_banner(line) => {
            Some(Furniture::Banner)
        }
        b'D' | b'M' | b'U' | b'A' | b'*' | b'S' | b'R' | b'C' | b'P' | b'T' | b'G' | b'N'
        | b'[' | b'('
            if is_stamp(line) =>
        {
            Some(Furniture::Stamp)
        }
        b'N' | b'B' | b'#' if is_end(line) => Some(Furniture::End),
        _ if last == b'Z' && bytes.len() <= 40 && is_torn_page_line(line) => {
            Some(Furniture::PageLine)
        }
        b'<' if line.contains("END OF DOCUMENT") => Some(Furniture::End),
        b'E' if bytes.len() <= 60 && is_end_of_message(line) => Some(Furniture::End),
        _ => None,
    }
}

/// Whether three signs begin nothing that [`recognize`] finds, nor a paragraph, nor a line of a wire head that stands in a
/// text, nor a level: so most lines begin, and what their first letter is cannot be predicted.
#[inline]
pub(crate) fn begins_nothing(first: u8, second: u8, third: u8) -> bool {
    let place = beginnings::place(first, second, third);
    beginnings::BEGUN[place / 64] >> (place % 64) & 1 == 0
}

/// What lines begin with that are more than text, as a bit for every three signs.
mod beginnings {
    /// What may stand first, second and third: `_` is any sign but a letter, `*` any at all. Where the second and the
    /// third is a letter its case does not count.
    const BEGINNINGS: &[(&str, &str, &str)] = &[
        ("A", "P", "P"),
        ("A", "U", "T"),
        ("C", "O", "R"),
        ("C", "HLI", "A"),
        ("C", "U", "R"),
        ("D", "A", "T"),
        ("D", "E", "CNP_"),
        ("D", "O", "C"),
        ("E", "N", "D"),
        ("G", "P", "_"),
        ("M", "A", "R"),
        ("N", "A", "R"),
        ("N", "L", "C"),
        ("N", "N", "N"),
        ("P", "A", "G"),
        ("R", "E", "LV"),
        ("S", "H", "E"),
        ("S", "A", "N"),
        ("S", "I", "P"),
        ("T", "O", "R"),
        ("U", "N", "CI"),
        ("VZ", "CZ", "*"),
        // The prosign of a routing line, once or twice.
        ("M", "M_", "*"),
        ("O", "O_", "*"),
        ("P", "P_", "*"),
        ("R", "R_", "*"),
        ("Y", "Y_", "*"),
        ("Z", "_", "*"),
        // A paragraph, `I. The King`.
        ("I", "_", "*"),
        // Levels: one letter of the next two is right, or the first stands twice, or the letters stand apart.
        ("Cc", "CON_", "*"),
        ("Cc", "*", "ON_"),
        ("Ll", "LITMDOU_", "*"),
        ("Ll", "*", "ITMDOU_"),
        ("Ss", "SECN_", "*"),
        ("Ss", "*", "ECN_"),
        ("Tt", "TOP_", "*"),
        ("Tt", "*", "OP_"),
        ("Uu", "UNC_", "*"),
        ("Uu", "*", "NC_"),
        ("_", "*", "*"),
    ];

    /// Classes of what stands second or third: the letters, and all else.
    const N_BEHIND: usize = 27;
    const BEHIND: [u8; 256] = {
        let mut classes = [26; 256];
        let mut letter = 0;
        while letter < 26 {
            classes[(b'A' + letter) as usize] = letter;
            classes[(b'a' + letter) as usize] = letter;
            letter += 1;
        }
        classes
    };

    /// Classes of what stands first: capitals, small letters, and all else.
    const N_FIRST: usize = 53;
    const FIRST: [u8; 256] = {
        let mut classes = [52; 256];
        let mut letter = 0;
        while letter < 26 {
            classes[(b'A' + letter) as usize] = letter;
            classes[(b'a' + letter) as usize] = 26 + letter;
            letter += 1;
        }
        classes
    };

    const N_PLACES: usize = N_FIRST * N_BEHIND * N_BEHIND;

    #[inline]
    pub(super) const fn place(first: u8, second: u8, third: u8) -> usize {
        let first = FIRST[first as usize] as usize;
        let second = BEHIND[second as usize] as usize;
        let third = BEHIND[third as usize] as usize;
        (first * N_BEHIND + second) * N_BEHIND + third
    }

    pub(super) static BEGUN: [u64; N_PLACES.div_ceil(64)] = {
        /// The signs, one for each class, that a set holds.
        const fn signs(set: &str) -> &[u8] {
            match set.as_bytes() {
                b"*" => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_",
                set => set,
            }
        }
        let mut begun = [0; N_PLACES.div_ceil(64)];
        let mut at = 0;
        while at < BEGINNINGS.len() {
            let (first, second, third) = BEGINNINGS[at];
            let (first, second, third) = (signs(first), signs(second), signs(third));
            let mut n = 0;
            while n < first.len() * second.len() * third.len() {
                let place = place(
                    first[n / (second.len() * third.len())],
                    second[n / third.len() % second.len()],
                    third[n % third.len()],
                );
                begun[place / 64] |= 1 << (place % 64);
                n += 1;
            }
            at += 1;
        }
        begun
    };
}

/// Whether a line ends in a sign that neither numbers nor times end in, and no blank.
#[inline]
pub(crate) fn ends_as_text(last: u8) -> bool {
    matches!(last, b'!'..=b'/' | b':'..=b'Y' | b'['..=b'~')
}

/// Whether a line ends in neither the number of pages nor the time, as every page separator and torn page line does.
pub(crate) fn ends_no_page_line(bytes: &[u8]) -> bool {
    match bytes {
        [.., b'Z'] => false,
        [.., b'0'..=b'9'] => !ends_in_pages(bytes),
        _ => true,
    }
}

/// Whether a line ends in the number of pages, `OF 003`, as separators and the feet of pages do.
fn ends_in_pages(bytes: &[u8]) -> bool {
    const MOST_DIGITS: usize = 3;
    let n = bytes
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_digit())
        .take(MOST_DIGITS + 1)
        .count();
    let before = bytes[..bytes.len() - n].trim_ascii_end();
    n <= MOST_DIGITS && matches!(before, [.., b'O' | b'o', b'F' | b'f'])
}

/// A page separator of 2005 to 2010 that fills its line.
fn separator(line: &str) -> Option<Furniture<'_>> {
    let (post, number, end) = separator_at_start(line)?;
    line[end..]
        .trim()
        .is_empty()
        .then_some(Furniture::Separator { post, number })
}

/// A page separator at the start of a line: post of up to ten characters, number of eight digits, section, page and
/// total. Gives post, number, and where the separator ends; text may stand behind it where a line end was lost.
pub(crate) fn separator_at_start(line: &str) -> Option<(&str, u32, usize)> {
    let bytes = line.as_bytes();
    let blanks = |at: usize| {
        bytes[at.min(bytes.len())..]
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count()
    };
    let digits = |at: usize| {
        bytes[at.min(bytes.len())..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let start = blanks(0);
    // Nearly every line is turned away here: the number is padded with zeros and stands near the start.
    let window = &bytes[start.min(bytes.len())..bytes.len().min(start + 24)];
    let zero = window.iter().position(|&b| b == b'0')?;
    let number_at = start
        + window[zero.saturating_sub(1)..]
            .windows(2)
            .position(|pair| pair == b"00" || pair[0] == b' ' && pair[1] == b'0')?
        + zero.saturating_sub(1);
    let number_at = number_at + blanks(number_at);
    let post = line.get(start..number_at)?.trim();
    let is_name = (2..=16).contains(&post.len())
        && post
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b" .'-/".contains(&b));
    let n_number = digits(number_at);
    if !is_name || !(6..=8).contains(&n_number) {
        return None;
    }
    let number = line[number_at..number_at + n_number].parse().ok()?;
    let mut at = number_at + n_number;
    at += blanks(at);
    let n_section = digits(at);
    if !(1..=3).contains(&n_section) {
        return None;
    }
    at += n_section;
    if bytes.get(at) == Some(&b'.') {
        at += 1 + digits(at + 1);
    }
    at += blanks(at);
    if !line
        .get(at..at + 2)
        .is_some_and(|of| of.eq_ignore_ascii_case("of"))
    {
        return None;
    }
    at += 2;
    at += blanks(at);
    let n_total = digits(at);
    (1..=3)
        .contains(&n_total)
        .then_some((post, number, at + n_total))
}

/// `PAGE 02  STRELS  00412 …`, `PAGE 001`.
fn is_page_line(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("PAGE ") else {
        return false;
    };
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return false;
    }
    let rest = rest[digits..].trim();
    rest.is_empty() && digits >= 2
        || rest.len() <= 64
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
            && !rest.bytes().any(|b| b.is_ascii_lowercase())
            && rest.bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// `STRELS 04127 01 OF 03 071545Z`: a page line torn from its `PAGE 02`, which stands on the line before or after.
fn is_torn_page_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().rev();
    let digits = |word: Option<&str>, most: std::ops::RangeInclusive<usize>| {
        word.is_some_and(|word| {
            most.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        })
    };
    if !digits(words.next().and_then(|word| word.strip_suffix('Z')), 6..=6) {
        return false;
    }
    let mut number = words.next();
    if digits(number, 2..=2) && words.next() == Some("OF") && digits(words.next(), 2..=2) {
        number = words.next();
    }
    let mut n_letters = 0;
    digits(number, 5..=6)
        && words.all(|word| {
            n_letters += word.len();
            n_letters <= 6 && word.bytes().all(|b| b.is_ascii_uppercase())
        })
}

/// `Page 1 of 3`, alone or behind the level of the page.
fn is_page_foot(line: &str) -> bool {
    if line.len() > 100 {
        return false;
    }
    // The number of pages is the last word, and OF the word before.
    let before = line
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_ascii_end();
    if !(before.ends_with("of") || before.ends_with("OF")) {
        return false;
    }
    let last = |words: &[u8]| memchr::memmem::rfind(line.as_bytes(), words);
    let Some(at) = last(b"Page ").or_else(|| last(b"PAGE ")) else {
        return false;
    };
    let (before, foot) = (line[..at].trim_ascii_end(), &line[at + 5..]);
    let Some((number, total)) = foot.split_once(" of ").or_else(|| foot.split_once(" OF ")) else {
        return false;
    };
    let is_number = |word: &str| {
        let word = word.trim_ascii();
        (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    is_number(number) && is_number(total) && (before.is_empty() || is_banner(before))
}

/// A level with its controls and nothing else.
fn is_banner(line: &str) -> bool {
    if !classification::may_begin(line.as_bytes()) {
        return false;
    }
    // No slip makes a number of a level.
    let numbered = line
        .as_bytes()
        .windows(4)
        .any(|digits| digits.iter().all(u8::is_ascii_digit));
    if numbered {
        return false;
    }
    classification::parse(line).is_some_and(|read| {
        read.number.is_none()
            && read.post.is_none()
            && read.rest.is_empty()
            && read.section.is_none()
    })
}

/// Words that a stamp begins with, beside those that need more than a beginning.
const STAMPS: &[&str] = &[
    "AUTHORITY NND",
    "Approved For Release",
    "Approved for Release: ",
    "CORRECTED COPY",
    "C O R R E C T E D",
    "Channel: n/a",
    "CHANNEL: n/a",
    "Current Class: ",
    "Current Handling: ",
    "DATE/CASE ID:",
    "DECLASSIFIED A/GIS",
    "DECLASSIFIED E.O.",
    "Date Printed: ",
    "Declassified and Approved For Release",
    "Declassified in Part",
    "Dept. of State, RPS/IPS",
    "NARA, Date ",
    "DENIED IN FULL",
    "Declassified/Released",
    // The case line, broken by a scanner.
    "Doc No. C0",
    "Margaret P. Grafeld",
    "RELEASE IN FULL",
    "RELEASE IN PART",
    // A scan lost the last letter.
    "RELEASED IN FUL",
    "RELEASED IN PART",
    "REVIEW AUTHORITY",
    "Sheryl P. Walter",
    "U.S. Department of State Case No",
    "( ) Release (",
    "[RELEASE",
    "UNCLASSIFIED U.S. Department of State",
    "UNCLASSIFIED US Department of State",
    "*** Current ",
];

fn is_stamp(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Three letters turn nearly every line away.
    let &[first, second, third, ..] = bytes else {
        return false;
    };
    if !may_be_stamp(first, second, third) {
        return false;
    }
    STAMPS
        .iter()
        .any(|stamp| stamp.as_bytes()[..2] == bytes[..2] && line.starts_with(stamp))
        || match first {
            // The reviewer classifies the copy, not the cable.
            b'C' => {
                line.starts_with("CLASSIFIED BY") && line.contains("~ Class:")
                    // The mark of an agency's release, its first half on the line before.
                    || line.starts_with("CIA-RDP") && line.len() < 36
            }
            b'U' => line == "UNITED STATES DEPARTMENT OF STATE",
            b'D' => {
                line == "DECLASSIFIED"
                    || document_number(line).is_some_and(|number| number.len() <= 24)
            }
            b'T' => line.starts_with("TOR: ") && line.len() < 32,
            b'N' => line.starts_with("NLC-") && line.len() < 32,
            b'S' => line == "SANITIZED",
            b'P' => line == "PAGE DENIED" || is_printed_page(line),
            b'G' => is_group_mark(line),
            _ => false,
        }
}

/// Whether a stamp may begin with three signs.
fn may_be_stamp(first: u8, second: u8, third: u8) -> bool {
    let behind = (second, third);
    match first {
        b'A' => matches!(behind, (b'p', b'p') | (b'U', b'T')),
        b'C' => matches!(
            behind,
            (b'O', b'R') | (b' ', _) | (b'h' | b'H' | b'L' | b'I', b'a' | b'A') | (b'u', b'r')
        ),
        b'D' => matches!(
            behind,
            (b'A' | b'a', b'T' | b't')
                | (b'E' | b'e', b'C' | b'N' | b'P' | b'c' | b'n' | b'p')
                | (b'O' | b'o', b'C' | b'c')
        ),
        b'N' => matches!(behind, (b'A', b'R') | (b'L', b'C')),
        b'M' => behind == (b'a', b'r'),
        b'R' => matches!(behind, (b'E', b'L' | b'V')),
        b'S' => matches!(behind, (b'h', b'e') | (b'A', b'N')),
        b'T' => behind == (b'O', b'R'),
        b'U' => matches!(behind, (b'.', _) | (b'N', b'I' | b'C')),
        b'P' => matches!(behind, (b'A' | b'a', b'G' | b'g')),
        b'G' => second == b'P',
        b'(' | b'*' | b'[' => true,
        _ => false,
    }
}

/// The number behind `Document Number:` or `DOC.NUMBER:` on a printed copy.
pub(crate) fn document_number(line: &str) -> Option<&str> {
    let number = ["Document Number:", "DOC_NUMBER:", "DOC.NUMBER:"]
        .iter()
        .find_map(|label| line.strip_prefix(label))?
        .trim();
    number.bytes().any(|b| b.is_ascii_digit()).then_some(number)
}

/// `Page: 1`, `Page - 1`: the page of a printed copy.
fn is_printed_page(line: &str) -> bool {
    line.strip_prefix("Page: ")
        .or_else(|| line.strip_prefix("Page - "))
        .is_some_and(|page| page.len() <= 3 && page.bytes().all(|b| b.is_ascii_digit()))
}

/// `GP-3`: the downgrading group of the years to 1972, above the signature.
fn is_group_mark(line: &str) -> bool {
    matches!(line.as_bytes(), [b'G', b'P', b'-', b'1'..=b'4'])
}

fn is_end(line: &str) -> bool {
    let bytes = line.as_bytes();
    line == "BT"
        || (3..=5).contains(&bytes.len()) && bytes.iter().all(|&b| b == b'N')
        || line.starts_with("NNNN") && bytes.len() <= 16 && bytes.iter().all(u8::is_ascii_uppercase)
        || (5..=7).contains(&bytes.len())
            && bytes[0] == b'#'
            && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// `END OF MESSAGE         CONFIDENTIAL`, as other agencies' printers put it.
fn is_end_of_message(line: &str) -> bool {
    line.strip_prefix("END OF MESSAGE").is_some_and(|level| {
        let level = level.trim_ascii();
        level.is_empty() || is_banner(level)
    })
}

/// A rule: three or more of the same sign, perhaps with one gap where the line was wrapped by a relay.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim_ascii();
    let bytes = line.as_bytes();
    let Some(&sign) = bytes.first() else {
        return false;
    };
    if !matches!(sign, b'-' | b'=' | b'_' | b'*' | b'~' | b'#') || bytes.len() < 3 {
        return false;
    }
    // Nearly every rule is a row of one sign.
    if bytes.iter().fold(0, |other, byte| other | byte ^ sign) == 0 {
        return true;
    }
    // `- - - - -`
    let apart = bytes
        .chunks(2)
        .all(|pair| pair[0] == sign && pair.get(1).is_none_or(|b| *b == b' '));
    if apart && bytes.len() >= 5 {
        return true;
    }
    let mut n_gaps = 0;
    let mut previous = sign;
    for &byte in bytes {
        if byte == b' ' {
            n_gaps += usize::from(previous != b' ');
        } else if byte != sign {
            return false;
        }
        previous = byte;
    }
    n_gaps == 0
        // `- - - -  - - -`
        || n_gaps >= 7 && bytes.len() >= 15
        || n_gaps <= 2 && bytes.len() >= 40
        || bytes.iter().all(|b| *b == b' ' || *b == b'*')
}

/// A line that drafters and teleprinters put for a blank one.
pub(crate) fn is_blank(line: &str) -> bool {
    // Nearly every line has a letter or digit close to its start.
    let said = |b: u8| b.is_ascii_alphanumeric() || b == b'(';
    let Some(&first) = line.as_bytes().first() else {
        return true;
    };
    if said(first) {
        return false;
    }
    let Some(at) = line.bytes().position(|b| !matches!(b, b' ' | b'\t')) else {
        return true;
    };
    // Two signs that can be seen stand for no blank line, but for the quotation marks.
    let rest = &line.as_bytes()[at..];
    let shown = |at: usize| rest.get(at).is_some_and(u8::is_ascii_graphic);
    if said(rest[0]) || rest[0] != b'"' && shown(0) && shown(1) {
        return false;
    }
    let line = line.trim_matches(crate::flow::is_blank);
    line.is_empty() || matches!(line, "-" | "." | "¿" | "\"\"\"" | "¶")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stamp_may_be_one() {
        for stamp in STAMPS {
            let &[first, second, third, ..] = stamp.as_bytes() else {
                panic!("{stamp}");
            };
            assert!(may_be_stamp(first, second, third), "{stamp}");
        }
    }

    #[test]
    fn every_stamp_is_recognized() {
        for stamp in STAMPS {
            assert!(is_stamp(stamp), "{stamp}");
            let [first, second, third, ..] = *stamp.as_bytes() else {
                unreachable!("stamps are words");
            };
            assert!(!begins_nothing(first, second, third), "{stamp}");
        }
    }

    #[test]
    fn furniture() {
        for line in [
            "STRELSAU 00000412  001.2 OF 003",
            "NEW HENTZA 00002230  002 OF 003",
            "Strelsau 00002230  002 of 003",
            "PAGE 02        STRELS  03759  01 OF 03  111533Z",
            "PAGE 01",
            "CONFIDENTIAL",
            "                 SECRET",
            "LIMITED OFFICIAL USE",
            "Page 2 of 3",
            "                    UNCLASSIFIED                Page 1 of 1",
            "GP-3",
            "STRELS 04127 071545Z",
            "STRELS 04127 01 OF 03 071545Z",
            "023857 270109Z",
            "UNITED STATES DEPARTMENT OF STATE",
            "Document Number: 1993STATE023857",
            "Page: 2",
            "Page - 1",
            "CIA-RDP83-00586R000300260020-1",
            "TOR: 150822Z MAR 85",
            "U.S. Department of State Case No. F-2014-20439",
            "NNNN",
            "#0092",
            "BT",
        ] {
            assert!(recognize(line).is_some(), "{line}");
        }
        for line in [
            "C O N F I D E N T I A L STRELSAU 000092",
            "PAGE 3 of the report says",
            "SECRETARY",
            "RELEASE OF THE KING",
            "IN 2006, 12 OF 15",
            "",
            "NNN OF THEM",
            "Page 2 of 3 of the note",
            "SECRETARIES: Page 2 of 3",
            "GP-5",
            "STRELSAU AND ZENDA 04127 071545Z",
            "071545Z",
            "Document Number: none",
            "THE UNITED STATES DEPARTMENT OF STATE",
        ] {
            assert!(recognize(line).is_none(), "{line}");
        }
    }

    #[test]
    fn rules() {
        for line in [
            "---",
            "==========",
            "--------------------------------------------- -------------",
            "* * *",
        ] {
            assert!(is_rule(line), "{line}");
        }
        for line in ["--", "-", "-- The King", "--- ---", ""] {
            assert!(!is_rule(line), "{line}");
        }
    }
}
