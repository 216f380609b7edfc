//! The classification line: level, controls, section, post and number.

use std::fmt;

use smol_str::SmolStr;

use super::precedence;
use crate::{Cable, Span, garble};

/// How a cable as a whole, or one portion of it, is protected; ordered from the lowest.
///
/// Source: docs/format.md, "Classification".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// No protection.
    Unclassified,
    /// For official use only.
    ForOfficialUseOnly,
    /// Sensitive but unclassified: UNCLAS with the caption SENSITIVE, or SBU.
    SensitiveButUnclassified,
    /// OFFICIAL USE ONLY, to the 1970s.
    OfficialUseOnly,
    /// LIMITED OFFICIAL USE, to 1995.
    LimitedOfficialUse,
    /// Abolished as an American level in 1953; foreign afterwards.
    Restricted,
    /// The lowest level of classified information.
    Confidential,
    /// Serious damage.
    Secret,
    /// Exceptionally grave damage.
    TopSecret,
}

impl Level {
    /// The name in the JSON and on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Unclassified => "UNCLASSIFIED",
            Level::ForOfficialUseOnly => "FOR OFFICIAL USE ONLY",
            Level::SensitiveButUnclassified => "SENSITIVE BUT UNCLASSIFIED",
            Level::OfficialUseOnly => "OFFICIAL USE ONLY",
            Level::LimitedOfficialUse => "LIMITED OFFICIAL USE",
            Level::Restricted => "RESTRICTED",
            Level::Confidential => "CONFIDENTIAL",
            Level::Secret => "SECRET",
            Level::TopSecret => "TOP SECRET",
        }
    }

    /// The level whose security letters these are, where the letters say it for certain.
    ///
    /// `UUUUU` and `EEEEE` do not: SENSITIVE traffic travels under either.
    pub fn from_security(letters: &str) -> Option<Level> {
        match letters.as_bytes().first()? {
            b'C' => Some(Level::Confidential),
            b'S' => Some(Level::Secret),
            b'T' => Some(Level::TopSecret),
            b'R' => Some(Level::Restricted),
            _ => None,
        }
    }

    /// Whether an executive order protects it.
    pub fn is_classified(self) -> bool {
        self >= Level::Restricted
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The classification of the whole cable.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Classification {
    /// The level.
    pub level: Level,
    /// Controls that go with it, `NOFORN`.
    pub caveats: Vec<&'static str>,
    /// The words of the level and its controls as written, `C O N F I D E N T I A L`.
    pub text: SmolStr,
    /// Where they are written; empty where the level was inferred.
    pub span: Span,
    /// Whether it was worked out from other signs because no classification line was found.
    pub inferred: bool,
}

impl Classification {
    /// The level that stands at the edges of a page, where no line of the head names one.
    pub(crate) fn of_page(text: &str, level: Span) -> Option<Classification> {
        let words = level.of(text);
        let read = parse(words).filter(|read| read.rest.is_empty())?;
        Some(Classification {
            level: read.level,
            caveats: Vec::new(),
            text: crate::flow::folded(words).into(),
            span: level,
            inferred: false,
        })
    }
}

/// The part of a transmission: `SECTION 01 OF 03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// From 1.
    pub number: u16,
    /// How many there are, where it says so.
    pub of: Option<u16>,
}

/// One classification line taken apart; ranges are of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClassificationLine<'t> {
    /// The line.
    line: &'t str,
    pub(crate) level: Level,
    /// Range of the words of level and controls.
    pub(crate) level_start: usize,
    pub(crate) level_end: usize,
    pub(crate) caveats: Vec<&'static str>,
    pub(crate) section: Option<Section>,
    /// Where the section is written in the line.
    pub(crate) section_at: (usize, usize),
    /// The post as written.
    pub(crate) post: Option<&'t str>,
    /// The number, and where it is written in the line.
    pub(crate) number: Option<(u32, usize, usize)>,
    /// What stands behind the number: captions, remarks.
    pub(crate) rest: &'t str,
    /// Whether the level was written with blanks between its letters.
    pub(crate) spaced: bool,
}

/// Words of levels without blanks, longest first where one begins another.
const LEVELS: &[(&str, Level)] = &[
    ("TOPSECRET", Level::TopSecret),
    ("SECRET", Level::Secret),
    ("CONFIDENTIAL", Level::Confidential),
    ("SENSITIVEBUTUNCLASSIFIED", Level::SensitiveButUnclassified),
    ("LIMITEDOFFICIALUSE", Level::LimitedOfficialUse),
    ("LTDOFFICIALUSE", Level::LimitedOfficialUse),
    ("LIMOFFUSE", Level::LimitedOfficialUse),
    ("LOU", Level::LimitedOfficialUse),
    ("FOROFFICIALUSEONLY", Level::ForOfficialUseOnly),
    ("OFFICIALUSEONLY", Level::OfficialUseOnly),
    ("UNCLASSIFIED", Level::Unclassified),
    ("UNCLASSIFED", Level::Unclassified),
    ("UNCLAS", Level::Unclassified),
    ("RESTRICTED", Level::Restricted),
    // The first letter lost; only where spaced out.
    ("ECRET", Level::Secret),
    ("ONFIDENTIAL", Level::Confidential),
];

/// Controls written with the level, and what they are called.
const CONTROLS: &[(&str, Option<&str>)] = &[
    ("FOROFFICIALUSEONLY", Some("FOUO")),
    ("SENSITIVE", Some("SENSITIVE")),
    ("NOFORN", Some("NOFORN")),
    ("NOFOR", Some("NOFORN")),
    ("NF", Some("NOFORN")),
    ("ORCON", Some("ORCON")),
    ("NODIS", Some("NODIS")),
    ("EXDIS", Some("EXDIS")),
    ("LIMDIS", Some("LIMDIS")),
    ("STADIS", Some("STADIS")),
    ("SIPDIS", Some("SIPDIS")),
    ("CHEROKEE", Some("CHEROKEE")),
    ("EFTO", Some("EFTO")),
    ("FOUO", Some("FOUO")),
    ("SBU", Some("SENSITIVE")),
];

/// Parses a classification line, from its level to whatever stands behind the number.
///
/// `None` where the line does not begin with a level. Levels may be spaced out, lower case, have a zero for an O or
/// one letter too few or too many. A line with a level alone gives neither post nor number.
pub(crate) fn parse(line: &str) -> Option<ClassificationLine<'_>> {
    if let Some(read) = parse_plain(line) {
        debug_assert_eq!(Some(&read), parse_any(line).as_ref());
        return Some(read);
    }
    parse_any(line)
}

/// `C O N F I D E N T I A L SECTION 01 OF 03 STRELSAU 000412`, as nearly all are written: level, section, the words of a
/// post and six digits, one blank between them. What might be more than that is left to [`parse_any`].
fn parse_plain(line: &str) -> Option<ClassificationLine<'_>> {
    const DIGITS: usize = 6;
    let bytes = line.as_bytes();
    let (words, level, spaced) = match bytes.first_chunk::<8>()? {
        b"C O N F " => ("C O N F I D E N T I A L ", Level::Confidential, true),
        b"S E C R " => ("S E C R E T ", Level::Secret, true),
        b"UNCLASSI" => ("UNCLASSIFIED ", Level::Unclassified, false),
        // Other than `UNCLAS SIFIED`.
        [b'U', b'N', b'C', b'L', b'A', b'S', b' ', next] if !matches!(next, b'S' | b'I') => {
            ("UNCLAS ", Level::Unclassified, false)
        }
        b"CONFIDEN" => ("CONFIDENTIAL ", Level::Confidential, false),
        [b'S', b'E', b'C', b'R', b'E', b'T', b' ', _] => ("SECRET ", Level::Secret, false),
        _ => return None,
    };
    if !line.starts_with(words) {
        return None;
    }
    let mut at = words.len();
    let mut section = None;
    let mut section_at = (0, 0);
    if bytes[at..].starts_with(b"SECTION ") {
        let end = at + PLAIN_SECTION.len();
        section = Some(plain_section(bytes.get(at..end)?)?);
        section_at = (at, end);
        at = end + 1;
        if bytes.get(end) != Some(&b' ') {
            return None;
        }
    }
    let behind = Ahead::of(bytes, at);
    if CONTROLS.iter().any(|(word, _)| behind.may_be(word)) || behind.0 == *b"REL" {
        return None;
    }
    let number_at = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
    let post = line[at..number_at].strip_suffix(' ')?;
    let mut n_words = 0;
    for word in post.split(' ') {
        n_words += 1;
        if word.len() < 4
            || n_words > 4
            || !word.bytes().all(|byte| byte.is_ascii_uppercase())
            || may_be_section(word)
            || matches!(word, "PART" | "NUMBER")
        {
            return None;
        }
    }
    let end = number_at + DIGITS;
    let digits = bytes.get(number_at..end)?;
    if !digits.iter().all(u8::is_ascii_digit) || !bytes[end..].trim_ascii_start().is_empty() {
        return None;
    }
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    Some(ClassificationLine {
        line,
        level,
        level_start: 0,
        level_end: words.len() - 1,
        caveats: Vec::new(),
        section,
        section_at,
        post: Some(post),
        number: Some((number, number_at, end)),
        rest: &line[end..end],
        spaced,
    })
}

/// A classification line in any of the ways they are written; see [`parse`].
fn parse_any(line: &str) -> Option<ClassificationLine<'_>> {
    let indent = line.len() - line.trim_start().len();
    let first = *line.as_bytes().get(indent)?;
    if !matches!(
        first.to_ascii_uppercase(),
        b'C' | b'S' | b'T' | b'U' | b'L' | b'F' | b'O' | b'R' | b'E' | b'5'
    ) {
        return None;
    }
    // `UUNCLAS`, `SS E C R E T`: the first letter stands twice.
    let doubled =
        line.as_bytes().get(indent + 1) == Some(&first) && line.is_char_boundary(indent + 1);
    let (level, after_level, spaced) = [Some(indent), doubled.then_some(indent + 1)]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let ahead = Ahead::of(line.as_bytes(), at);
            if !ahead.may_begin_a_level() {
                return None;
            }
            LEVELS.iter().find_map(|&(word, level)| {
                if !ahead.may_be(word) {
                    return None;
                }
                let (end, spaced) = match_spaced(line, at, word)?;
                (spaced || !matches!(word, "ECRET" | "ONFIDENTIAL")).then_some((level, end, spaced))
            })
        })?;
    Some(parse_behind(line, level, (indent, after_level), spaced))
}

/// Parses a line that [`parse`] does not: signs or another word before the level, the level misspelt or run into the
/// post. `is_post` says whether a name is a post; only then is the line one.
pub(crate) fn parse_damaged(
    line: &str,
    is_post: impl Fn(&str) -> bool,
) -> Option<ClassificationLine<'_>> {
    let mut at = line.len()
        - line
            .trim_start_matches(|c: char| !c.is_ascii_alphanumeric())
            .len();
    for prefix in ["BT ", "QQQQ "] {
        if line[at..].starts_with(prefix) {
            at += prefix.len();
        }
    }
    let fits =
        |read: &ClassificationLine<'_>| read.number.is_some() && read.post.is_some_and(&is_post);
    if at > line.len() - line.trim_start().len() {
        let read = parse(&line[at..]).map(|read| read.shifted(at));
        if let Some(read) = read.filter(fits) {
            return Some(read);
        }
    }
    // `C ONFIDENTIALSTRELSAU`: a blank behind the first letter.
    let gap = usize::from(
        matches!(line.as_bytes().get(at..at + 3), Some([a, b' ', b]) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic()),
    );
    let n = line[at..]
        .bytes()
        .enumerate()
        .take_while(|(i, b)| b.is_ascii_alphabetic() || gap == 1 && *i == 1)
        .count();
    if !(5..=31).contains(&n) {
        return None;
    }
    let mut word = line[at..at + n].to_ascii_uppercase();
    if gap == 1 {
        word.remove(1);
    }
    for (level_word, level) in [
        ("UNCLASSIFIED", Level::Unclassified),
        ("UNCLAS", Level::Unclassified),
        ("CONFIDENTIAL", Level::Confidential),
        ("SECRET", Level::Secret),
    ] {
        let near = close_to(&word, level_word, 1 + usize::from(level_word.len() > 8))
            || crate::post::is_swap(&word, level_word);
        let end = if near {
            at + n
        } else if word.len() > level_word.len() && word.starts_with(level_word) {
            at + gap + level_word.len()
        } else {
            continue;
        };
        let read = parse_behind(line, level, (at, end), false);
        if fits(&read) {
            return Some(read);
        }
    }
    None
}

impl ClassificationLine<'_> {
    /// Whether it was read from this very line.
    pub(crate) fn is_of(&self, line: &str) -> bool {
        std::ptr::eq(self.line.as_ptr(), line.as_ptr()) && self.line.len() == line.len()
    }

    /// The same, with ranges that count from `by` bytes before.
    fn shifted(mut self, by: usize) -> Self {
        self.level_start += by;
        self.level_end += by;
        self.number = self
            .number
            .map(|(number, from, to)| (number, from + by, to + by));
        self.section_at = (self.section_at.0 + by, self.section_at.1 + by);
        self
    }
}

/// The rest of a classification line behind the words of the level.
fn parse_behind(
    line: &str,
    level: Level,
    (level_start, after_level): (usize, usize),
    spaced: bool,
) -> ClassificationLine<'_> {
    let mut at = after_level;
    let mut level_end = after_level;
    let mut caveats = Vec::new();
    let mut section = None;
    let mut section_at = (0, 0);
    loop {
        at += line[at..].len()
            - line[at..]
                .trim_start_matches([' ', '\t', '/', '-', ',', ':', '(', ')', '.', '\n', '\r'])
                .len();
        if let Some(end) = release_list(line, at) {
            if let Some(name) = crate::tables::captions::lookup("REL TO") {
                caveats.push(name.caption);
            }
            at = end;
            level_end = end;
            continue;
        }
        let ahead = Ahead::of(line.as_bytes(), at);
        if let Some((end, name)) = CONTROLS
            .iter()
            .filter(|(word, _)| ahead.may_be(word))
            .find_map(|&(word, name)| Some((match_spaced(line, at, word)?.0, name)))
        {
            // A control is part of the level's words only where it stands directly behind it.
            if let Some(name) = name
                && !caveats.contains(&name)
            {
                caveats.push(name);
            }
            if section.is_none() {
                level_end = end;
            }
            at = end;
            continue;
        }
        if section.is_none()
            && let Some((found, end)) = parse_section(line, at)
        {
            section = Some(found);
            section_at = (at, end);
            at = end;
            continue;
        }
        break;
    }
    let (post, number, mut rest_at, late_section) = parse_post(line, at);
    if section.is_none()
        && let Some((found, from, to)) = late_section
    {
        section = Some(found);
        section_at = (from, to);
    }
    // `STRELSAU 000731 SECTION 01 OF 02`
    if section.is_none()
        && number.is_some()
        && let blanks = line[rest_at..].len() - line[rest_at..].trim_start().len()
        && let Some((found, end)) = parse_section(line, rest_at + blanks)
    {
        section = Some(found);
        section_at = (rest_at + blanks, end);
        rest_at = end;
    }
    ClassificationLine {
        line,
        level,
        level_start,
        level_end,
        caveats,
        section,
        section_at,
        post,
        number,
        rest: line[rest_at..].trim(),
        spaced,
    }
}

/// `REL TO USA, AUS, CAN`: where the list of countries ends.
fn release_list(line: &str, at: usize) -> Option<usize> {
    let mut end = at
        + line
            .get(at..)?
            .strip_prefix("REL TO ")
            .map(|_| "REL TO ".len())?;
    let mut found = false;
    loop {
        let blanks = line[end..].len() - line[end..].trim_start_matches([' ', ',']).len();
        let start = end + blanks;
        let n = line[start..]
            .bytes()
            .take_while(u8::is_ascii_uppercase)
            .count();
        let word = &line[start..start + n];
        let country = n == 3 || matches!(word, "NATO" | "ISAF" | "FVEY" | "ACGU" | "MCFI");
        if !country {
            break;
        }
        found = true;
        end = start + n;
    }
    found.then_some(end)
}

/// The first three letters at a place, blanks left out: a quick no for words that cannot stand there.
struct Ahead([u8; 3]);

impl Ahead {
    fn of(line: &[u8], at: usize) -> Ahead {
        // No blank, nor a digit that may be a letter.
        if let Some(letters) = line.get(at..).and_then(<[u8]>::first_chunk::<3>)
            && letters.iter().all(u8::is_ascii_alphabetic)
        {
            return Ahead(letters.map(|letter| letter.to_ascii_uppercase()));
        }
        let mut letters = [0; 3];
        let mut n = 0;
        for &byte in &line[at.min(line.len())..] {
            if matches!(byte, b' ' | b'\t') {
                continue;
            }
            letters[n] = match byte.to_ascii_uppercase() {
                b'0' => b'O',
                b'1' => b'I',
                b'5' if n == 0 => b'S',
                letter => letter,
            };
            n += 1;
            if n == letters.len() {
                break;
            }
        }
        Ahead(letters)
    }

    /// Whether one of the next letters is the second or third of a level with this first one.
    fn may_begin_a_level(&self) -> bool {
        let [first, second, third] = self.0;
        let expected: &[u8] = match first {
            b'T' => b"OP",
            b'S' => b"ECN",
            b'C' => b"ON",
            b'L' => b"ITMDOU",
            b'F' => b"OR",
            b'O' => b"FN",
            b'U' => b"NC",
            b'R' => b"ES",
            b'E' => b"CR",
            _ => return false,
        };
        expected.contains(&second) || expected.contains(&third)
    }

    /// Whether [`match_spaced`] may find `word` here: the first letter fits, and the next ones with one slip at most.
    fn may_be(&self, word: &str) -> bool {
        let [first, second, third] = self.0;
        let word = word.as_bytes();
        first == word[0]
            && (second == word[1]
                || third == word[1]
                || word.len() > 2 && (second == word[2] || third == word[2]))
    }
}

/// Whether a line without blanks in front may begin with a level, once or with its first letter doubled: a quick no.
pub(crate) fn may_begin(line: &[u8]) -> bool {
    let doubled = matches!(line, [first, second, ..] if first == second);
    Ahead::of(line, 0).may_begin_a_level() || doubled && Ahead::of(line, 1).may_begin_a_level()
}

/// Whether the words of a level are spelt as nearly all are.
pub(crate) fn is_usual(words: &str) -> bool {
    matches!(
        words,
        "C O N F I D E N T I A L"
            | "CONFIDENTIAL"
            | "S E C R E T"
            | "SECRET"
            | "UNCLAS"
            | "UNCLASSIFIED"
            | "LIMITED OFFICIAL USE"
    )
}

/// Whether the words of a level are none of its spellings, whatever their case and blanks.
pub(crate) fn is_misspelt(words: &str) -> bool {
    let letters: String = words
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    !LEVELS.iter().any(|(word, _)| letters.starts_with(word))
}

/// Whether some letters of a spaced level run together, `SE C R E T`.
pub(crate) fn is_spaced_unevenly(words: &str) -> bool {
    const SHORTEST_LEVEL: usize = 6;
    let mut n_letters = 0;
    let (mut single, mut several) = (false, false);
    for word in words
        .split([' ', '\t', '/'])
        .filter(|word| !word.is_empty())
    {
        if n_letters >= SHORTEST_LEVEL || n_letters == 0 && word == "TOP" {
            break;
        }
        n_letters += word.len();
        single |= word.len() == 1;
        several |= word.len() > 1;
    }
    single && several
}

/// Whether signs stand between the letters of a level, `S-E-C-R-E-T`, `CONFIDEN,TIAL`.
pub(crate) fn has_signs(words: &str) -> bool {
    words
        .find(|c: char| c.is_ascii_punctuation())
        .is_some_and(|at| at > 0 && is_misspelt(&words[..at]))
}

/// `SECTION 01 OF 03`, `SECTION 1 OF 3`, `FINAL SECTION OF 03`, with a letter lost or changed; from `at`.
pub(crate) fn parse_section(line: &str, at: usize) -> Option<(Section, usize)> {
    let rest = line.get(at..)?;
    let first = *rest.as_bytes().first()?;
    let misread = misread_section(rest.as_bytes());
    if first.is_ascii_digit() && !misread {
        return bare_section(rest).map(|(section, end)| (section, at + end));
    }
    let mut word_len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut word = &rest[..word_len];
    // `S E C T I O N 01 OF 02`
    if word_len == 1
        && first == b'S'
        && let Some((end, true)) = match_spaced(rest, 0, "SECTION")
    {
        (word_len, word) = (end, "SECTION");
    }
    if misread {
        (word_len, word) = ("SECTION".len(), "SECTION");
    }
    let (word, mut cursor, is_final) = if word.eq_ignore_ascii_case("FINAL") {
        let skip = word_len + rest[word_len..].len() - rest[word_len..].trim_start().len();
        let n = rest[skip..]
            .bytes()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        (&rest[skip..skip + n], skip + n, true)
    } else {
        (word, word_len, false)
    };
    // `SECTION01` glued, or with up to two letters lost or changed.
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    if !may_be_section(word) {
        return None;
    }
    let mut key = [0; 9];
    let key = &mut key[..word.len()];
    key.copy_from_slice(word.as_bytes());
    key.make_ascii_uppercase();
    let key = str::from_utf8(key).expect("letters of ASCII are UTF-8");
    // SECTO is the series of the travelling Secretary.
    if !close_to(key, "SECTION", 2) || key == "SECTO" {
        return None;
    }
    let number_at = |cursor: usize| {
        let blanks = rest[cursor..].len()
            - rest[cursor..]
                .trim_start_matches([' ', '.', ':', '\n', '\r'])
                .len();
        let start = cursor + blanks;
        if let Some(spelled) = spelled_number(&rest[start..]) {
            return Some(spelled).map(|(number, n)| (number, start + n));
        }
        // In `01OF02` the O is no digit.
        let bytes = &rest.as_bytes()[start..];
        let digits = (0..bytes.len().min(3))
            .take_while(|&i| match bytes[i] {
                b'O' | b'0' if i > 0 && bytes.get(i + 1) == Some(&b'F') => false,
                b => b.is_ascii_digit() || matches!(b, b'O' | b'Q' | b'I' | b'l'),
            })
            .count();
        let written = &bytes[..digits];
        let number = written.iter().fold(0, |number, byte| {
            let digit = match byte {
                b'O' | b'Q' => 0,
                b'I' | b'l' => 1,
                digit => digit - b'0',
            };
            number * 10 + u16::from(digit)
        });
        let real = written.iter().any(u8::is_ascii_digit);
        real.then_some((number, start + digits))
    };
    let mut number = None;
    if !is_final {
        let (value, end) = number_at(cursor)?;
        number = Some(value);
        cursor = end;
    }
    let blanks = rest[cursor..].len() - rest[cursor..].trim_start().len();
    let after = &rest[cursor + blanks..];
    let of_len = ["OF", "0F", "GF", "/", "F", "O"]
        .iter()
        .find(|of| {
            after
                .get(..of.len())
                .is_some_and(|s| s.eq_ignore_ascii_case(of))
                && (after[of.len()..]
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit())
                    || matches!(
                        after[of.len()..].trim_start().as_bytes(),
                        [b'O' | b'Q' | b'I' | b'l', digit, ..] if digit.is_ascii_digit()
                    )
                    || **of == "OF" && spelled_number(after[2..].trim_start()).is_some())
        })
        .map(|of| of.len());
    let mut of = None;
    if let Some(of_len) = of_len
        && let Some((value, end)) = number_at(cursor + blanks + of_len)
    {
        of = Some(value);
        cursor = end;
    }
    let number = number.or(of)?;
    Some((Section { number, of }, at + cursor))
}

/// Whether the words of a section hold a slip: the word misspelt or missing, a letter for a digit, another sign for OF.
pub(crate) fn is_repaired_section(words: &str) -> bool {
    if plain_section(words.as_bytes()).is_some() {
        return false;
    }
    let mut rest: &str = &words
        .bytes()
        .filter(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'.' | b':'))
        .map(|b| char::from(b.to_ascii_uppercase()))
        .collect::<String>();
    rest = rest.strip_prefix("FINAL").unwrap_or(rest);
    let Some(behind) = rest.strip_prefix("SECTION") else {
        return true;
    };
    let number = |text: &str| {
        spelled_prefix(text).unwrap_or_else(|| text.bytes().take_while(u8::is_ascii_digit).count())
    };
    rest = &behind[number(behind)..];
    let total = rest.strip_prefix("OF").or_else(|| rest.strip_prefix('/'));
    match total {
        Some(total) => number(total) == 0 || number(total) < total.len(),
        None => !rest.is_empty(),
    }
}

/// A section as nearly all are written.
const PLAIN_SECTION: &str = "SECTION 01 OF 03";

/// The section that words written as [`PLAIN_SECTION`] name.
fn plain_section(words: &[u8]) -> Option<Section> {
    let numbers = words.strip_prefix(b"SECTION ")?;
    let &[a, b, b' ', b'O', b'F', b' ', c, d] = numbers else {
        return None;
    };
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    let digits = [a, b, c, d].iter().all(u8::is_ascii_digit);
    digits.then(|| Section {
        number: two(a, b),
        of: Some(two(c, d)),
    })
}

/// Whether a word may be SECTION with two slips, which lose two of its letters at most: a quick no.
fn may_be_section(word: &str) -> bool {
    const LETTERS: u32 = precedence::letters(b"SECTION");
    (LETTERS & !precedence::letters(word.as_bytes())).count_ones() <= 2
}

/// `5ECT1ON`, `SECTI0N`: digits stand for letters.
fn misread_section(text: &[u8]) -> bool {
    let Some(word) = text
        .get(..7)
        .filter(|word| matches!(word, [b'S' | b's' | b'5', ..]))
    else {
        return false;
    };
    let same = word.iter().zip(b"SECTION").all(|pair| match pair {
        (b'5', b'S') | (b'1', b'I') | (b'0', b'O') => true,
        (byte, letter) => byte.to_ascii_uppercase() == *letter,
    });
    same && word.iter().any(u8::is_ascii_digit)
}

/// `01 OF 02` without its word.
fn bare_section(rest: &str) -> Option<(Section, usize)> {
    let digits = |at: usize| {
        rest.as_bytes()[at.min(rest.len())..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let n = digits(0);
    let of = rest.get(n..)?;
    let behind = of.strip_prefix(" OF ").or_else(|| of.strip_prefix("OF"))?;
    let total_at = rest.len() - behind.len();
    let m = digits(total_at);
    if !(1..=2).contains(&n) || !(1..=2).contains(&m) {
        return None;
    }
    let number = rest[..n].parse().ok()?;
    let of = rest[total_at..total_at + m].parse().ok()?;
    ((1..=of).contains(&number)).then_some((
        Section {
            number,
            of: Some(of),
        },
        total_at + m,
    ))
}

/// The numbers from one to twelve in words.
const NUMBER_WORDS: [&str; 12] = [
    "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN",
    "TWELVE",
];

/// How many bytes a number in words takes that a text without blanks begins with.
fn spelled_prefix(text: &str) -> Option<usize> {
    NUMBER_WORDS
        .iter()
        .find(|word| text.starts_with(**word))
        .map(|word| word.len())
}

/// A number from one to twelve in words, and how many bytes it takes.
fn spelled_number(text: &str) -> Option<(u16, usize)> {
    let n = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let at = NUMBER_WORDS
        .iter()
        .position(|word| text[..n].eq_ignore_ascii_case(word))?;
    Some((at as u16 + 1, n))
}

type Post<'t> = (
    Option<&'t str>,
    Option<(u32, usize, usize)>,
    usize,
    Option<(Section, usize, usize)>,
);

/// Post and number: words up to a group of digits. Gives where the rest of the line starts.
fn parse_post(line: &str, at: usize) -> Post<'_> {
    let mut cursor = at;
    let mut post_end = at;
    let mut section = None;
    let mut n_words = 0;
    while cursor < line.len() {
        let blanks = line[cursor..].len() - line[cursor..].trim_start().len();
        let start = cursor + blanks;
        let n = line[start..]
            .find(char::is_whitespace)
            .unwrap_or(line.len() - start);
        let word = &line[start..start + n];
        if word.is_empty() {
            break;
        }
        if n_words > 0
            && section.is_none()
            && let Some((found, end)) = parse_section(line, start)
        {
            section = Some((found, start, end));
            cursor = end;
            continue;
        }
        let digits = word
            .trim_start_matches(['#', '('])
            .trim_end_matches([',', '.', ')', ';', ':']);
        // `731/06`: the year behind the number.
        let slash = digits.bytes().position(|byte| byte == b'/');
        let digits = match slash.map(|at| (&digits[..at], &digits[at + 1..])) {
            Some((number, year)) if year.len() == 2 && read_number(year).is_some() => number,
            _ => digits,
        };
        // `STRELSAU000731`: the number ran into the name.
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters >= 4
            && word.len() >= letters + 3
            && let Some(number) = read_number(&word[letters..])
        {
            let number_at = start + letters;
            return (
                Some(line[at..number_at].trim()),
                Some((number, number_at, start + n)),
                start + n,
                section,
            );
        }
        if let Some(number) = read_number(digits) {
            let number_at = start + (digits.as_ptr() as usize - word.as_ptr() as usize);
            // `00 0731`, `0007 31`: a blank inside the number, which has six digits.
            let six = digits.len() < 6
                && digits.starts_with('0')
                && digits.bytes().all(|b| b.is_ascii_digit());
            if six
                && start + n == number_at + digits.len()
                && let [b' ', rest @ ..] = &line.as_bytes()[start + n..]
                && rest.iter().take_while(|b| b.is_ascii_digit()).count() == 6 - digits.len()
            {
                let end = start + n + 1 + 6 - digits.len();
                let tail = read_number(&line[start + n + 1..end]).unwrap_or(0);
                let number = number * 10_u32.pow(6 - digits.len() as u32) + tail;
                let post = line[at..post_end].trim();
                return (
                    (!post.is_empty()).then_some(post),
                    Some((number, number_at, end)),
                    end,
                    section,
                );
            }
            if number == 0 && digits.len() < 4 {
                let rest_at = start + n;
                let rest = line[rest_at..].trim_start_matches(' ');
                let m = rest.bytes().take_while(u8::is_ascii_digit).count();
                if let Some(number) = rest.get(..m).and_then(read_number)
                    && m >= 3
                {
                    let end = line.len() - rest.len() + m;
                    let post = line[at..post_end].trim();
                    return (
                        (!post.is_empty()).then_some(post),
                        Some((number, number_at, end)),
                        end,
                        section,
                    );
                }
            }
            let post = line[at..post_end].trim();
            let post = (!post.is_empty()).then_some(post);
            return (
                post,
                Some((number, number_at, number_at + digits.len())),
                start + n,
                section,
            );
        }
        // `VIENN A000731`: the last letter of the name ran into the number.
        if n_words > 0
            && letters == 1
            && word.len() == 7
            && word.as_bytes()[1] == b'0'
            && let Some(number) = read_number(&word[1..])
        {
            return (
                Some(line[at..=start].trim()),
                Some((number, start + 1, start + 7)),
                start + 7,
                section,
            );
        }
        let is_name = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '-' | '/' | '&' | '0'))
            || is_misread(word)
            || is_damaged(word);
        // What is left of a section is no post: `SECTION 01 OF 000003`.
        let is_of_section = n_words == 0
            && ["OF", "SECTION", "PART"]
                .iter()
                .any(|of| word.eq_ignore_ascii_case(of));
        // `RUEHZA/AMEMBASSY ZENDA 8421`, an addressee below a level that stands alone.
        let is_routed = word.contains('/') && super::transmission::is_routed(word);
        if !is_name || n_words >= 5 || is_of_section || is_routed {
            break;
        }
        // `ROME NO. 731`: the word belongs to the number.
        if n_words > 0 && matches!(word, "NO" | "NO." | "NR" | "NR." | "NUMBER" | "#") {
            cursor = start + n;
            continue;
        }
        n_words += 1;
        cursor = start + n;
        if section.is_none() {
            post_end = cursor;
        }
    }
    // No number: the words are no post either, they are left to whoever reads the rest of the line.
    (None, None, at, section)
}

/// `STREL¿AU`: more letters than signs that stand for lost ones.
fn is_damaged(word: &str) -> bool {
    let signs = word.chars().filter(|c| garble::is_sign(*c)).count();
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    signs > 0 && letters > 2 * signs && signs + letters == word.chars().count()
}

/// `V1ENNA`, `5OFIA`: one digit among letters, which looks like one of them.
fn is_misread(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() >= 4
        && digits == 1
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || matches!(b, b'1' | b'5' | b'8'))
        && word.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Digits of a serial; the letters O, I and l among digits are zero and one, and in a number of five digits or more that
/// begins with one, S and B are five and eight.
fn read_number(word: &str) -> Option<u32> {
    let letters = word
        .bytes()
        .filter(|b| matches!(b, b'O' | b'I' | b'l'))
        .count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if !(1..=8).contains(&word.len()) || digits == 0 {
        return None;
    }
    let rare = word.len() - letters - digits;
    if rare > 0
        && !(rare == 1
            && digits >= 4
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().any(|b| matches!(b, b'S' | b'B')))
    {
        return None;
    }
    Some(word.bytes().fold(0, |number, byte| {
        let digit = match byte {
            b'O' => 0,
            b'S' => 5,
            b'B' => 8,
            b'I' | b'l' => 1,
            digit => digit - b'0',
        };
        number * 10 + u32::from(digit)
    }))
}

/// Matches `word` at `at`, blanks allowed between letters, any case, zero for O, one letter lost, changed or added
/// in a long word that is spaced out. Gives the end and whether it was spaced out.
fn match_spaced(line: &str, at: usize, word: &str) -> Option<(usize, bool)> {
    /// Signs in a row that stand for one slip.
    const LONGEST_ROW: usize = 16;
    let bytes = line.as_bytes();
    let target = word.as_bytes();
    let start_letter = match bytes.get(at)?.to_ascii_uppercase() {
        // `5 E C R E T`
        b'5' if bytes.get(at + 1) == Some(&b' ') => b'S',
        letter => letter,
    };
    if start_letter != target[0] {
        return None;
    }
    let (mut i, mut t, mut n_blanks, mut errors) = (at, 0, 0usize, 0);
    // `S-E-C-R-E-T`: a sign in the place of the blanks.
    let sign = match (bytes.get(at + 1), bytes.get(at + 3)) {
        (Some(&a @ (b'-' | b'.' | b'_')), Some(&b)) if a == b => a,
        _ => b' ',
    };
    // A short word may have one slip only where its letters stand apart, which no other word's do.
    let apart = |i: usize| matches!(bytes.get(i), Some(b' '));
    let allowed =
        usize::from(target.len() >= 9 || target.len() >= 6 && apart(at + 1) && apart(at + 3));
    let mut end = at;
    while t < target.len() {
        let Some(&byte) = bytes.get(i) else {
            // The end of the word was lost with the end of the line.
            errors += target.len() - t;
            break;
        };
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') || byte == sign {
            // A gap of more than three blanks is a gap between words.
            let gap = bytes[i..]
                .iter()
                .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r') || **b == sign)
                .count();
            if gap > 4 {
                errors += target.len() - t;
                break;
            }
            n_blanks += 1;
            i += gap;
            continue;
        }
        let letter = match byte.to_ascii_uppercase() {
            b'0' => b'O',
            b'1' => b'I',
            b'5' if target[t] == b'S' => b'S',
            letter => letter,
        };
        if letter == target[t] {
            i += 1;
            t += 1;
            end = i;
            continue;
        }
        errors += 1;
        if errors > allowed || t == 0 {
            return None;
        }
        if t + 1 == target.len() && matches!(bytes[i - 1], b' ' | b'\t') {
            break; // the last letter was lost, this is the next word
        }
        // One letter, however many bytes it has, or a row of one sign: `CONFIDENTIA////L`.
        let row = if byte.is_ascii_punctuation() {
            let signs = bytes[i..].iter().take(LONGEST_ROW);
            signs.take_while(|b| **b == byte).count()
        } else {
            1
        };
        let after = (i + row..=line.len())
            .find(|&at| line.is_char_boundary(at))
            .unwrap_or(line.len());
        let next = |i: usize| {
            bytes[i.min(bytes.len())..]
                .iter()
                .copied()
                .find(|b| !matches!(b, b' ' | b'\t'))
                .map(|b| b.to_ascii_uppercase())
        };
        if target.get(t + 1).copied() == Some(letter) {
            t += 1; // one letter lost
        } else if next(after) == Some(target[t]) {
            i = after; // one letter too many
        } else {
            i = after; // one letter changed
            t += 1;
            end = i;
        }
    }
    if errors > allowed {
        return None;
    }
    // Between letters there must be more blanks than between words, or none at all.
    let words_in_target = match word {
        "TOPSECRET" => 1,
        "LIMITEDOFFICIALUSE"
        | "LTDOFFICIALUSE"
        | "LIMOFFUSE"
        | "SENSITIVEBUTUNCLASSIFIED"
        | "OFFICIALUSEONLY" => 2,
        "FOROFFICIALUSEONLY" => 3,
        _ => 0,
    };
    let spaced = n_blanks > words_in_target + 1;
    // A word whose letters stand apart ends with its last letter, whatever is glued to it.
    let boundary = bytes.get(end).is_none_or(|b| {
        !b.is_ascii_alphanumeric() || spaced && (b.is_ascii_digit() || errors == 0 && t >= 6)
    });
    boundary.then_some((end, spaced))
}

/// Whether two words differ by at most `limit` insertions, deletions or changes; both are short.
pub(crate) fn close_to(a: &str, b: &str, limit: usize) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit || a.len() > 31 || b.len() > 31 {
        return false;
    }
    // What stands alike at both ends costs nothing, and most of what is compared differs in its first letters.
    let alike = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[alike..], &b[alike..]);
    let alike = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - alike], &b[..b.len() - alike]);
    if limit <= 1 || a.is_empty() || b.is_empty() {
        return a.len().max(b.len()) <= limit;
    }
    let mut row: [usize; 32] = std::array::from_fn(|i| i);
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, &y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != y))
                .min(above + 1)
                .min(row[j] + 1);
            diagonal = above;
            least = least.min(row[j + 1]);
        }
        if least > limit {
            return false;
        }
    }
    row[b.len()] <= limit
}

/// Writes the classification line: level, section, post and number.
pub(crate) fn write(cable: &Cable, out: &mut String) {
    use std::fmt::Write as _;

    let Some(classification) = &cable.classification else {
        return;
    };
    out.push_str(words(classification));
    if let Some(section) = cable.section {
        let _ = write!(out, " SECTION {:02}", section.number);
        if let Some(of) = section.of {
            let _ = write!(out, " OF {of:02}");
        }
    }
    // The number of an airgram has no place on the line of a telegram.
    if let Some(mrn) = cable.mrn.as_ref().filter(|mrn| !mrn.airgram) {
        let name = mrn.post_name().to_uppercase();
        // The name as people write it where it means this post, else the key.
        let name = if crate::post::resolve(&name, false).is_some_and(|read| read.key == mrn.post) {
            &name
        } else {
            &mrn.post
        };
        let _ = write!(out, " {name} {:06}", mrn.number);
    }
    out.push_str("\n\n");
}

/// The words of the level: as written, or, where it was inferred or other signs stand for letters, as they are usually
/// written.
fn words(classification: &Classification) -> &str {
    let misread = classification
        .text
        .bytes()
        .any(|b| b.is_ascii_digit() || b.is_ascii_control() || !b.is_ascii());
    if !classification.text.is_empty() && !misread {
        return &classification.text;
    }
    match classification.level {
        Level::Confidential => "C O N F I D E N T I A L",
        Level::Secret => "S E C R E T",
        Level::TopSecret => "T O P  S E C R E T",
        Level::LimitedOfficialUse => "LIMITED OFFICIAL USE",
        Level::Restricted => "R E S T R I C T E D",
        Level::OfficialUseOnly => "OFFICIAL USE ONLY",
        _ => "UNCLAS",
    }
}

/// Captions that the words of the level do not say, in order: one line each, those said there left out.
pub(crate) fn captions_below(cable: &Cable) -> Vec<&'static str> {
    let said = cable
        .classification
        .as_ref()
        .and_then(|classification| parse(words(classification)))
        .map_or_else(Vec::new, |read| read.caveats);
    cable
        .captions
        .iter()
        .map(|caption| caption.value)
        .filter(|caption| !said.contains(caption))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_sections_are_known() {
        for words in [
            "SECTION 01 OF 03",
            "SECTION 1 OF 3",
            "SECTION01OF02",
            "S E C T I O N 01 OF 02",
            "Section 01 of 02",
            "FINAL SECTION OF 03",
            "SECTION ONE OF TWO",
            "SECTION 1/3",
            "SECTION 02",
        ] {
            assert!(parse_section(words, 0).is_some(), "{words}");
            assert!(!is_repaired_section(words), "{words}");
        }
        for words in [
            "SECTION O1 OF 03",
            "SECTION 01 OF O3",
            "SCTION 01 OF 02",
            "5ECT1ON 01 OF 02",
            "SECTION 01 GF 02",
            "01 OF 02",
        ] {
            assert!(parse_section(words, 0).is_some(), "{words}");
            assert!(is_repaired_section(words), "{words}");
        }
    }

    #[test]
    fn usual_levels_need_no_mending() {
        for words in ["C O N F I D E N T I A L", "SECRET", "LIMITED OFFICIAL USE"] {
            assert!(is_usual(words), "{words}");
            assert!(!is_misspelt(words) && !has_signs(words) && !is_spaced_unevenly(words));
        }
    }

    #[test]
    fn uneven_spaces() {
        for words in ["SE C R E T", "C O N FI D E N T I A L", "S E C RET"] {
            assert!(is_spaced_unevenly(words), "{words}");
        }
        for words in [
            "S E C R E T",
            "SECRET",
            "U N C L A S SENSITIVE",
            "TOP SECRET",
            "T O P S E C R E T",
            "LIMITED OFFICIAL USE",
        ] {
            assert!(!is_spaced_unevenly(words), "{words}");
        }
    }

    #[test]
    fn slips_are_counted() {
        for (a, b, slips) in [
            ("SECRET", "SECRET", 0),
            ("SECRET", "SECRT", 1),
            ("SECRET", "SEECRET", 1),
            ("SECRET", "SECRXT", 1),
            ("SECRET", "SCERET", 2),
            ("SECRET", "ECRETS", 2),
            ("", "AB", 2),
            ("AB", "", 2),
            ("STRELSAU", "ZENDA", 7),
        ] {
            for limit in 0..=3 {
                assert_eq!(
                    close_to(a, b, limit),
                    slips <= limit,
                    "{a} {b} within {limit}"
                );
            }
        }
    }

    #[track_caller]
    fn check(
        line: &str,
        level: Level,
        post: Option<&str>,
        number: Option<u32>,
        section: Option<(u16, u16)>,
    ) {
        let read = parse(line).unwrap_or_else(|| panic!("no classification in {line}"));
        let section_read = read
            .section
            .map(|section| (section.number, section.of.unwrap_or(0)));
        assert_eq!(
            (
                read.level,
                read.post,
                read.number.map(|n| n.0),
                section_read
            ),
            (level, post, number, section),
            "{line}"
        );
    }

    #[test]
    fn well_formed() {
        check(
            "C O N F I D E N T I A L STRELSAU 000092 ",
            Level::Confidential,
            Some("STRELSAU"),
            Some(92),
            None,
        );
        check(
            "S E C R E T SECTION 01 OF 03 STRELSAU 000869",
            Level::Secret,
            Some("STRELSAU"),
            Some(869),
            Some((1, 3)),
        );
        check(
            "UNCLAS STATE 100153",
            Level::Unclassified,
            Some("STATE"),
            Some(100_153),
            None,
        );
        check(
            "UNCLASSIFIED   STATE   00100153",
            Level::Unclassified,
            Some("STATE"),
            Some(100_153),
            None,
        );
        check(
            "LIMITED OFFICIAL USE STATE 150591",
            Level::LimitedOfficialUse,
            Some("STATE"),
            Some(150_591),
            None,
        );
        check(
            "UNCLAS SECTION 1 OF 2 NEW HENTZAU 4410",
            Level::Unclassified,
            Some("NEW HENTZAU"),
            Some(4410),
            Some((1, 2)),
        );
        check(
            "T O P  S E C R E T ZENDA 7",
            Level::TopSecret,
            Some("ZENDA"),
            Some(7),
            None,
        );
        check("CONFIDENTIAL", Level::Confidential, None, None, None);
    }

    #[test]
    fn damaged() {
        check(
            "CC O N F I D E N T I A L SECTION 01 OF 02 NEW HENTZAU 000104",
            Level::Confidential,
            Some("NEW HENTZAU"),
            Some(104),
            Some((1, 2)),
        );
        check(
            "UUNCLAS ZENDA 001002",
            Level::Unclassified,
            Some("ZENDA"),
            Some(1002),
            None,
        );
        check(
            "SS E C R E T ZENDA 12",
            Level::Secret,
            Some("ZENDA"),
            Some(12),
            None,
        );
        check(
            "S e c r e t section 01 of 02 strelsau 002963",
            Level::Secret,
            Some("strelsau"),
            Some(2963),
            Some((1, 2)),
        );
        check(
            "C O N F I D E N T I A ZENDA 12",
            Level::Confidential,
            Some("ZENDA"),
            Some(12),
            None,
        );
        check(
            "C 0 N F I D E N T I A L SCTION 02 OF 02 ZENDA 12",
            Level::Confidential,
            Some("ZENDA"),
            Some(12),
            Some((2, 2)),
        );
        check(
            "S E C R E T ZENDA SECTION 01 OF 02 000012",
            Level::Secret,
            Some("ZENDA"),
            Some(12),
            Some((1, 2)),
        );
    }

    #[test]
    fn run_together_and_apart() {
        for line in [
            "C O N F I D E N T I A LZENDA 000012",
            "C O N F I D E N T I A L ZENDA000012",
            "C-O-N-F-I-D-E-N-T-I-A-L ZENDA 12",
            "C.O.N.F.I.D.E.N.T.I.A.L. ZENDA 12",
            "C O N F I D E N T I A L ZENDA 00 0012",
            "C O N F I D E N T I A L ZENDA 12/06",
            "C O N F I D E N T I A L\nZENDA 12",
            "C O N F I D E N\nT I A L ZENDA 12",
            "C O N F I D E N T I A L ZENDA\n12",
            "CONFIDENTIAL//REL TO USA, AUS, CAN//ZENDA 12",
        ] {
            check(line, Level::Confidential, Some("ZENDA"), Some(12), None);
        }
        for line in [
            "SECRET SECTION 01OF02 ZENDA 12",
            "SECRET SECTION ONE OF TWO ZENDA 12",
            "S E C R E T S E C T I O N 01 OF 02 ZENDA 12",
            "SECRET 01 OF 02 ZENDA 12",
            "SECRET ZENDA 12 SECTION 01 OF 02",
            "SECRET ZENDA 12 01 OF 02",
            "SECRET SECTION\n01 OF 02 ZENDA 12",
        ] {
            check(line, Level::Secret, Some("ZENDA"), Some(12), Some((1, 2)));
        }
    }

    #[test]
    fn levels_only_the_post_betrays() {
        let is_post = |post: &str| post == "ZENDA";
        for (line, level) in [
            ("UNLCAS ZENDA 12", Level::Unclassified),
            ("UNCLASS ZENDA 12", Level::Unclassified),
            ("UNCLASZENDA 12", Level::Unclassified),
            ("SERCET ZENDA 12", Level::Secret),
            ("BT C O N F I D E N T I A L ZENDA 12", Level::Confidential),
            ("*CONFIDENTIAL ZENDA 12", Level::Confidential),
            ("CONFIDENTIALZENDA 12", Level::Confidential),
            ("C ONFIDENTIALZENDA 12", Level::Confidential),
            ("CONFIDENTIALSECTION 01 OF 04 ZENDA 12", Level::Confidential),
        ] {
            let read = parse_damaged(line, is_post).unwrap_or_else(|| panic!("{line}"));
            let (number, from, to) = read.number.unwrap();
            assert_eq!(
                (read.level, number, &line[from..to]),
                (level, 12, "12"),
                "{line}"
            );
        }
        for line in ["UNCLEAR HENTZAU 12", "UNLCAS HENTZAU 12", "SECRETARY ZENDA"] {
            assert!(parse_damaged(line, is_post).is_none(), "{line}");
        }
    }

    #[test]
    fn controls() {
        let read = parse("SECRET//NOFORN STRELSAU 12").unwrap();
        assert_eq!(
            (read.level, &*read.caveats),
            (Level::Secret, &["NOFORN"][..])
        );
        let read = parse("UNCLAS E F T O STRELSAU 12").unwrap();
        assert_eq!(
            (read.post, &*read.caveats),
            (Some("STRELSAU"), &["EFTO"][..])
        );
        let read = parse("C O N F I D E N T I A L STRELSAU 000092 SIPDIS").unwrap();
        assert_eq!(read.rest, "SIPDIS");
    }

    #[test]
    fn other_lines() {
        for line in [
            "SECRETARY OF STATE",
            "FM STRELSAU",
            "",
            "UNCLEAR",
            "THE SECRET",
            "SUBJECT: X",
            "TOP OFFICIALS",
        ] {
            assert!(parse(line).is_none(), "{line}");
        }
    }
}
