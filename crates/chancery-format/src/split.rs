//! Several telegrams in one file: where each begins.
//!
//! Files of circuits, of printers and of people hold telegrams one behind the other. A new one begins with lines of a
//! head of its own. It must name another cable than the one before, by post and number or by its date-time group:
//! further sections and second copies of a head name the same. A telegram that another quotes or repeats stays with it.
//! Source: docs/format.md, "Several telegrams in one file".

use std::ops::Range;

use crate::furniture::{self, Furniture};
use crate::head::classification;

/// Splits a source into its telegrams: ranges of bytes that tile it, one for each. A source of a single cable, and one
/// of none, gives one range.
///
/// Read each part with [`crate::read`]. What is not in ASCII or an encoding that contains it is not split. Lines above
/// the first telegram belong to it, lines below one to the one above them. Cost grows with the length.
///
/// ```
/// let text = "\
/// R 081540Z OCT 06
/// FM AMEMBASSY STRELSAU
/// TO SECSTATE WASHDC
/// UNCLAS STRELSAU 000731
/// 1. The King is ill.
/// NNNN
/// R 091540Z OCT 06
/// FM AMEMBASSY STRELSAU
/// TO SECSTATE WASHDC
/// UNCLAS STRELSAU 000732
/// 1. The King is well.
/// ";
/// let parts = chancery_format::split(text.as_bytes());
/// assert_eq!(parts.len(), 2);
/// assert!(text[parts[1].clone()].starts_with("R 091540Z"));
/// ```
pub fn split(source: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut begun = 0;
    let mut walk = Walk::new(source);
    while let Some(at) = walk.next_part() {
        parts.push(begun..at);
        begun = at;
    }
    // What a wrapper holds is one cable, except mail, whose head stands in each part.
    if !parts.is_empty() && is_wrapped(source) {
        parts.clear();
        begun = 0;
    }
    parts.push(begun..source.len());
    parts
}

/// Pages and tables of archives.
fn is_wrapped(source: &[u8]) -> bool {
    const ENOUGH_BYTES: usize = 4_000;
    let first = &source[..source.len().min(ENOUGH_BYTES)];
    let has = |words: &str| memchr::memmem::find(first, words.as_bytes()).is_some();
    let start = first.trim_ascii_start();
    start.starts_with(b"<")
        || start.starts_with(b"\"") && has("\",\"")
        || has("Viewing cable ")
        || has("BEGIN PGP PUBLIC KEY")
        || has("Identifier") && has("Cable title:")
        || first.contains(&0)
}

/// Lines of a head that are looked at for what names its cable.
const HEAD_LINES: usize = 80;
/// Bytes of a line that are looked at.
const LINE_BYTES: usize = 160;
/// Lines above a head among which a quotation is opened.
const QUOTED_LINES: usize = 3;

/// What names the cable of a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Name {
    /// Letters of the post, and the number.
    number: Option<(String, u32)>,
    /// `081540` and `OCT06`.
    group: Option<(String, String)>,
    /// An originator stands in the head, or the offices that got copies.
    sent: bool,
    /// The first text of a body was met.
    ended: bool,
}

impl Name {
    fn is_known(&self) -> bool {
        self.number.is_some() || self.group.is_some()
    }

    /// Whether both name the same cable, or too little is known of them.
    fn may_be(&self, other: &Name) -> bool {
        let year = |name: &Name| {
            let (_, date) = name.group.as_ref()?;
            date.get(3..5).map(str::to_owned)
        };
        let other_year = year(self)
            .zip(year(other))
            .is_some_and(|(own, other)| own != other);
        let number = self
            .number
            .as_ref()
            .zip(other.number.as_ref())
            .map(|((post, number), (other, n))| (alike(post, other), number == n));
        let group = self
            .group
            .as_ref()
            .zip(other.group.as_ref())
            .map(|(own, other)| own == other);
        match (number, group) {
            // Sections of one cable leave at different minutes.
            (Some((true, true)), _) => !other_year,
            (Some((true, false)), group) => group == Some(true),
            // Two posts may send in one minute.
            (Some((false, _)), _) => false,
            (None, Some(same)) => same,
            (None, None) => true,
        }
    }
}

/// Whether two names of a post may be one: page lines cut them to six letters.
fn alike(one: &str, other: &str) -> bool {
    const LETTERS: usize = 4;
    let n = one.len().min(other.len()).min(LETTERS);
    one.as_bytes()[..n] == other.as_bytes()[..n]
}

/// Why a line may begin a telegram.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `VZCZC…`, `ZCZC`.
    Transmission,
    /// `PAGE 01 STRELS 04127`.
    FirstPage,
    /// `MRN:`.
    Smart,
    /// `R 081540Z OCT 06`.
    Group,
    /// `FM`, or a level with post and number: only behind the end of another telegram.
    Weak,
    /// `From:`.
    Mail,
}

struct Walk<'s> {
    source: &'s [u8],
    /// Where the next line starts.
    at: usize,
    /// The cable of the part at hand.
    name: Name,
    /// A mark of the end stood above, and no text since.
    ended: bool,
    /// Where lines begin that stand right above and belong to a head, and whether the first of them is a banner, as
    /// may also end the telegram before.
    above: Option<(usize, bool)>,
    /// The document number of the last page line of a released copy.
    document: Option<&'s [u8]>,
    /// The last lines with text.
    last: [Range<usize>; QUOTED_LINES],
    /// No head was looked for up to here: these lines belong to one.
    passed: usize,
}

impl<'s> Walk<'s> {
    fn new(source: &'s [u8]) -> Walk<'s> {
        Walk {
            source,
            at: 0,
            name: Name::default(),
            ended: false,
            above: None,
            document: None,
            last: std::array::from_fn(|_| 0..0),
            passed: 0,
        }
    }

    /// Where the next telegram but the first begins.
    fn next_part(&mut self) -> Option<usize> {
        while self.at < self.source.len() {
            let start = self.at;
            let line = line_at(self.source, start);
            self.at = line.end;
            let written = trimmed(&self.source[line.clone()]);
            let Some(&first) = written.first() else {
                if self.source[line.clone()].contains(&b'\x0C') {
                    self.above = Some((start, false));
                }
                continue;
            };
            if start >= self.passed
                && let Some(found) = self.head(start, first, written)
            {
                return Some(found);
            }
            self.note(start, written);
        }
        None
    }

    /// Where a telegram begins whose head has this line.
    fn head(&mut self, start: usize, first: u8, written: &[u8]) -> Option<usize> {
        let sign = sign(first, written, self.ended)?;
        // `NNNNVZCZC…`: one ends and the next begins on a line.
        self.ended |= is_hard_end(written);
        let (name, end) = name_of_head(self.source, start, sign);
        let real = match sign {
            Sign::Transmission | Sign::Weak => name.is_known(),
            Sign::FirstPage | Sign::Group => name.sent && name.is_known(),
            Sign::Smart => name.number.is_some(),
            Sign::Mail => name.sent && name.group.is_some(),
        };
        if !real {
            return None;
        }
        self.passed = end;
        if !self.name.is_known() && !self.ended {
            // The first telegram, below whatever stands above it.
            self.name = name;
            return None;
        }
        if (self.name.is_known() || !self.ended) && self.name.may_be(&name) {
            // A further section, or the head once more, may say more.
            if self.name.number.is_none() {
                self.name.number = name.number;
            }
            if self.name.group.is_none() {
                self.name.group = name.group;
            }
            return None;
        }
        if !self.ended && self.is_quoted() {
            return None;
        }
        self.name = name;
        let begun = self.above.take().map_or(start, |(above, _)| above);
        self.ended = false;
        // Nothing stands before it.
        if self.source[..begun].trim_ascii().is_empty() {
            return None;
        }
        self.last = std::array::from_fn(|_| 0..0);
        Some(begun)
    }

    /// Whether the lines above lead to the text of another telegram.
    fn is_quoted(&self) -> bool {
        const WORDS: [&str; 12] = [
            "QUOTE",
            "QTE",
            "REPEAT",
            "FOLLOWING",
            "FOLLOWS",
            "FOL ",
            "FOLL ",
            "BEGIN TEXT",
            "TEXT OF",
            "RPTD",
            "RETRANSMI",
            "READS",
        ];
        self.last.iter().any(|line| {
            let line = &self.source[line.clone()];
            let line = &line[..line.len().min(LINE_BYTES)];
            let upper = line.to_ascii_uppercase();
            memchr::memmem::find(&upper, b"UNQUOTE").is_none()
                && WORDS
                    .iter()
                    .any(|word| memchr::memmem::find(&upper, word.as_bytes()).is_some())
        })
    }

    fn note(&mut self, start: usize, written: &'s [u8]) {
        const BANNER_BYTES: usize = 48;
        match written[0] {
            b'N' if is_hard_end(written) => {
                self.ended = true;
                self.above = None;
                return;
            }
            b'C' | b'S' | b'U' | b'L' | b'T'
                if written.len() <= BANNER_BYTES && is_banner(written) =>
            {
                if self.above.is_none_or(|(_, is_banner)| is_banner) {
                    self.above = Some((start, true));
                }
                return;
            }
            b'M' if written == b"Message Text" => {
                self.above = Some((start, false));
                return;
            }
            b'U' if let Some(document) = document_of(written) => {
                // The first page of a document; at the foot of a page stands the number of the one above.
                if self.document.is_some_and(|last| last != document) {
                    self.above = Some((start, false));
                }
                self.document = Some(document);
                return;
            }
            b'R' if written.starts_with(b"RELEASE IN ") => return,
            // Below the banner of a message from 2009 on.
            b'S' if written == b"SBU" => return,
            first if is_wire(first, written) => {
                self.above.get_or_insert((start, false));
                return;
            }
            _ => {}
        }
        self.above = None;
        self.ended = false;
        self.last.rotate_left(1);
        self.last[QUOTED_LINES - 1] = start..start + written.len().min(LINE_BYTES);
    }
}

fn is_banner(written: &[u8]) -> bool {
    std::str::from_utf8(written)
        .is_ok_and(|line| furniture::recognize(line) == Some(Furniture::Banner))
}

/// Lines of a transmission above the date-time group: `RR RUEHC`, `DE RUEHSU #0055 0190905`, `ZNR UUUUU ZZH`.
fn is_wire(first: u8, written: &[u8]) -> bool {
    match first {
        b'D' => written.starts_with(b"DE RU"),
        b'Z' => written.starts_with(b"ZN"),
        b'P' | b'R' | b'O' => written.get(1) == Some(&first) && written.get(2..5) == Some(b" RU"),
        _ => false,
    }
}

/// `C05771875` in the page line of a released copy.
fn document_of(written: &[u8]) -> Option<&[u8]> {
    let line = &written[..written.len().min(LINE_BYTES)];
    let at = memchr::memmem::find(line, b"Doc No")? + "Doc No".len();
    let rest = line[at..].trim_ascii_start();
    let rest = rest.strip_prefix(b".").unwrap_or(rest).trim_ascii_start();
    let n = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    (n >= 6).then(|| &rest[..n])
}

/// `NNNN`, alone or run into the next start; `BT` and `#0412` stand inside a transmission.
fn is_hard_end(written: &[u8]) -> bool {
    written.starts_with(b"NNN")
}

/// The line that starts at `at`, with its end.
fn line_at(source: &[u8], at: usize) -> Range<usize> {
    let rest = &source[at..];
    match memchr::memchr2(b'\n', b'\r', rest) {
        Some(n) => at..at + n + 1,
        None => at..source.len(),
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii();
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)
}

/// Whether a line may begin a telegram, by its first bytes.
fn sign(first: u8, written: &[u8], ended: bool) -> Option<Sign> {
    let found = match first {
        b'V' | b'Z' | b'N' if is_transmission(written) => Sign::Transmission,
        b'P' if written.starts_with(b"PAGE 01 ") || written.starts_with(b"PAGE 001 ") => {
            Sign::FirstPage
        }
        b'P' | b'R' | b'O' | b'Z' | b'Y' if written.len() <= 60 && group_of(written).is_some() => {
            Sign::Group
        }
        b'M' if written.starts_with(b"MRN:") => Sign::Smart,
        b'F' if written.starts_with(b"From:") => Sign::Mail,
        b'F' if ended && written.starts_with(b"FM ") => Sign::Weak,
        b'C' | b'S' | b'U' | b'L' | b'T' if ended && number_of(written).is_some() => Sign::Weak,
        _ => return None,
    };
    Some(found)
}

fn is_transmission(written: &[u8]) -> bool {
    const LONGEST: usize = 40;
    written.len() <= LONGEST
        && (written.starts_with(b"VZCZC")
            || written.starts_with(b"ZCZC")
            || written.starts_with(b"NNNN") && memchr::memmem::find(written, b"ZCZC").is_some())
}

/// What names the cable whose head starts at `start`, and where the lines that say it end.
fn name_of_head(source: &[u8], start: usize, sign: Sign) -> (Name, usize) {
    let mut name = Name::default();
    let mut at = start;
    let mut end = start;
    for n in 0..HEAD_LINES {
        if at >= source.len() {
            break;
        }
        let line = line_at(source, at);
        let written = trimmed(&source[line.clone()]);
        at = line.end;
        let written = &written[..written.len().min(LINE_BYTES)];
        let Some(&first) = written.first() else {
            continue;
        };
        // Another telegram begins.
        if n > 0 && (is_hard_end(written) || is_transmission(written)) {
            break;
        }
        let before = (name.number.is_some(), name.group.is_some(), name.sent);
        match first {
            b'P' if written.starts_with(b"PAGE 0") && name.number.is_none() => {
                name.number = page_number(written);
            }
            b'M' if written.starts_with(b"MRN:") => {
                name.number = smart_number(&written[4..]);
                name.sent = true;
            }
            b'F' if written.starts_with(b"FM ") => name.sent = true,
            b'A' | b'O' if written.starts_with(b"ACTION ") || written.starts_with(b"ORIGIN ") => {
                name.sent = true;
            }
            // A paragraph: the head is over.
            b'1' if written.starts_with(b"1.") => break,
            b'S' if written.starts_with(b"SUBJ") => {
                end = at;
                break;
            }
            _ if name.group.is_none()
                && matches!(first, b'P' | b'R' | b'O' | b'Z' | b'Y' | b'0'..=b'9' | b'D') =>
            {
                name.group = group_of(written);
            }
            _ => {}
        }
        // The number of a page line names the cable as well; that of the level's line names the post in full.
        if matches!(first, b'C' | b'S' | b'U' | b'L' | b'T')
            && sign != Sign::Smart
            && let Some(number) = number_of(written)
        {
            name.number.get_or_insert(number);
            end = at;
            break;
        }
        if before != (name.number.is_some(), name.group.is_some(), name.sent) {
            end = at;
        }
    }
    (name, end.max(start + 1))
}

/// `C O N F I D E N T I A L STRELSAU 001187`.
fn number_of(written: &[u8]) -> Option<(String, u32)> {
    if !written.last().is_some_and(u8::is_ascii_graphic)
        || !written.iter().any(u8::is_ascii_digit)
        || written.len() >= LINE_BYTES
    {
        return None;
    }
    let line = std::str::from_utf8(written).ok()?;
    if !classification::may_begin(line.as_bytes()) {
        return None;
    }
    let read = classification::parse(line)?;
    let (number, _, _) = read.number?;
    Some((letters(read.post?), number))
}

/// `PAGE 01        STRELS  04127  02 OF 03  071545Z`.
fn page_number(written: &[u8]) -> Option<(String, u32)> {
    let line = std::str::from_utf8(written).ok()?;
    let rest = line.strip_prefix("PAGE 0")?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let at = rest.find(|c: char| c.is_ascii_digit())?;
    let post = letters(&rest[..at]);
    let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
    ((2..=8).contains(&post.len()) && (4..=6).contains(&digits))
        .then(|| Some((post, rest[at..at + digits].parse().ok()?)))?
}

/// `12 STRELSAU 1187`.
fn smart_number(written: &[u8]) -> Option<(String, u32)> {
    let line = std::str::from_utf8(written).ok()?.trim();
    let (_, rest) = line.split_once(' ')?;
    let at = rest.find(|c: char| c.is_ascii_digit())?;
    let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
    Some((letters(&rest[..at]), rest[at..at + digits].parse().ok()?))
}

fn letters(post: &str) -> String {
    let letters = post.chars().filter(char::is_ascii_alphabetic);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}

/// The digits, month and year of a date-time group: `R 081540Z OCT 06`, `O P 081540Z OCT 06`.
fn group_of(written: &[u8]) -> Option<(String, String)> {
    const DIGITS: usize = 6;
    let at = written.windows(DIGITS + 1).take(LINE_BYTES).position(|w| {
        w[..DIGITS].iter().all(u8::is_ascii_digit) && w[DIGITS].is_ascii_uppercase()
    })?;
    // Precedence letters, or the label of a message from 2009 on.
    let before = &written[..at];
    let bare = before
        .iter()
        .all(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'0'..=b'9'));
    if !(bare && at <= 12 || before.starts_with(b"Date/DTG")) {
        return None;
    }
    let mut behind = written[at + DIGITS + 1..]
        .iter()
        .filter(|b| !b.is_ascii_whitespace())
        .take(5);
    let mut date = String::new();
    for n in 0..5 {
        let byte = *behind.next()?;
        let fits = if n < 3 {
            byte.is_ascii_uppercase()
        } else {
            byte.is_ascii_digit()
        };
        if !fits {
            return None;
        }
        date.push(char::from(byte));
    }
    let digits = written[at..at + DIGITS].iter().map(|b| char::from(*b));
    Some((digits.collect(), date))
}

#[cfg(test)]
mod tests;
