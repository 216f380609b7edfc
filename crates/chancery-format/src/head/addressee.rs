//! Originator and addressees: format lines 6 to 9.

use smol_str::{SmolStr, StrExt};

use super::precedence::Precedence;
use super::transmission::{indicator_end, is_routing_indicator};
use crate::bits::{self, below};
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::folded;
use crate::garble;
use crate::{Located, Span};

/// Whether an addressee must act or is informed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// TO: must act or answer.
    Action,
    /// INFO: gets a copy.
    Info,
}

/// One addressee.
///
/// Source: docs/format.md, "Originator and addressees".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addressee {
    /// Action or information.
    pub role: Role,
    /// The plain address as written, `SECSTATE WASHDC`; office codes between slashes stay with it.
    pub name: SmolStr,
    /// Routing indicator, `RUEHC`.
    pub routing: Option<SmolStr>,
    /// Precedence written behind this addressee.
    pub precedence: Option<Precedence>,
    /// The continuity number from this originator to this addressee, as written.
    pub serial: Option<SmolStr>,
    /// Names exempted from this collective, after XMT.
    pub exempt: Vec<SmolStr>,
    /// Where it is written.
    pub span: Span,
}

/// Words that begin a plain address without a routing indicator.
const ADDRESS_WORDS: &[&str] = &[
    "ACTION",
    "AFRICAN",
    "AID",
    "AIT",
    "ALL",
    "AMCONGEN",
    "AMCONSUL",
    "AMCONSULATE",
    "AMEMB",
    "AMEMBASSY",
    "AMERICAN",
    "AMINTSECT",
    "ARAB",
    "ASEAN",
    "CDR",
    "CDRUSCENTCOM",
    "CG",
    "CIA",
    "CINC",
    "CJCS",
    "CJTF",
    "CNO",
    "COMSOCEUR",
    "COMUSAFE",
    "DA",
    "DEA",
    "DEPT",
    "DEPTOFDEFENSE",
    "DIA",
    "DIRNSA",
    "DOD",
    "DOE",
    "DOJ",
    "DTRA",
    "EC",
    "EU",
    "EUROPEAN",
    "FAA",
    "FBI",
    "FCC",
    "HQ",
    "IAEA",
    "IRAN",
    "IRAQ",
    "JCS",
    "JICCENT",
    "JOINT",
    "MEDICAL",
    "MNF",
    "NASA",
    "NATO",
    "NGA",
    "NRC",
    "NSA",
    "NSC",
    "NSF",
    "ODC",
    "OPEC",
    "OSD",
    "REO",
    "SECDEF",
    "SECSTATE",
    "EEC",
    "SOUTHERN",
    "SPECIAL",
    "SUDAN",
    "THE",
    "TREASURY",
    "UN",
    "UNSC",
    "USAID",
    "USARCENT",
    "USCENTCOM",
    "USCINC",
    "USCINCEUR",
    "USCINCSO",
    "USDA",
    "USDAO",
    "USDEL",
    "USDOC",
    "USEU",
    "USEUCOM",
    "USIA",
    "USINT",
    "USLO",
    "USMISSION",
    "USNATO",
    "USNMR",
    "USOFFICE",
    "USOSCE",
    "USPACOM",
    "USSOCOM",
    "USSOUTHCOM",
    "USSS",
    "USTR",
    "USUN",
    "UNVIE",
    "WHITE",
    "WHITEHOUSE",
    "WASHDC",
    "NCTC",
    "DHS",
    "CDC",
    "HHS",
    "DOT",
    "EPA",
    "USIS",
    "FEMA",
    "GENEVA",
    "ISLAMIC",
    "MAGHREB",
    "ORGANIZATION",
    "WESTERN",
    "CENTRAL",
    "NORDIC",
    "SCHENGEN",
    "OECD",
    "OSCE",
    "NONPROLIFERATION",
    "MISSILE",
    "IGAD",
    "AFGHANISTAN",
    "BALKAN",
    "CIS",
    "COMMONWEALTH",
    "ENVIRONMENT",
    "FUKUOKA",
    "MERCOSUR",
    "LATIN",
    "RIO",
    "HAVANA",
    "COLLECTIVE",
    "POLITICAL",
    "ECOWAS",
    "GULF",
    "EAST",
    "SOUTH",
    "NORTH",
    "SECRETARY",
    "SECTO",
    "RIYADH",
    "IRPO",
];

/// Words that begin nothing but an address, in any case of letters.
const STRONG_WORDS: [&str; 9] = [
    "AMEMBASSY",
    "AMCONSUL",
    "AMCONGEN",
    "AMEMB",
    "USMISSION",
    "USINT",
    "USDEL",
    "SECSTATE",
    "SECDEF",
];

/// The lines of the wire head that begin with FM, TO or INFO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineLabel {
    /// FM.
    From,
    /// TO, or INFO.
    Addressees(Role),
}

impl LineLabel {
    /// The word that is expected.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            LineLabel::From => "FM",
            LineLabel::Addressees(Role::Action) => "TO",
            LineLabel::Addressees(Role::Info) => "INFO",
        }
    }
}

/// Whether a label is spelled as one of those that [`line_label`] takes without a slip.
pub(crate) fn is_spelled(label: &str) -> bool {
    let label = label.trim_matches([' ', '\t', ':', ';']);
    ["FM", "TO", "INFO"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(label))
}

/// The label an address line begins with, and where its value starts in the line.
///
/// A colon or tab behind it, a zero for the O, and the label run into a routing indicator are borne; one in small
/// letters, or with an unreadable sign in or behind it, must stand before what can only be an address.
pub(crate) fn line_label(line: &str) -> Option<(LineLabel, usize)> {
    let bytes = line.as_bytes();
    if !matches!(bytes.first()?, b'F' | b'T' | b'I' | b'f' | b't' | b'i') {
        return garbled_label(line);
    }
    for (word, label) in [
        ("FM", LineLabel::From),
        ("TO", LineLabel::Addressees(Role::Action)),
        ("T0", LineLabel::Addressees(Role::Action)),
        ("INFO", LineLabel::Addressees(Role::Info)),
        ("INF0", LineLabel::Addressees(Role::Info)),
        ("IFNO", LineLabel::Addressees(Role::Info)),
        ("INOF", LineLabel::Addressees(Role::Info)),
        ("INFI", LineLabel::Addressees(Role::Info)),
    ] {
        let n = word.len();
        // The first letter tells most of them apart.
        if !bytes[0].eq_ignore_ascii_case(&word.as_bytes()[0]) {
            continue;
        }
        let Some(start) = line
            .get(..n)
            .filter(|start| start.eq_ignore_ascii_case(word))
        else {
            continue;
        };
        let rest = &line[n..];
        let value =
            rest.trim_start_matches(|c| matches!(c, ' ' | '\t' | ':' | ';') || garble::is_sign(c));
        let value_at = line.len() - value.len();
        // `TO¿SECSTATE`: a sign that was a blank proves nothing.
        let damaged = garble::is_in(&line[n..value_at]);
        let apart = rest.is_empty() || value_at > n;
        let upper = start.bytes().all(|b| !b.is_ascii_lowercase());
        // `FM:` and `TO:` with a colon are the labels of messages of another make, too; those have small letters.
        let spelled = matches!(word, "FM" | "TO" | "INFO");
        let fits = if apart && upper && spelled && !damaged {
            label != LineLabel::From || !value.is_empty()
        } else {
            is_routed(value) || (apart || spelled && upper) && begins_strongly(value)
        };
        return fits
            .then_some((label, value_at))
            .or_else(|| garbled_label(line));
    }
    garbled_label(line)
}

/// `IFO RUEHC/…`, `QM AMEMBASSY …`, `T O RUEHC/…`: a label with a slip before what can only be an address.
fn garbled_label(line: &str) -> Option<(LineLabel, usize)> {
    const LONGEST: usize = 6;
    const OWN: &[u8] = b"INFOTM10l";
    /// One for a letter, two for those of INFO, TO and FM and for digits that look like one.
    const LETTERS: [u8; 256] = {
        let mut letters = [0; 256];
        let mut letter = b'A';
        while letter <= b'Z' {
            letters[letter as usize] = 1;
            letter += 1;
        }
        let mut at = 0;
        while at < OWN.len() {
            letters[OWN[at] as usize] = 2;
            at += 1;
        }
        letters
    };
    let bytes = line.as_bytes();
    // One slip leaves one letter of a label among the first two, which a blank may part, and two among the first three.
    let second = bytes.iter().skip(1).find(|byte| **byte != b' ');
    let kind = |byte: Option<&u8>| byte.map(|byte| LETTERS[usize::from(*byte)]);
    if (kind(bytes.first()), kind(second)) == (Some(1), Some(1)) {
        return None;
    }
    if let [first, second, third, ..] = bytes {
        let letters = [first, second, third].map(|byte| LETTERS[usize::from(*byte)]);
        if letters.iter().all(|n| *n > 0) && letters.iter().sum::<u8>() < 5 {
            return None;
        }
    }
    let mut word = [0u8; LONGEST];
    let mut n = 0;
    let mut at = 0;
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b' ' | b'\t' | b':' if n > 0 => {
                if let Some(label) = label_like(&word[..n]) {
                    let value = line[at..].trim_start_matches([' ', '\t', ':']);
                    if is_routed(value) || begins_strongly(value) {
                        return Some((label, line.len() - value.len()));
                    }
                }
            }
            b'A'..=b'Z' | b'0' | b'1' | b'l' if n < LONGEST => {
                word[n] = match byte {
                    b'0' => b'O',
                    b'1' | b'l' => b'I',
                    _ => byte,
                };
                n += 1;
            }
            // `IN&O`: a sign for a letter.
            b'&' | b'%' | b'$' | b'*' | b'+' if n > 0 => {}
            // `IN¿O`: a letter lost.
            _ => match garble::len_at(bytes, at - 1) {
                0 => return None,
                sign => at += sign - 1,
            },
        }
        if at > LONGEST + 3 {
            return None;
        }
    }
}

/// The label that letters are one slip from.
fn label_like(word: &[u8]) -> Option<LineLabel> {
    Some(match word {
        b"T" | b"O" | b"OT" | b"TOO" | b"TTO" | [b'T', _] | [_, b'O'] => {
            LineLabel::Addressees(Role::Action)
        }
        b"F" | b"M" | b"MF" | b"FFM" | b"FMM" | [b'F', _] | [_, b'M'] => LineLabel::From,
        [_, _, _, ..] => {
            let word = str::from_utf8(word).ok()?;
            let near = super::classification::close_to(word, "INFO", 1)
                || crate::post::is_swap(word, "INFO");
            return near.then_some(LineLabel::Addressees(Role::Info));
        }
        _ => return None,
    })
}

/// The place behind a misspelt word of an address, `AMEBASSY ZENDA`, `AMEMB ASSY ZENDA`; `None` where the word is
/// spelled, or near none.
pub(crate) fn behind_misspelt_word(name: &str) -> Option<&str> {
    const WORDS: [&str; 5] = ["AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "EMBASSY"];
    let (first, rest) = name.split_once(' ')?;
    let near = |word: &str| {
        word.len() >= 7
            && WORDS.iter().any(|own| {
                super::classification::close_to(word, own, 1) || crate::post::is_swap(word, own)
            })
    };
    let upper = |word: &str| {
        word.bytes()
            .all(|b| b.is_ascii_uppercase() || matches!(b, b'0' | b'1' | b'5'))
    };
    if !upper(first) || WORDS.contains(&first) || first.len() > 12 {
        return None;
    }
    if near(first) {
        return (!rest.trim().is_empty()).then(|| rest.trim_start());
    }
    // A blank inside the word.
    let (second, place) = rest.split_once(' ')?;
    let joined = format!("{first}{second}");
    (joined.len() <= 12 && !place.trim().is_empty() && WORDS.contains(&&*joined))
        .then(|| place.trim_start())
}

/// Whether what follows a label can be an address. Behind a colon it must begin or end like one: a post's own copies
/// are listed as `INFO:   DCM POL ECON`.
pub(crate) fn may_be_labelled(line: &str, value: &str) -> bool {
    let colon = line.as_bytes().iter().take(8).any(|&b| b == b':');
    !colon
        || value.is_empty()
        || is_address_line(value)
        || value
            .get(..10)
            .is_some_and(|start| start.eq_ignore_ascii_case("DEPARTMENT"))
}

/// Whether a text begins with a routing indicator and a slash, in any case of letters.
fn is_routed(text: &str) -> bool {
    text.as_bytes()
        .iter()
        .take(9)
        .position(|&b| b == b'/')
        .is_some_and(|slash| {
            let routing = text[..slash].trim_end();
            let mut upper = [0; 8];
            upper.get_mut(..routing.len()).is_some_and(|upper| {
                upper.copy_from_slice(routing.as_bytes());
                upper.make_ascii_uppercase();
                str::from_utf8(upper).is_ok_and(is_routing_indicator)
            })
        })
}

/// Whether a text begins with a word that begins nothing but an address, in any case of letters.
fn begins_strongly(text: &str) -> bool {
    let n = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    STRONG_WORDS
        .iter()
        .any(|word| text[..n].eq_ignore_ascii_case(word))
}

/// Whether a line, in whatever case of letters, begins as only an address does.
pub(crate) fn is_certain(line: &str) -> bool {
    is_routed(line) || begins_strongly(line)
}

/// Whether a line can be one addressee: with a routing indicator, or beginning with a word addresses begin with.
pub(crate) fn is_address_line(line: &str) -> bool {
    let line = crate::flow::trimmed(line);
    if line.is_empty() || line.len() > 160 {
        return false;
    }
    begins_like_address(line)
        || !line.bytes().any(|b| b.is_ascii_lowercase()) && ends_like_address(line)
}

fn begins_like_address(line: &str) -> bool {
    if line.starts_with("ZEN") {
        return true;
    }
    if let Some((routing, rest)) = line.split_once('/')
        && is_routing_indicator(routing.trim())
    {
        return !rest.trim().is_empty();
    }
    if is_certain(line) {
        return true;
    }
    let first: &str = line
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    !line.bytes().any(|b| b.is_ascii_lowercase())
        && (ADDRESS_WORDS.contains(&first)
            || COMMANDS
                .iter()
                .any(|start| first.len() > start.len() && first.starts_with(start))
            || is_routing_indicator(first) && line.len() > first.len())
}

/// What the names of commands begin with: `CINCLANT`, `COMSIXTHFLT`, `CDRUSAREUR`, `USCINCSO`.
const COMMANDS: [&str; 5] = ["CINC", "COM", "CDR", "USCINC", "CTF"];

/// Whether a line without a telling first word ends as only addresses do.
fn ends_like_address(line: &str) -> bool {
    let (before, _) = split_tail(line);
    let before = before.trim_end();
    is_whole(before)
        || before.len() < line.trim_end().len()
            && !before.is_empty()
            && !before.contains(['.', ':', ','])
}

/// Whether a name ends as only whole names do.
fn is_whole(name: &str) -> bool {
    ["COLLECTIVE", "WASHDC", "WASHINGTON DC", "//", " POSTS"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Parts an address line from the precedence words and continuity number at its end, which stand in either order.
fn split_tail(line: &str) -> (&str, (Option<Precedence>, Option<&str>)) {
    let mut rest = line.trim_end_matches([' ', '\t', ',', ';']);
    // A full stop behind the number is none of the name's.
    if let Some(before) = rest.strip_suffix('.')
        && before.ends_with(|c: char| c.is_ascii_digit())
    {
        rest = before;
    }
    let mut precedence = None;
    let mut serial = None;
    for _ in 0..3 {
        // Nothing more is looked for, but for NIACT before IMMEDIATE.
        if serial.is_some() && precedence.is_some_and(|seen| seen != Precedence::NiactImmediate) {
            break;
        }
        let n_before = rest.len();
        // `(PRIORITY)`, `IMMED`
        if rest.ends_with([')', 'D', 'd'])
            && let Some((before, word)) = odd_precedence(rest)
            && precedence.is_none()
        {
            precedence = Some(word);
            rest = before;
            continue;
        }
        if let Some((before, word)) = Precedence::strip_word(rest)
            && precedence.is_none_or(|seen| {
                seen == Precedence::NiactImmediate && word == Precedence::Immediate
            })
        {
            precedence = precedence.or(Some(word));
            rest = before.trim_end_matches([' ', '\t', ',', '-']);
        }
        if serial.is_none() {
            // `334l`: a letter read for a digit.
            let last = rest.rsplit([' ', '\t']).next().unwrap_or("");
            let n_real = last.bytes().filter(u8::is_ascii_digit).count();
            if (3..=6).contains(&last.len())
                && n_real >= 2
                && n_real < last.len()
                && last.len() < rest.len()
                && (last
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'O' | b'I' | b'l'))
                    // `33S1`, `0B31`: these stand for a digit less often.
                    || n_real == 3
                        && last.len() == 4
                        && last.starts_with(|c: char| c.is_ascii_digit())
                        && last.contains(['S', 'B']))
            {
                serial = Some(last);
                rest = rest[..rest.len() - last.len()].trim_end();
                continue;
            }
            // `3341`, `7721-7722`, `3341/3342`, `IMMEDIATE0017`.
            let digits_at = rest
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '/')
                .len();
            let digits_at = rest.len() - rest[digits_at..].trim_start_matches(['-', '/']).len();
            let number = &rest[digits_at..];
            let before = &rest[..digits_at];
            let apart =
                before.is_empty() || before.ends_with([' ', '\t', '/']) || before.ends_with(" #");
            let glued = number.len() == 4
                && before.len() >= 3
                && before.ends_with(|c: char| c.is_ascii_alphabetic());
            let in_order = number.bytes().all(|b| b.is_ascii_digit())
                || number.len() <= 15 && number.split(['-', '/']).all(|part| part.len() >= 3);
            if (apart || glued)
                && in_order
                && (1..=15).contains(&number.len())
                && number.split(['-', '/']).all(|part| part.len() <= 9)
                && !before.ends_with("//")
            {
                serial = Some(number);
                rest = before.trim_end_matches([' ', '\t', '#']);
                // A dash, a slash or a number sign between name and number.
                if rest.ends_with(" -") {
                    rest = rest.trim_end_matches(['-', ' ']);
                }
            }
        }
        if rest.len() == n_before {
            break;
        }
    }
    (rest, (precedence, serial))
}

/// `(PRIORITY)` and `NIACT IMMED` at the end of an address: a precedence in brackets, or cut short.
fn odd_precedence(text: &str) -> Option<(&str, Precedence)> {
    if let Some(inside) = text.strip_suffix(')') {
        let at = inside.rfind('(')?;
        let (before, word) = Precedence::strip_word(&inside[at + 1..])?;
        return before
            .is_empty()
            .then(|| (text[..at].trim_end_matches([' ', '\t']), word));
    }
    let before = text
        .strip_suffix(" IMMED")
        .or_else(|| text.strip_suffix(" Immed"))?
        .trim_end();
    match before.strip_suffix(" NIACT") {
        Some(before) => Some((before.trim_end(), Precedence::NiactImmediate)),
        None => Some((before, Precedence::Immediate)),
    }
}

/// Parts a line on which several addresses stand. Gives the offsets at which all but the first begin.
///
/// A new one begins at a routing indicator with its slash, and at a word that begins nothing but an address where a
/// comma, a number or a precedence stands before it, or the first begins with such a word, too.
fn inner_addresses(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let certain = is_certain(line);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b',' | b';' | b'\t');
    let mut from = 0;
    while let Some(n) = line.as_bytes()[from..].iter().position(is_blank) {
        let blank = from + n;
        let behind = &line.as_bytes()[blank..];
        let Some(n) = behind.iter().position(|byte| !is_blank(byte)) else {
            break;
        };
        let at = blank + n;
        from = at;
        // A quick no for most words: none of the words below, nor a routing indicator, begins so.
        let first = line.as_bytes()[at].to_ascii_uppercase();
        let parted = matches!(line.as_bytes()[blank], b',' | b';');
        if !parted && first != b'R' && !STRONG_WORDS.iter().any(|word| word.as_bytes()[0] == first)
        {
            continue;
        }
        let rest = &line[at..];
        let before = line[..blank].trim_end();
        if before.is_empty() {
            continue;
        }
        let begins = parted && is_one_address(rest)
            || is_routed(rest)
                && matches!(
                    rest.as_bytes()[..2],
                    [b'R' | b'r', b'U' | b'u' | b'H' | b'h']
                )
            || begins_strongly(rest)
                && (line[blank..at].contains([',', ';'])
                    || before.ends_with(|c: char| c.is_ascii_digit())
                    || Precedence::strip_word(before).is_some()
                    || certain && before[found.last().copied().unwrap_or(0)..].contains(' '));
        if begins {
            found.push(at);
        }
        // The line was bounded by whoever calls; still, no line needs more.
        if found.len() >= 64 {
            break;
        }
    }
    found
}

/// Whether what stands up to the next comma is an address by itself: `NSC WASHDC`, `EU COLLECTIVE`. `WASHINGTON DC`
/// alone is the end of one.
fn is_one_address(rest: &str) -> bool {
    let end = memchr::memchr2(b',', b';', rest.as_bytes()).unwrap_or(rest.len());
    if end > 80 {
        return false;
    }
    let name = split_tail(&rest[..end]).0.trim();
    !matches!(name, "WASHDC" | "WASHINGTON DC" | "COLLECTIVE" | "")
        && !name.starts_with("XMT")
        && (is_whole(name) && begins_like_address(name)
            || crate::tables::addressees::lookup(name).is_some())
}

/// Where INFO and its addresses begin on a line of TO, `… PRIORITY 3341 INFO RUEHEW/AMEMBASSY EDELWEISS`.
pub(crate) fn inner_info(line: &str) -> Option<usize> {
    let at = memchr::memmem::find(line.as_bytes(), b" INFO ")?;
    let value = line[at + 6..].trim_start();
    (is_certain(value) || begins_like_address(value)).then_some(at + 1)
}

/// Reads the originator of an FM line: routing indicator, if any, and name.
pub(crate) fn parse_originator(value: &str, start: usize) -> Located<Originator> {
    let written = crate::flow::trimmed(value);
    let (routing, mut name) = split_routing(written);
    while let Some(rest) = name.strip_prefix("ZEN/") {
        name = rest;
    }
    let at = start + (value.len() - value.trim_start().len());
    Located::new(
        Originator {
            name: folded(name).into(),
            routing: routing.map(str::to_ascii_uppercase_smolstr),
        },
        Span::new(at, at + written.len()),
    )
}

/// Who sent the cable.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Originator {
    /// The plain address, `REO BASRAH`.
    pub name: SmolStr,
    /// Routing indicator, where the FM line has one.
    pub routing: Option<SmolStr>,
}

/// Takes `RUEHC/` off the front of an address.
fn split_routing(line: &str) -> (Option<&str>, &str) {
    let line = crate::flow::trimmed(line);
    // What all the ways below begin with, or have near their start.
    if !line.starts_with('R') && !line.bytes().take(10).any(|byte| byte == b'/') {
        return (None, line);
    }
    if is_routed(line)
        && let Some((routing, rest)) = line.split_once('/')
    {
        return (
            Some(routing.trim_end()),
            rest.trim_start_matches(['/', ' ']).trim(),
        );
    }
    // `QUEHEW/AMEMBASSY …`, `RUE HZN/AMEMBASSY …`: a slip in the indicator, or a blank.
    if let Some(slash) = line.bytes().take(10).position(|b| b == b'/')
        && slash >= 4
        && begins_strongly(&line[slash + 1..])
        && is_near_routing(&line[..slash])
    {
        return (Some(&line[..slash]), line[slash + 1..].trim());
    }
    // Another sign for the slash, `RUEHZN-AMEMBASSY …`.
    if line.starts_with('R')
        && let Some(at) = line.bytes().take(9).position(|b| matches!(b, b'-' | b'.'))
        && is_routing_indicator(&line[..at])
        && begins_strongly(&line[at + 1..])
    {
        return (Some(&line[..at]), line[at + 1..].trim());
    }
    // The slash was lost: `RUEHC SECSTATE WASHDC`, or the name ran into the indicator.
    if ["RU", "RH"].iter().any(|start| line.starts_with(start)) {
        if let Some((routing, rest)) = line.split_once(' ')
            && (5..=7).contains(&routing.len())
            && is_routing_indicator(routing)
        {
            return (Some(routing), rest.trim());
        }
        let n = line.bytes().take_while(u8::is_ascii_uppercase).count();
        let glued =
            (5..=7).find(|&at| n > at && STRONG_WORDS.iter().any(|word| line[at..n] == **word));
        if let Some(at) = glued {
            return (Some(&line[..at]), &line[at..]);
        }
    }
    (None, line)
}

/// Whether letters, a blank among them borne, are a slip away from the shape of a routing indicator.
fn is_near_routing(text: &str) -> bool {
    let n = text.bytes().filter(|b| *b != b' ').count();
    (4..=8).contains(&n)
        && text.bytes().all(|b| b.is_ascii_uppercase() || b == b' ')
        && (text.starts_with('R') || text.contains("UE") || text.contains("RE"))
}

type Plain<'t> = (&'t str, &'t str, Option<Precedence>, Option<&'t str>);

/// Indicator, name, precedence and number of an address without anything to mend, as most are:
/// `RUEHEW/AMEMBASSY EDELWEISS PRIORITY 0017`. What it gives is what the long way through [`push`] would.
fn plain(line: &str) -> Option<Plain<'_>> {
    let slash = indicator_end(line).filter(|slash| *slash < 8)?;
    let (routing, address) = (&line[..slash], &line[slash + 1..]);
    let signs = Signs::of(address)?;
    // The first byte of the last word of so many bytes.
    let last_word = |end: usize| match signs.blanks & below(end) {
        0 => 0,
        blanks => blanks.ilog2() as usize + 1,
    };
    let mut end = address.len();
    let mut serial = None;
    let at = last_word(end);
    if at > 0 && end == at + 4 && !signs.digits & (below(4) << at) == 0 {
        serial = Some(&address[at..end]);
        end = at - 1;
    }
    let mut precedence = None;
    let at = last_word(end);
    if at > 0 {
        precedence = match &address[at..end] {
            "PRIORITY" => Some(Precedence::Priority),
            "IMMEDIATE" => Some(Precedence::Immediate),
            "ROUTINE" => Some(Precedence::Routine),
            _ => None,
        };
        if precedence.is_some() {
            end = at - 1;
        }
    }
    let name = &address[..end];
    // What is odd begins with one of these letters.
    let odd = |word: &str| match word.as_bytes().first() {
        Some(b'A' | b'U' | b'S') => STRONG_WORDS.contains(&word),
        Some(b'X' | b'E' | b'L') => matches!(word, "XMT" | "EXCEPT" | "LESS"),
        Some(b'R') => is_routing_indicator(word),
        _ => false,
    };
    let mut blanks = signs.blanks & below(end);
    let first = &name[..end.min(blanks.trailing_zeros() as usize)];
    let mut any_odd = false;
    while blanks != 0 {
        let start = blanks.trailing_zeros() as usize + 1;
        blanks &= blanks - 1;
        any_odd |= odd(&name[start..end.min(blanks.trailing_zeros() as usize)]);
    }
    let at = last_word(end);
    let last = &name[at..];
    let bare = first.as_bytes().windows(3).any(|letters| letters == b"XMT")
        || any_odd
        || !signs.capitals & below(end) & !below(at) != 0
        || last.len() == 3 && serial.is_some() && crate::calendar::month_by_name(last).is_some()
        || Precedence::strip_word(name).is_some();
    (!bare).then_some((routing, name, precedence, serial))
}

/// What an address is made of, a bit for each byte: what its words are is then told without looking at them one by one.
struct Signs {
    blanks: u64,
    capitals: u64,
    digits: u64,
}

impl Signs {
    /// `None` where it is long, has other signs than capitals, digits, single blanks, hyphens and full stops, or ends in
    /// one that is no part of a name.
    fn of(address: &str) -> Option<Signs> {
        const LONGEST: usize = 60;
        let bytes = address.as_bytes();
        let block = bits::block(bytes).filter(|_| bytes.len() <= LONGEST)?;
        let blanks = bits::of(&block, |byte| byte == b' ');
        let capitals = bits::of(&block, |byte| byte.is_ascii_uppercase());
        let digits = bits::of(&block, |byte| byte.is_ascii_digit());
        let others = bits::of(&block, |byte| matches!(byte, b'-' | b'.'));
        let all = blanks | capitals | digits | others;
        // A blank in front counts as a second one.
        let doubled = blanks & (blanks << 1 | 1);
        (all == below(bytes.len())
            && doubled == 0
            && matches!(bytes.last(), Some(last) if !matches!(last, b' ' | b'.')))
        .then_some(Signs {
            blanks,
            capitals,
            digits,
        })
    }
}

/// Reads the addressees of one TO or INFO block, one piece of text a line.
///
/// A line that continues the name on the line before (no routing indicator, no telling first word, nothing at the
/// end of the line before) is joined to it. Exempted posts are attached to the collective before them.
pub(crate) fn parse_list(
    role: Role,
    lines: &[(Span, &str)],
    into: &mut Vec<Addressee>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut exempting = false;
    for &(span, line) in lines {
        let line = crate::flow::trimmed(line);
        if let Some((routing, name, precedence, serial)) = plain(line) {
            exempting = false;
            into.push(Addressee {
                role,
                name: name.into(),
                routing: Some(routing.into()),
                precedence,
                serial: serial.map(SmolStr::new),
                exempt: Vec::new(),
                span,
            });
            continue;
        }
        // Exemptions: `XMT AMCONSUL ZENDA`, or behind the collective itself.
        let (named, exempted) = split_exemption(line);
        if exempted.is_none()
            && exempting
            && split_routing(line).0.is_none()
            && is_address_line(line)
            && !line.contains("COLLECTIVE")
            // One that is exempted has no number.
            && split_tail(line).1.1.is_none()
        {
            exempt(line, into);
            continue;
        }
        exempting = false;
        let mut cuts = inner_addresses(named);
        cuts.push(named.len());
        let mut from = 0;
        for to in cuts {
            let piece = crate::flow::trimmed(&named[from..to]);
            let piece = piece.trim_end_matches([',', ';']);
            if !piece.is_empty() {
                let start =
                    span.start as usize + (piece.as_ptr() as usize - line.as_ptr() as usize);
                // Lines that another layout put together have no place of their own.
                let here = if span.len() == line.len() {
                    Span::new(start, start + piece.len())
                } else {
                    span
                };
                push(role, here, piece, into, diagnostics);
            }
            from = to;
        }
        if let Some(exempted) = exempted {
            exempting = true;
            exempt(exempted, into);
            diagnostics.push(Diagnostic::new(
                Code::XmtApplied,
                span,
                format!(
                    "exempted from the address before: `{}`",
                    excerpt(exempted.trim())
                ),
            ));
        }
    }
}

/// Splits `IRAN COLLECTIVE, XMT AMEMBASSY STRELSAU` at XMT, or at EXCEPT behind a collective.
fn split_exemption(line: &str) -> (&str, Option<&str>) {
    // Few addresses hold one of these letters; asking for it first spares the search.
    for (word, letter) in [("XMT", b'X'), ("EXCEPT", b'X'), ("LESS", b'L')] {
        let found = memchr::memchr(letter, line.as_bytes()).and_then(|_| line.find(word));
        let Some(at) = found else {
            continue;
        };
        let before = &line[..at];
        let after = &line[at + word.len()..];
        let apart = before.is_empty() || before.ends_with([' ', ',', '/', '(', '-']);
        let before = before.trim_end_matches([' ', ',', '/', '(', '-']);
        if !apart
            || !(after.is_empty() || after.starts_with([' ', ':', '/', ',']))
            || word != "XMT" && !is_whole(split_tail(before).0)
        {
            continue;
        }
        let after = after
            .trim_start_matches([' ', ':', '/', ','])
            .trim_end_matches([')', ' ']);
        return (before, Some(after));
    }
    (line, None)
}

fn exempt(names: &str, into: &mut [Addressee]) {
    const FARTHEST: usize = 64;
    let Some(last) = into.last() else {
        return;
    };
    // Posts are exempted from a collective; addresses may stand between.
    let role = last.role;
    let collective = into
        .iter()
        .rev()
        .take(FARTHEST)
        .take_while(|addressee| addressee.role == role)
        .position(|addressee| addressee.name.ends_with("COLLECTIVE"));
    let at = into.len() - 1 - collective.unwrap_or(0);
    let last = &mut into[at];
    for name in names.split([',', ';']) {
        let mut cuts = inner_addresses(name);
        cuts.push(name.len());
        let mut from = 0;
        for to in cuts {
            for one in name[from..to].split(" AND ") {
                let one = one.trim().trim_start_matches("AND ");
                let (one, _) = split_tail(split_routing(one).1);
                let one = SmolStr::from(folded(one));
                if !one.is_empty() {
                    last.exempt.push(one);
                }
            }
            from = to;
        }
    }
}

/// Whether a name looks cut at the end of its line.
fn is_cut(name: &str) -> bool {
    name.len() >= 50
        || name.ends_with(['-', '/', ','])
        || name.ends_with(" OF")
        || name.ends_with(" AND")
        || name.ends_with(" THE")
}

/// Whether a line without a routing indicator goes on with the address before it.
fn goes_on(last: &Addressee, line: &str, name: &str, known: bool) -> bool {
    if !last.exempt.is_empty() || last.name.len() >= 200 {
        return false;
    }
    // Nothing but a precedence or a number.
    if name.trim().is_empty() {
        return last.serial.is_none();
    }
    if last.serial.is_some() || last.precedence.is_some() {
        return false;
    }
    // `RUEHSU/` or `AMEMBASSY` alone before it.
    let half = last.name.is_empty()
        || matches!(name.trim(), "COLLECTIVE" | "WASHDC" | "WASHINGTON DC")
            && !is_whole(&last.name)
        || matches!(
            &*last.name,
            "AMEMBASSY" | "AMCONSUL" | "AMCONGEN" | "USMISSION"
        );
    // In a list with routing indicators a line without one, and without a word addresses begin with, is a rest.
    half || !known && is_cut(&last.name)
        || last.routing.is_some() && !begins_like_address(line) && !is_complete(&last.name)
}

/// The word that tells a precedence from the others.
fn first_word(precedence: Precedence) -> &'static str {
    match precedence {
        Precedence::NiactImmediate => "NIACT",
        other => other.as_str(),
    }
}

/// Whether nothing can be missing from a name: its end says so, or it names a post in full.
fn is_complete(name: &str) -> bool {
    is_whole(name)
        || crate::tables::addressees::lookup(name).is_some()
        || crate::tables::posts::without_address_word(name)
            .is_some_and(|place| crate::post::exact(&crate::post::compact(place)).is_some())
}

/// Says that letters were taken for digits in the number behind an address, `334l`.
fn note_misread_serial(
    serial: Option<&str>,
    span: Span,
    line: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(serial) = serial.filter(|serial| serial.bytes().any(|b| b.is_ascii_alphabetic()))
    else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(
            Code::AddresseeRepaired,
            span,
            format!("expected digits at the end, found `{}`", excerpt(line)),
        )
        .with_help(format!(
            "`{serial}` was taken for the number, its letters for digits; it is kept as written"
        )),
    );
}

fn push(
    role: Role,
    span: Span,
    line: &str,
    into: &mut Vec<Addressee>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let whole = line;
    let line = line
        .strip_prefix("ZEN/")
        .or_else(|| line.strip_prefix("ZEN ").filter(|rest| is_certain(rest)))
        .unwrap_or(line);
    let (routing, address) = split_routing(line);
    let known = routing.is_some() || is_address_line(whole);
    let (name, (precedence, serial)) = split_tail(address);
    if routing.is_none()
        && let Some(last) = into.last_mut().filter(|last| last.role == role)
        && goes_on(last, line, name, known)
    {
        note_misread_serial(serial, span, line, diagnostics);
        // The rest of an address that was broken over two lines.
        last.name = folded(&format!("{} {}", last.name, name)).into();
        last.precedence = last.precedence.or(precedence);
        last.serial = last.serial.take().or_else(|| serial.map(SmolStr::new));
        last.span = last.span.cover(span);
        return;
    }
    if matches!(name.trim(), "NONE" | "N/A") && routing.is_none() {
        return;
    }
    // A second column, as on typed forms, is none of the name's.
    let gap = name.as_bytes().windows(4).position(|gap| gap == b"    ");
    let name = match gap {
        Some(gap) if !name[gap..].contains("//") => &name[..gap],
        _ => name,
    };
    let slash_lost =
        routing.is_some_and(|routing| !line[routing.len()..].trim_start().starts_with('/'));
    let misspelt = precedence
        .filter(|precedence| !line.to_ascii_uppercase().contains(first_word(*precedence)));
    let fused = serial.is_some_and(|serial| {
        let at = serial.as_ptr() as usize - line.as_ptr() as usize;
        line[..at].ends_with(|c: char| c.is_ascii_alphabetic())
    });
    let garbled =
        routing.is_some_and(|routing| !is_routing_indicator(&routing.to_ascii_uppercase()));
    if slash_lost || misspelt.is_some() || fused || garbled {
        let mut diagnostic = Diagnostic::new(
            Code::AddresseeRepaired,
            span,
            format!(
                "expected indicator, name, precedence and number, found `{}`",
                excerpt(line)
            ),
        );
        if slash_lost {
            diagnostic = diagnostic.with_help("a slash behind the routing indicator was assumed");
        }
        if garbled {
            diagnostic =
                diagnostic.with_help("the letters before the slash were kept as the indicator");
        }
        if let Some(precedence) = misspelt {
            diagnostic = diagnostic.with_help(format!("the precedence was read as {precedence}"));
        }
        if fused {
            diagnostic = diagnostic.with_help("the digits were read as the number");
        }
        diagnostics.push(diagnostic);
    }
    note_misread_serial(serial, span, line, diagnostics);
    let mut name = folded(name.trim_end_matches([',', ';']));
    // `AMEMBASSY LA PAZ APR 9372`: a slip of the sending system.
    if let Some((before, month)) = name.rsplit_once(' ')
        && month.len() == 3
        && month.bytes().all(|b| b.is_ascii_uppercase())
        && crate::calendar::month_by_name(month).is_some()
        && serial.is_some()
    {
        diagnostics.push(
            Diagnostic::new(
                Code::AddresseeUnknown,
                span,
                format!(
                    "expected a precedence behind `{}`, found the month {month}",
                    excerpt(before)
                ),
            )
            .with_help("the month was left out of the name"),
        );
        name = before.to_owned().into();
    }
    if routing.is_none()
        && !known
        && crate::tables::addressees::lookup(&name).is_none()
        && crate::post::exact(&crate::post::compact(&name)).is_none()
    {
        diagnostics.push(
            Diagnostic::new(
                Code::AddresseeUnknown,
                span,
                format!("expected an address, found `{}`", excerpt(line)),
            )
            .with_help("kept as the name of an addressee"),
        );
    }
    if name.is_empty() && routing.is_none() {
        return;
    }
    into.push(Addressee {
        role,
        name: name.into(),
        routing: routing.map(|routing| {
            if routing.contains(' ') {
                routing.replace(' ', "").to_ascii_uppercase_smolstr()
            } else {
                routing.to_ascii_uppercase_smolstr()
            }
        }),
        precedence,
        serial: serial.map(SmolStr::new),
        exempt: Vec::new(),
        span,
    });
}

/// Writes the FM line. A name in words, `Embassy in Ruritania`, is written as the address of the `post` it means.
pub(crate) fn write_originator(
    from: Option<&Located<Originator>>,
    post: Option<&str>,
    out: &mut String,
) {
    let Some(from) = from else { return };
    out.push_str("FM ");
    if let Some(routing) = &from.value.routing {
        out.push_str(routing);
        out.push('/');
    }
    let in_words = from.value.name.bytes().any(|b| b.is_ascii_lowercase());
    match post.filter(|_| in_words) {
        Some(post) => out.push_str(&crate::tables::posts::by_name(post).map_or_else(
            || format!("AMEMBASSY {post}"),
            |known| known.plad.to_owned(),
        )),
        None => out.push_str(&from.value.name),
    }
    out.push('\n');
}

/// Writes TO and INFO, an addressee a line: routing indicator, name, precedence, continuity number, exemptions. A name in
/// words, `Embassy in Graustark`, has the label on its own line: without one no reader could tell it from a text.
pub(crate) fn write(addressees: &[Addressee], out: &mut String) {
    for (role, label) in [(Role::Action, "TO "), (Role::Info, "INFO ")] {
        let list = addressees.iter().filter(|addressee| addressee.role == role);
        for (at, addressee) in list.enumerate() {
            let in_words = addressee.routing.is_none()
                && addressee.name.bytes().any(|b| b.is_ascii_lowercase());
            if at == 0 || in_words {
                out.push_str(label);
            }
            if let Some(routing) = &addressee.routing {
                out.push_str(routing);
                out.push('/');
            }
            out.push_str(&addressee.name);
            if let Some(precedence) = addressee.precedence {
                out.push(' ');
                out.push_str(precedence.as_str());
            }
            if let Some(serial) = &addressee.serial {
                out.push(' ');
                out.push_str(serial);
            }
            for (at, name) in addressee.exempt.iter().enumerate() {
                out.push_str(if at == 0 { ", XMT " } else { "\nXMT " });
                out.push_str(name);
            }
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Vec<Addressee> {
        let lines: Vec<(Span, &str)> = lines.iter().map(|&line| (Span::default(), line)).collect();
        let mut addressees = Vec::new();
        parse_list(Role::Info, &lines, &mut addressees, &mut Vec::new());
        addressees
    }

    #[track_caller]
    fn check(
        line: &str,
        name: &str,
        routing: Option<&str>,
        precedence: Option<Precedence>,
        serial: Option<&str>,
    ) {
        let read = read(&[line]);
        assert_eq!(read.len(), 1, "{line}");
        let addressee = &read[0];
        assert_eq!(
            (
                &*addressee.name,
                addressee.routing.as_deref(),
                addressee.precedence,
                addressee.serial.as_deref()
            ),
            (name, routing, precedence, serial),
            "{line}"
        );
    }

    #[test]
    fn exemptions_belong_to_the_collective() {
        let read = read(&[
            "RUCNRUR/RURITANIA COLLECTIVE",
            "RUEKJCS/SECDEF WASHDC",
            "XMT AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS",
            "AMEMBASSY TARLENHEIM PRIORITY 0012",
        ]);
        let read: Vec<(&str, usize)> = read
            .iter()
            .map(|addressee| (&*addressee.name, addressee.exempt.len()))
            .collect();
        assert_eq!(
            read,
            [
                ("RURITANIA COLLECTIVE", 2),
                ("SECDEF WASHDC", 0),
                ("AMEMBASSY TARLENHEIM", 0)
            ]
        );
    }

    #[test]
    fn several_behind_commas() {
        for sign in [",", ";"] {
            let line = format!(
                "AMEMBASSY EDELWEISS{sign} AMEMBASSY ROME PRIORITY{sign} NSC WASHDC{sign} CIA WASHDC"
            );
            let read = read(&[&line]);
            let names: Vec<&str> = read.iter().map(|addressee| &*addressee.name).collect();
            assert_eq!(
                names,
                [
                    "AMEMBASSY EDELWEISS",
                    "AMEMBASSY ROME",
                    "NSC WASHDC",
                    "CIA WASHDC"
                ]
            );
        }
        assert_eq!(read(&["THE WHITE HOUSE, WASHINGTON DC"]).len(), 1);
    }

    #[test]
    fn plain_addresses_are_what_the_long_way_gives() {
        for line in [
            "RUEHEW/AMEMBASSY EDELWEISS 0017",
            "RUEHEW/AMEMBASSY EDELWEISS PRIORITY 0017",
            "RUEHEW/AMEMBASSY EDELWEISS IMMEDIATE",
            "RUEKJCS/SECDEF WASHINGTON DC ROUTINE",
            "RHEFDIA/DIA DHP-1 WASHINGTON DC",
            "RUCNRUR/RURITANIA COLLECTIVE",
            "RUEHSU/U.S. MISSION STRELSAU 0412",
        ] {
            let (routing, name, precedence, serial) = plain(line).expect(line);
            let mut long = Vec::new();
            push(
                Role::Info,
                Span::new(0, line.len()),
                line,
                &mut long,
                &mut Vec::new(),
            );
            let long = &long[0];
            assert_eq!(long.routing.as_deref(), Some(routing), "{line}");
            assert_eq!(long.name, name, "{line}");
            assert_eq!(long.precedence, precedence, "{line}");
            assert_eq!(long.serial.as_deref(), serial, "{line}");
        }
        for line in [
            "RUEHEW/AMEMBASSY EDELWEISS AMCONSUL ZENDA",
            "RUCNRUR/RURITANIA COLLECTIVE XMT AMCONSUL ZENDA",
            "RUEHEW/AMEMBASSY EDELWEISS APR 0017",
            "RUEHEW/AMEMBASSY EDELWEISS NIACT IMMEDIATE 0017",
            "RUEHEW/AMEMBASSY EDELWEISS PIORITY 0017",
            "RUEHEW/AMEMBASSY EDELWEISS 17-18",
            "AMEMBASSY EDELWEISS",
            "RUEHEW/",
        ] {
            assert!(plain(line).is_none(), "{line}");
        }
    }

    #[test]
    fn single_lines() {
        check(
            "RUEHC/SECSTATE WASHDC 0610",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            None,
            Some("0610"),
        );
        check(
            "RUEHC/SECSTATE WASHDC PRIORITY 3341",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            Some(Precedence::Priority),
            Some("3341"),
        );
        check(
            "SECSTATE WASHDC NIACT IMMEDIATE 12",
            "SECSTATE WASHDC",
            None,
            Some(Precedence::NiactImmediate),
            Some("12"),
        );
        check(
            "RHEFDHP/DIA DHP-1 WASHINGTON DC",
            "DIA DHP-1 WASHINGTON DC",
            Some("RHEFDHP"),
            None,
            None,
        );
        check(
            "RHEFDIA/DIA WASHDC//DHO-3//",
            "DIA WASHDC//DHO-3//",
            Some("RHEFDIA"),
            None,
            None,
        );
        check(
            "RUEHC/SECSTATE WASHDC IMMEDIATE 7721-7722",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            Some(Precedence::Immediate),
            Some("7721-7722"),
        );
        check(
            "RUEHC SECSTATE WASHDC 0610",
            "SECSTATE WASHDC",
            Some("RUEHC"),
            None,
            Some("0610"),
        );
        check(
            "AMEMBASSY STRELSAU 0017 PRIORITY",
            "AMEMBASSY STRELSAU",
            None,
            Some(Precedence::Priority),
            Some("0017"),
        );
        check(
            "RUEPGAB/MNF-I C2X BAGHDAD IZ",
            "MNF-I C2X BAGHDAD IZ",
            Some("RUEPGAB"),
            None,
            None,
        );
    }

    #[test]
    fn damaged_lines() {
        let edelweiss = |line: &str, precedence, serial| {
            check(
                line,
                "AMEMBASSY EDELWEISS",
                Some("RUEHEW"),
                precedence,
                serial,
            );
        };
        edelweiss("RUEHEW//AMEMBASSY EDELWEISS 0017", None, Some("0017"));
        edelweiss("RUEHEW / AMEMBASSY EDELWEISS 0017.", None, Some("0017"));
        edelweiss("RUEHEWAMEMBASSY EDELWEISS 0017", None, Some("0017"));
        edelweiss("RUEHEW/AMEMBASSY EDELWEISS0017", None, Some("0017"));
        edelweiss(
            "RUEHEW/AMEMBASSY EDELWEISS 0017/0018",
            None,
            Some("0017/0018"),
        );
        let priority = Some(Precedence::Priority);
        for word in ["PIORITY", "PRIORTIY", "PRIORITTY"] {
            let line = format!("RUEHEW/AMEMBASSY EDELWEISS {word} 0017");
            edelweiss(&line, priority, Some("0017"));
        }
        edelweiss(
            "RUEHEW/AMEMBASSY EDELWEISS PRIORITY0017",
            priority,
            Some("0017"),
        );
        edelweiss(
            "RUEHEW/AMEMBASSY EDELWEISS IMMEDIATE NIACT 17",
            Some(Precedence::NiactImmediate),
            Some("17"),
        );
    }

    #[test]
    fn several_on_one_line() {
        let names = |lines: &[&str]| -> Vec<SmolStr> {
            read(lines)
                .into_iter()
                .map(|addressee| addressee.name)
                .collect()
        };
        for line in [
            "RUEHEW/AMEMBASSY EDELWEISS 0017 RUEHZN/AMCONSUL ZENDA",
            "RUEHEW/AMEMBASSY EDELWEISS PRIORITY, RUEHZN/AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS, AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS IMMEDIATE AMCONSUL ZENDA PRIORITY",
        ] {
            assert_eq!(
                names(&[line]),
                ["AMEMBASSY EDELWEISS", "AMCONSUL ZENDA"],
                "{line}"
            );
        }
        assert_eq!(names(&["CDR USEUCOM VAIHINGEN GE//J2/J5//"]).len(), 1);
        assert_eq!(names(&["NONE"]), [""; 0]);
        assert_eq!(
            names(&[
                "RHMFISS/CDR USSOCOM",
                "MACDILL AFB FL",
                "RUEHEW/AMEMBASSY EDELWEISS"
            ]),
            ["CDR USSOCOM MACDILL AFB FL", "AMEMBASSY EDELWEISS"]
        );
        let read = read(&["RUEHZN/", "AMCONSUL ZENDA", "PRIORITY 0044"]);
        assert_eq!((read.len(), read[0].serial.as_deref()), (1, Some("0044")));
    }

    #[test]
    fn labels() {
        let to = Some(LineLabel::Addressees(Role::Action));
        let info = Some(LineLabel::Addressees(Role::Info));
        let check = |line: &str, expected| {
            assert_eq!(line_label(line).map(|found| found.0), expected, "{line}");
        };
        for (line, expected) in [
            ("TO\u{FFFD}SECSTATE WASHDC", to),
            ("T¿ SECSTATE WASHDC", to),
            ("IN¿O RUEHEW/AMEMBASSY EDELWEISS", info),
            ("¿M AMEMBASSY STRELSAU", Some(LineLabel::From)),
            ("FM¿AMEMBASSY STRELSAU", Some(LineLabel::From)),
            ("TO¿THE KING", None),
        ] {
            check(line, expected);
        }
        check("TO RUEHC/SECSTATE WASHDC", to);
        check("TO", to);
        check("T0 RUEHC/SECSTATE WASHDC", to);
        check("TORUEHC/SECSTATE WASHDC", to);
        check("to secstate washdc", to);
        check("INFO: AMEMBASSY EDELWEISS", info);
        check("INF0 RUEHEW/AMEMBASSY EDELWEISS", info);
        check("FM AMEMBASSY STRELSAU", Some(LineLabel::From));
        check("to the King", None);
        check("TOTAL", None);
        check("INFORMATION", None);
        check("FM", None);
        assert!(!may_be_labelled("INFO:   DCM POL ECON", "DCM POL ECON"));
        assert_eq!(
            inner_info("RUEHC/SECSTATE WASHDC INFO RUEHZN/AMCONSUL ZENDA"),
            Some(22)
        );
    }

    #[test]
    fn exemptions_and_broken_names() {
        let read = self::read(&[
            "RUCNRUR/RURITANIA COLLECTIVE, XMT AMCONSUL ZENDA",
            "AMEMBASSY EDELWEISS",
        ]);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].exempt, ["AMCONSUL ZENDA", "AMEMBASSY EDELWEISS"]);
        let read = self::read(&["RUEHSU/AMEMBASSY", "STRELSAU 0017"]);
        assert_eq!(
            (read.len(), &*read[0].name, read[0].serial.as_deref()),
            (1, "AMEMBASSY STRELSAU", Some("0017"))
        );
    }
}
