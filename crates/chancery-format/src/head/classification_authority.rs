//! CLASSIFIED BY and REASON: who classified the cable, under which letters of the order.

use std::borrow::Cow;
use std::sync::LazyLock;

use smallvec::SmallVec;

use super::classification::close_to;
use super::precedence;
use crate::Span;
use crate::bits::Pairs;
use crate::diagnostic::{Code, Diagnostic, excerpt};
use crate::flow::{Flow, fold};
use crate::tables::Words;

/// Who classified the cable.
///
/// Source: docs/format.md, "Classified by".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClassificationAuthority {
    /// The name as written, without rank or office; `None` where the line names none.
    pub name: Option<String>,
    /// Rank, office and organisation.
    pub title: Option<String>,
    /// The whole value as written, blanks folded, without the reasons.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// One reason, `1.4(b)`: section of the order and letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// `1.4(b)`, or the section alone where no letter is given.
    pub text: &'static str,
    /// Where the list of reasons is written.
    pub span: Span,
}

/// Every reason that can be read: a section without a letter, and with each letter.
const REASONS: [[&str; 9]; 6] = {
    macro_rules! reasons {
        ($($section:literal)*) => {
            [$([
                $section,
                concat!($section, "(a)"),
                concat!($section, "(b)"),
                concat!($section, "(c)"),
                concat!($section, "(d)"),
                concat!($section, "(e)"),
                concat!($section, "(f)"),
                concat!($section, "(g)"),
                concat!($section, "(h)"),
            ]),*]
        };
    }
    reasons!("1.2" "1.3" "1.4" "1.5" "1.6" "1.7")
};

/// The section `1.2` to `1.7` with this digit, with a small letter `a` to `h` or without.
fn reason(digit: u8, letter: Option<u8>) -> &'static str {
    let letter = letter.map_or(0, |letter| usize::from(letter - b'a') + 1);
    REASONS[usize::from(digit - b'2')][letter]
}

/// The classifier in brackets behind the instruction of 1978 to 1982, `GDS 6/5/85 (FENN, DORA L.) OR-M`. Behind the
/// name stands the letter of the authority; it is kept in the text.
pub(crate) fn of_order(flow: &Flow<'_>) -> Option<ClassificationAuthority> {
    const LONGEST: usize = 60;
    let text = &*flow.text;
    let open = text.bytes().position(|byte| byte == b'(')?;
    let close = open + text[open..].bytes().position(|byte| byte == b')')?;
    let name = fold(&text[open + 1..close]);
    let is_name = (4..=LONGEST).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b" ,.'-".contains(&b));
    let behind = text[close + 1..].trim_start();
    let authority = behind.len() >= 4
        && behind.starts_with("OR-")
        && behind.as_bytes()[3].is_ascii_uppercase()
        && behind[4..].trim().is_empty();
    let schedule = ["GDS", "RDS", "XDS", "XGDS"]
        .iter()
        .any(|word| text[..open].contains(word));
    let named = name.contains(',') && behind.trim().is_empty();
    if !is_name || !schedule || !(authority || named) {
        return None;
    }
    let end = text.trim_end().len();
    Some(ClassificationAuthority {
        name: Some(name),
        title: None,
        text: fold(&text[open..end]),
        span: flow.span(open..end),
    })
}

/// Words of ranks and offices, in capitals without full stops. A name stands behind the last of them.
const TITLE_WORDS: &[&str] = &[
    "A",
    "ACTING",
    "ADCM",
    "ADM",
    "ADMIRAL",
    "ADVISER",
    "ADVISOR",
    "AFFAIRS",
    "AFRICA",
    "AGRICULTURAL",
    "AI",
    "AID",
    "AMB",
    "AMBASSADOR",
    "AMERICAS",
    "ANALYST",
    "AND",
    "ARMS",
    "AS",
    "ASIA",
    "ASSISTANT",
    "ASST",
    "ATTACHE",
    "AUTHORITY",
    "BG",
    "BRANCH",
    "BUREAU",
    "BUSINESS",
    "BY",
    "CAPT",
    "CAPTAIN",
    "CDA",
    "CDR",
    "CENTRAL",
    "CG",
    "CHARGE",
    "CHARGé",
    "CHIEF",
    "CMDR",
    "COL",
    "COLONEL",
    "COMMANDER",
    "COMMERCIAL",
    "COMPLIANCE",
    "CONGEN",
    "CONOFF",
    "CONS",
    "CONSUL",
    "CONSULAR",
    "CONSULATE",
    "CONSULTANT",
    "CONTROL",
    "COORDINATOR",
    "COUNS",
    "COUNSEL",
    "COUNSELLOR",
    "COUNSELOR",
    "COUNTERTERRORISM",
    "COUNTRY",
    "CULTURAL",
    "D'AFFAIRES",
    "DAFFAIRES",
    "DAO",
    "DAS",
    "DATT",
    "DCM",
    "DEFENSE",
    "DELEGATION",
    "DEP",
    "DEPARTMENT",
    "DEPT",
    "DEPUTY",
    "DESIGNATE",
    "DESK",
    "DIR",
    "DIRECTOR",
    "DIVISION",
    "DOS",
    "DPO",
    "DR",
    "EAST",
    "EASTERN",
    "ECON",
    "ECONCHIEF",
    "ECONCOUNS",
    "ECONCOUNSELOR",
    "ECONMIN",
    "ECONMINCOUNS",
    "ECONOFF",
    "ECONOMIC",
    "ECONOMICS",
    "EMBASSY",
    "ENERGY",
    "ENVIRONMENT",
    "ENVOY",
    "EO",
    "ESTH",
    "ESTHOFF",
    "ESTOFF",
    "EU",
    "EUROPEAN",
    "EXECUTIVE",
    "EXTERNAL",
    "FINANCE",
    "FINANCIAL",
    "FIRST",
    "FOR",
    "FOREIGN",
    "FSO",
    "GEN",
    "GENERAL",
    "GLOBAL",
    "HEAD",
    "HEMISPHERE",
    "HUMAN",
    "IMPLEMENTATION",
    "IN",
    "INFORMATION",
    "INTELLIGENCE",
    "INTERIM",
    "INTERNAL",
    "INTERNATIONAL",
    "IPAO",
    "ISSUES",
    "LABOR",
    "LCDR",
    "LEADER",
    "LEGAL",
    "LEGATT",
    "LT",
    "LTC",
    "LTG",
    "MAJ",
    "MAJOR",
    "MANAGEMENT",
    "MG",
    "MILITARY",
    "MINISTER",
    "MINISTER-COUNSELOR",
    "MISSILE",
    "MISSION",
    "MONETARY",
    "MR",
    "MRS",
    "MS",
    "NATIONAL",
    "NATO",
    "NAVAL",
    "NEAR",
    "NONPROLIFERATION",
    "NORTH",
    "NUCLEAR",
    "OF",
    "OFF",
    "OFFICE",
    "OFFICER",
    "OIC",
    "OPERATIONS",
    "ORGANIZATION",
    "ORGANIZATIONS",
    "ORIGINAL",
    "OSCE",
    "PAO",
    "PDAS",
    "PE",
    "PERMANENT",
    "PERMREP",
    "PLANNING",
    "PO",
    "POL",
    "POL-ECON",
    "POL-MIL",
    "POLAD",
    "POLCHIEF",
    "POLCOUNS",
    "POLCOUNSELOR",
    "POLECON",
    "POLECONCOUNS",
    "POLICY",
    "POLITICAL",
    "POLITICAL-MILITARY",
    "POLITICO-MILITARY",
    "POLMIL",
    "POLMILCOUNS",
    "POLMIN",
    "POLMINCOUNS",
    "POLOFF",
    "PRINCIPAL",
    "PRT",
    "PUBLIC",
    "RADM",
    "REDUCTION",
    "REFUGEE",
    "REGIME",
    "REGIONAL",
    "RELATIONS",
    "REO",
    "REP",
    "REPRESENTATIVE",
    "RESOURCES",
    "RIGHTS",
    "RSO",
    "SCIENCE",
    "SECOND",
    "SECRETARY",
    "SECTION",
    "SECURITY",
    "SENIOR",
    "SOUTH",
    "SPECIAL",
    "STAFF",
    "STATE",
    "TDY",
    "TEAM",
    "TECHNOLOGY",
    "THE",
    "THIRD",
    "THREAT",
    "TO",
    "TRADE",
    "UN",
    "UNDER",
    "UNDERSECRETARY",
    "UNIT",
    "US",
    "USA",
    "USAID",
    "USEU",
    "USNATO",
    "USUN",
    "VADM",
    "VERIFICATION",
    "VICE",
    "WESTERN",
    "WITH",
];

/// [`TITLE_WORDS`], found by hash: every word of every officer is asked for.
static TITLES: LazyLock<Words> = LazyLock::new(|| Words::new(TITLE_WORDS));

/// Bureaus of the Department that stand alone in front of a name, `ISN DORA FENN`.
const BUREAUS: &[&str] = &[
    "ACN", "AVC", "DRL", "EAP", "EEB", "EUR", "INL", "INR", "ISN", "NEA", "OES", "PRM", "SCA",
    "VCI", "WHA",
];

/// Reads the value of a CLASSIFIED BY line, reasons and all. `year` tells the section of reasons that name none.
pub(crate) fn parse(
    flow: &Flow<'_>,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<ClassificationAuthority>, Vec<Reason>) {
    // No officer needs more; a hostile line must not cost its square.
    let mut limit = flow.text.len().min(4_096);
    while !flow.text.is_char_boundary(limit) {
        limit -= 1;
    }
    let text = &flow.text[..limit];
    let mut start = crate::PortionMark::at_start(text, false).map_or(0, |(_, n)| n);
    // `Classified By: Classified by DCM …`, `This message was classified by …`.
    let upper = text.to_ascii_uppercase();
    // Most officers begin with none of these letters.
    if let Some(b'C' | b'T' | b'B') = upper.as_bytes().get(start) {
        for prefix in [
            "CLASSIFIED BY",
            "THIS MESSAGE WAS CLASSIFIED BY",
            "THIS CABLE WAS CLASSIFIED BY",
            "BY",
        ] {
            if let Some(rest) = upper
                .get(start..)
                .and_then(|rest| rest.strip_prefix(prefix))
                && rest.starts_with([' ', ':', '\n', '.'])
            {
                start = text.len() - rest.trim_start_matches([' ', ':', '\n', '.', '-']).len();
            }
        }
    }
    let reasons_at = find_reasons(&upper, start);
    let who_end = reasons_at.unwrap_or(text.len());
    let mut who = trim_who(&text[start..who_end]);
    let reasons = match reasons_at {
        Some(at) => read_reasons(&text[at..], flow.span(at..text.len()), year, diagnostics),
        None => Vec::new(),
    };
    let mut repaired = false;
    // `Dora Fenn ffor reasons`: names have capitals.
    if !reasons.is_empty()
        && let Some((before, last)) = who.rsplit_once([' ', '\n'])
        && (2..=4).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_lowercase())
        && (close_to(last, "for", 1) || crate::post::is_swap(last, "for"))
    {
        who = trim_who(before);
        repaired = true;
    }
    // `DCM DORA FENN, RESASONS 1.4 (B)`.
    if !reasons.is_empty()
        && let Some(before) = before_garbled_reasons(who)
    {
        who = trim_who(before);
        repaired = true;
    }
    // `DERIVED FROM MULTIPLE SOURCES`: nobody, but the words are kept.
    let derived = who.is_empty() && upper[start.min(upper.len())..].starts_with("DERIVED");
    if derived {
        let line = text[start..].split('\n').next().unwrap_or("");
        who = line.trim_matches([' ', '.', '-']);
    }
    if who.is_empty() {
        return (None, reasons);
    }
    let span = flow.span(
        start..(start + (who.as_ptr() as usize - text[start..].as_ptr() as usize) + who.len()),
    );
    let folded = super::subject::join(who);
    // `DOS CLASSIFICATION GUIDE`: no person.
    let guide = crate::parse::contains_ignoring_case(&folded, "CLASSIFICATION GUIDE", 15);
    let (name, title) = if derived || guide {
        (None, None)
    } else {
        split_name(&folded)
    };
    let slip = |word: &str| {
        word.contains(',') && (word.contains("d,") || word.contains("D,A")) || is_zero_for_o(word)
    };
    let may_slip = has_d_comma(&folded) || folded.as_bytes().contains(&b'0');
    if repaired || may_slip && folded.split(' ').any(slip) {
        diagnostics.push(
            Diagnostic::new(
                Code::ClassifierRepaired,
                span,
                format!("`{}` is written with a slip", excerpt(&folded)),
            )
            .with_help("name and office were told apart all the same; the words are kept"),
        );
    }
    (
        Some(ClassificationAuthority {
            name,
            title,
            text: folded,
            span,
        }),
        reasons,
    )
}

/// What stands before a misspelt REASONS at the end: `RESASONS`, `easons`, `re asons`.
fn before_garbled_reasons(who: &str) -> Option<&str> {
    const LETTERS: u32 = precedence::letters(b"REASON");
    let parts = |c: char| matches!(c, ' ' | '\n' | ',');
    let (before, last) = who.rsplit_once(parts)?;
    if last.len() > 9 || !last.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    // Two slips lose two letters at most: few surnames are asked about.
    let letters = precedence::letters(last.as_bytes());
    if last.len() >= 5 && (LETTERS & !letters).count_ones() <= 2 {
        let upper = last.to_ascii_uppercase();
        let near = |word: &str, n| close_to(&upper, word, n) || crate::post::is_swap(&upper, word);
        if upper.starts_with('R') && close_to(&upper, "REASONS", 2)
            || near("REASONS", 1)
            || near("REASON", 1)
        {
            return Some(before);
        }
    }
    // A blank inside the word.
    if !last.is_empty() && !last.ends_with(['S', 's', 'N', 'n']) {
        return None;
    }
    let (before, first) = before.rsplit_once(parts)?;
    let is_cut = |word: &str| {
        first.len() + last.len() == word.len()
            && word.is_char_boundary(first.len())
            && first.eq_ignore_ascii_case(&word[..first.len()])
            && last.eq_ignore_ascii_case(&word[first.len()..])
    };
    (is_cut("REASONS") || is_cut("REASON")).then_some(before)
}

/// `AMBASSAD0R`: a zero among letters.
fn is_zero_for_o(word: &str) -> bool {
    word.contains('0')
        && word.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
        && word
            .as_bytes()
            .windows(3)
            .any(|w| w[1] == b'0' && w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic())
}

/// What reasons, and the words of [`find_reasons`] leading to them, begin with; a line end may cut the words.
const BEGIN: Pairs = Pairs::new(&[
    (b"RD", b"E\n"),
    (b"E", b".OX\n"),
    (b"1", b"1234567. ,:/-;\n"),
    (b"IL", b"."),
]);

/// Where the reasons begin: at REASON, or at a section number; the words leading to them included.
fn find_reasons(upper: &str, from: usize) -> Option<usize> {
    const WORDS: [&[u8]; 10] = [
        b"REASON",
        b"RESON",
        b"DECLASSIFY ON",
        b"DECL ON",
        b"DERIVED FROM",
        b"DECL:",
        b"E.O.",
        b"E. O.",
        b"EO 1",
        b"EXECUTIVE ORDER",
    ];
    let bytes = upper.as_bytes();
    (from..bytes.len()).find(|&at| {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        if !BEGIN.has(bytes[at], second) {
            return false;
        }
        let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        if before.is_ascii_alphabetic() {
            return false;
        }
        match bytes[at] {
            b'R' | b'D' | b'E' => WORDS
                .iter()
                .any(|word| word[0] == bytes[at] && is_broken(&bytes[at..], word)),
            b'1' | b'I' | b'L' => {
                !(before.is_ascii_digit() || before == b'.') && section_at(upper, at).is_some()
            }
            _ => false,
        }
    })
}

/// Whether a text begins with a word, even where a line end cuts it: `REAS` / `ONS`.
fn is_broken(text: &[u8], word: &[u8]) -> bool {
    let mut at = 0;
    word.iter().all(|&letter| {
        if text.get(at) == Some(&b'\n') && letter != b' ' {
            at += 1;
        }
        let same = text.get(at) == Some(&letter) || letter == b' ' && text.get(at) == Some(&b'\n');
        at += 1;
        same
    })
}

/// A section of the order at `at`: `1.4`, `1,4`, `1 .4`, `1.5.`, and before a bracket `15` and `1-5`; gives its digit
/// and the end.
fn section_at(text: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b'1' => {}
        // `l.4 (b)`: a letter for the one.
        b'l' | b'I' | b'L'
            if matches!(
                bytes.get(at + 1..),
                Some([b'.', b'4' | b'5', b' ' | b'(', ..])
            ) => {}
        _ => return None,
    }
    // `11.4 (b)`, `1..4 (b)`: a sign twice.
    let mut i = at + 1;
    if matches!(
        bytes.get(i..),
        Some([b'1', b'.', b'4' | b'5', b' ' | b'(', ..] | [b'.', b'.', b'4' | b'5', ..])
    ) {
        i += 1;
    }
    let mut point = false;
    let mut sign = false;
    while let Some(b) = bytes.get(i) {
        match b {
            b' ' | b'\n' if i - at < 4 => i += 1,
            b'.' | b',' | b':' | b'/' if !point => {
                point = true;
                i += 1;
            }
            b'-' | b';' if !sign && !point => {
                sign = true;
                i += 1;
            }
            _ => break,
        }
    }
    let digit = *bytes.get(i)?;
    // `1.44 (b)`.
    if point
        && matches!(digit, b'4' | b'5')
        && matches!(bytes.get(i + 1..i + 3), Some([twice, b' ' | b'(']) if *twice == digit)
    {
        return Some((digit, i + 2));
    }
    if !(b'2'..=b'7').contains(&digit) || bytes.get(i + 1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let bracket = || {
        let behind = text[i + 1..].trim_start_matches([' ', '.']).as_bytes();
        matches!(behind, [b'(', letter, next, ..]
            if (b'a'..=b'h').contains(&letter.to_ascii_lowercase()) && !next.is_ascii_alphanumeric())
    };
    (point || (b'4'..=b'6').contains(&digit) && bracket()).then_some((digit, i + 1))
}

/// The words up to the reasons without what leads to them: `for`, `under`, `per`, `section`.
fn trim_who(text: &str) -> &str {
    /// The last two letters of the words.
    const END: Pairs = Pairs::new(&[
        (b"OoEe", b"Rr"),
        (b"Aa", b"WwSs"),
        (b"LlHh", b"Ee"),
        (b"Oo", b"Nn"),
        (b"Nn", b"Dd"),
        (b"Tt", b"OoHh"),
        (b"Bb", b"Yy"),
    ]);
    let signs = |c: char| {
        matches!(
            c,
            ' ' | '\n' | '\t' | ',' | ';' | ':' | '-' | '(' | '/' | '"'
        )
    };
    let mut who = text.trim_matches(signs);
    while let bytes @ [.., before, last] = who.as_bytes()
        && END.has(*before, *last)
    {
        let lead = [
            "FOR",
            "UNDER",
            "PER",
            "IAW",
            "TITLE",
            "SECTION",
            "FOR SECTION",
            "ON",
            "THE",
            "AND",
            "AS",
            "PURSUANT TO",
            "IN ACCORDANCE WITH",
            "BASED ON",
            "DUE TO",
            "BY",
            "FOR THE",
        ]
        .iter()
        .find(|word| {
            let Some(at) = bytes.len().checked_sub(word.len()) else {
                return false;
            };
            bytes[at..].eq_ignore_ascii_case(word.as_bytes())
                && (at == 0
                    || bytes[at - 1].is_ascii_whitespace()
                    || bytes[at - 1].is_ascii_punctuation())
        });
        match lead {
            Some(word) => who = who[..who.len() - word.len()].trim_matches(signs),
            None => break,
        }
    }
    // A final full stop goes, unless it belongs to an initial or abbreviation.
    let stripped = who.trim_end_matches(['.', ' ', '\n']);
    if who.len() == stripped.len() {
        return who;
    }
    let parts = |c: char| matches!(c, ' ' | '\n' | ',');
    let last = stripped.rsplit(parts).next().unwrap_or("");
    let abbreviation = last.len() == 1
        || ["JR", "SR", "A.I", "U.S", "D.C"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word));
    if abbreviation {
        &who[..=stripped.len()]
    } else {
        stripped
    }
}

/// Whether two bytes that stand together are such. All are looked at, which is quicker than one by one: officers are
/// short.
#[inline]
fn has_pair(text: &str, is: impl Fn(u8, u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (first, second)| any | is(*first, *second))
}

/// Whether a comma stands behind a D.
fn has_d_comma(text: &str) -> bool {
    has_pair(text, |first, second| {
        ((first | 0x20) ^ b'd') | (second ^ b',') == 0
    })
}

/// Tells the name from rank and office; the words of `who` have single blanks between them.
fn split_name(who: &str) -> (Option<String>, Option<String>) {
    let who = first_officer(who);
    let mended;
    // `Charge d,Affaires`: a comma for the apostrophe.
    let who = if has_d_comma(who) {
        mended = who.replace("d,A", "d'A").replace("D,A", "D'A");
        &*mended
    } else {
        who
    };
    if let Some((name, title)) = family_name_first(who) {
        return (Some(name.to_owned()), Some(title.to_owned()));
    }
    let parts = who
        .split([',', ';'])
        .map(crate::flow::trimmed)
        .filter(|part| !part.is_empty());
    let mut title: SmallVec<[String; 4]> = SmallVec::new();
    let mut name: Option<String> = None;
    let mut n_before = 0;
    for part in parts {
        if name.is_some() {
            let suffix = part.trim_end_matches('.');
            if title.len() == n_before
                && ["JR", "SR", "II", "III", "IV"]
                    .iter()
                    .any(|word| suffix.eq_ignore_ascii_case(word))
                && let Some(name) = &mut name
            {
                *name = format!("{name}, {part}");
                continue;
            }
            title.push(part.to_owned());
            continue;
        }
        let (before, found, after) = split_part(part);
        if let Some(before) = before {
            title.push(before);
        }
        name = found;
        n_before = title.len();
        if let Some(after) = after {
            title.push(after);
        }
    }
    let title = match title.len() {
        0 | 1 => title.pop(),
        _ => Some(title.join(", ")),
    };
    (name, title)
}

/// `FENN, DORA; DCM`, `FENN, DORA L., POLITICAL COUNSELOR`: a family name, given names, then what begins like an office.
fn family_name_first(who: &str) -> Option<(&str, &str)> {
    let (family, rest) = who.split_once(',')?;
    let at = rest.find([',', ';'])?;
    let (given, office) = (rest[..at].trim(), rest[at + 1..].trim());
    let is_untitled = |part: &str, most: usize| {
        let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
        (1..=most).contains(&words.len())
            && looks_like_name(&words[..1])
            && (0..words.len()).all(|at| !is_title_word(words[at], at, &words))
    };
    let words: Vec<&str> = office.split(' ').collect();
    let suffix = matches!(
        &*given.trim_end_matches('.').to_ascii_uppercase(),
        "JR" | "SR" | "II" | "III" | "IV"
    );
    (!suffix
        && is_untitled(family.trim(), 1)
        && is_untitled(given, 3)
        && is_title_word(words[0], 0, &words))
    .then(|| (who[..family.len() + 1 + at].trim(), office))
}

/// The first of several officers, `POL COUNSELOR DORA FENN AND DCM RUDOLF DORN`.
fn first_officer(who: &str) -> &str {
    let is_and = |letters: &[u8]| letters.eq_ignore_ascii_case(b" AND ");
    // Most lines name one officer.
    if !has_pair(who, |first, second| {
        ((first | 0x20) ^ b'd') | (second ^ b' ') == 0
    }) {
        return who;
    }
    let ands = who.as_bytes().windows(" AND ".len()).enumerate();
    for (at, _) in ands.filter(|(_, letters)| is_and(letters)).take(4) {
        let (before, behind) = (&who[..at], &who[at + " AND ".len()..]);
        let words: Vec<&str> = behind.split([' ', ',']).collect();
        let titled = words
            .first()
            .is_some_and(|word| is_title_word(word, 0, &words));
        let last = before.rsplit([',', ';']).next().unwrap_or(before).trim();
        if titled && split_part(last).1.is_some_and(|name| name.contains(' ')) {
            return before;
        }
    }
    who
}

/// Splits one part between commas into office before, name, office behind.
fn split_part(part: &str) -> (Option<String>, Option<String>, Option<String>) {
    let words: SmallVec<[&str; 16]> = part.split(' ').filter(|word| !word.is_empty()).collect();
    let is_title = |at: &usize| is_title_word(words[*at], *at, &words);
    // Single blanks stand between the words: what is written from the first to the last of some is they joined.
    let start_of = |word: &str| word.as_ptr() as usize - part.as_ptr() as usize;
    let written = |words: &[&str]| match words {
        [first, ..] => {
            let last = words[words.len() - 1];
            &part[start_of(first)..start_of(last) + last.len()]
        }
        [] => "",
    };
    let signs = |c: char| matches!(c, ' ' | '-' | ':' | '(' | ')' | '/');
    let trimmed = |text: &str| {
        let text = text.trim_start_matches(signs);
        let mut end = text.trim_end_matches(signs).len();
        // A bracket opened inside stays closed, `Ambassador (Ret.)`.
        if text[end..].starts_with(')') && text[..end].contains('(') {
            end += 1;
        }
        let text = &text[..end];
        (!text.is_empty()).then(|| text.to_owned())
    };
    let some = |words: &[&str]| trimmed(written(words));
    // From the end: the words before the last title are asked about only where no name stands behind it.
    let Some(last) = (0..words.len()).rev().find(is_title) else {
        return (None, some(&words), None);
    };
    let behind = &words[last + 1..];
    if !behind.is_empty() && looks_like_name(behind) {
        return (some(&words[..=last]), some(behind), None);
    }
    // The name first: `LOUIS FENN DIRECTOR`.
    let titles: Vec<bool> = (0..words.len()).map(|at| is_title(&at)).collect();
    let first = titles.iter().position(|&title| title).unwrap_or(0);
    if first > 0 && looks_like_name(&words[..first]) {
        return (None, some(&words[..first]), some(&words[first..]));
    }
    // The name inside its office: `Under Secretary Dora Fenn for Political Affairs`.
    if let Some(from) = titles.windows(2).position(|pair| pair == [true, false])
        && let Some(n) = titles[from + 1..].iter().position(|&title| title)
        && n >= 2
        && words[from + 1 + n].eq_ignore_ascii_case("FOR")
        && RANKS
            .iter()
            .any(|rank| words[from].eq_ignore_ascii_case(rank))
        && looks_like_name(&words[from + 1..=from + n])
    {
        let office = [written(&words[..=from]), written(&words[from + 1 + n..])].join(" ");
        return (trimmed(&office), some(&words[from + 1..=from + n]), None);
    }
    (some(&words), None, None)
}

/// Ranks a name may follow with the rest of the office behind it.
const RANKS: [&str; 8] = [
    "SECRETARY",
    "DIRECTOR",
    "COUNSELOR",
    "OFFICER",
    "AMBASSADOR",
    "ADVISOR",
    "COORDINATOR",
    "REPRESENTATIVE",
];

fn looks_like_name(words: &[&str]) -> bool {
    words.len() <= 6
        && words
            .iter()
            .any(|word| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some())
        && words
            .iter()
            .all(|word| !word.bytes().any(|b| b.is_ascii_digit()))
}

fn is_title_word(word: &str, at: usize, words: &[&str]) -> bool {
    let mut upper = [0; 32];
    let bare = match plain_upper(word, &mut upper) {
        Some(bare) => Cow::Borrowed(bare),
        None => word
            .chars()
            .filter(|c| !matches!(c, '.' | ':' | '(' | ')' | '"'))
            .map(|c| match c {
                '’' | '`' => '\'',
                c => c.to_ascii_uppercase(),
            })
            .collect(),
    };
    if bare.is_empty() {
        return true;
    }
    // An initial is part of a name, unless it opens the part: `A/DCM` has its slash.
    if bare.len() == 1 && at > 0 && !bare.starts_with('-') {
        return word == "&";
    }
    if bare.len() == 1 {
        return bare == "-" || bare == "&" || !word.ends_with('.') && words.len() <= 1;
    }
    if bare == "AI" || bare == "A" {
        return word.contains('.') && word.to_ascii_uppercase().starts_with("A.I") || bare == "AI";
    }
    // Office symbols: `NEA/ARP`, `P/E`, `EUR/CE`.
    if word.bytes().any(|byte| byte == b'/') {
        return true;
    }
    if let [b'D', b'\'' | b',' | b'?', b'A', b'F', ..] = bare.as_bytes() {
        return true;
    }
    // `Ambassador (Ret.) Dora Fenn`.
    if matches!(&*bare, "RET" | "RETD" | "RETIRED") {
        return word.starts_with('(');
    }
    // Minister-Counselor, behind an office and in front of a name.
    if word == "MC" {
        return words.len() >= at + 3
            && (at == 0 || is_title_word(words[at - 1], at - 1, &words[..at]));
    }
    if at == 0 && words.len() >= 3 && BUREAUS.contains(&&*bare) {
        return true;
    }
    TITLES.contains(&bare)
        || bare.bytes().any(|byte| byte == b'0') && TITLES.contains(&bare.replace('0', "O"))
        || bare.starts_with(['P', 'E', 'C'])
            && ["POL", "ECON", "CONS"]
                .iter()
                .any(|office| bare.starts_with(office))
            && ["OFF", "OFFICER", "COUNS", "COUN", "CHIEF", "MIN", "DIR"]
                .iter()
                .any(|rank| bare.ends_with(rank))
        || is_misspelt_title(&bare)
        || is_office_symbol(word, at, words)
}

/// `AMBASADOR`, `COUNCELOR`: a long title with two slips at most.
fn is_misspelt_title(word: &str) -> bool {
    const SHORTEST: usize = 8;
    const TITLES: [&str; 5] = [
        "AMBASSADOR",
        "COUNSELOR",
        "SECRETARY",
        "POLITICAL",
        "D'AFFAIRES",
    ];
    /// The letters of each. Two slips lose two of them at most.
    const LETTERS: [u32; TITLES.len()] = {
        let mut letters = [0; TITLES.len()];
        let mut at = 0;
        while at < TITLES.len() {
            letters[at] = precedence::letters(TITLES[at].as_bytes());
            at += 1;
        }
        letters
    };
    if word.len() < SHORTEST {
        return false;
    }
    let own = precedence::letters(word.as_bytes());
    TITLES
        .iter()
        .zip(LETTERS)
        .any(|(title, letters)| (letters & !own).count_ones() <= 2 && close_to(word, title, 2))
}

/// A word of letters, digits and hyphens in capitals, as most are; `None` for one with other signs or a long one.
fn plain_upper<'b>(word: &str, upper: &'b mut [u8; 32]) -> Option<&'b str> {
    let upper = upper.get_mut(..word.len())?;
    for (upper, byte) in upper.iter_mut().zip(word.bytes()) {
        if !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b'/' {
            return None;
        }
        *upper = byte.to_ascii_uppercase();
    }
    str::from_utf8(upper).ok()
}

/// Capitals of two to five letters before a title word: a bureau, `EUR Director`.
fn is_office_symbol(word: &str, at: usize, words: &[&str]) -> bool {
    at == 0
        && words.len() > 1
        && (2..=5).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && words
            .iter()
            .any(|word| word.bytes().any(|b| b.is_ascii_lowercase()))
}

/// Reads reasons, and says where they had to be mended.
fn read_reasons(
    text: &str,
    span: Span,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reason> {
    if let Some(reasons) = plain_reasons(text, span) {
        return reasons;
    }
    let mut reasons = parse_reasons(text, span);
    if reasons.is_empty()
        && let Some(letters) = letters_without_section(text)
    {
        // 1.5 became 1.4 in March 2003.
        let section = if year.is_some_and(|year| year < 2003) {
            "1.5"
        } else {
            "1.4"
        };
        reasons = parse_reasons(&format!("{section} {letters}"), span);
        diagnostics.push(
            Diagnostic::new(
                Code::ReasonRepaired,
                span,
                format!("`{}` names no section", excerpt(&fold(letters))),
            )
            .with_help(format!("read as of section {section}, the one in force")),
        );
    } else if let Some(reason) = reasons.first()
        && crate::flow::find_word(text, &reason.text[..3]).is_none()
    {
        diagnostics.push(
            Diagnostic::new(
                Code::ReasonRepaired,
                span,
                format!("expected `{}`, found other signs", &reason.text[..3]),
            )
            .with_help(format!("read as section {}", &reason.text[..3])),
        );
    }
    let broken = (0..text.len())
        .filter_map(|at| Some(&text[at..broken_and(text, at)?]))
        .find(|and| !and.contains('\n'));
    let garbled = (0..text.len()).find(|&at| garbled_letter(text.as_bytes(), at).is_some());
    if let Some(at) = garbled.filter(|_| !reasons.is_empty()) {
        diagnostics.push(
            Diagnostic::new(
                Code::ReasonRepaired,
                span,
                format!(
                    "expected a letter in brackets, found `{}`",
                    &text[at..at + 3]
                ),
            )
            .with_help("read as the letter it is nearest to"),
        );
    }
    if let Some(and) = broken.filter(|_| !reasons.is_empty()) {
        diagnostics.push(
            Diagnostic::new(
                Code::ReasonRepaired,
                span,
                format!("expected `and`, found `{and}`"),
            )
            .with_help("read as the word that joins two letters"),
        );
    }
    reasons
}

/// Reasons without anything to mend, as most are: `reasons 1.4 (b) and (d).`, a section and single letters, with AND
/// and signs between them, and nothing else. What it gives is what the long way through [`parse_reasons`] would.
fn plain_reasons(text: &str, span: Span) -> Option<Vec<Reason>> {
    let mut rest = text.as_bytes();
    if let Some((word, behind)) = rest.split_at_checked("REASON".len())
        && word.eq_ignore_ascii_case(b"REASON")
    {
        let behind = behind
            .strip_prefix(b"S")
            .or_else(|| behind.strip_prefix(b"s"))
            .unwrap_or(behind);
        let at = behind
            .iter()
            .position(|byte| !matches!(byte, b' ' | b':' | b'\n'))?;
        // `REASONS1.4`
        rest = behind.get(at..).filter(|_| at > 0)?;
    }
    let [b'1', b'.', section @ b'2'..=b'7', letters @ ..] = rest else {
        return None;
    };
    let mut reasons: Vec<Reason> = Vec::new();
    rest = letters;
    while let [byte, behind @ ..] = rest {
        rest = match (byte, behind) {
            (b' ' | b'\n' | b'(' | b')' | b',' | b'/' | b'&', _) => behind,
            (b'.', [] | [b' ' | b'\n']) => &[],
            (b'a' | b'A', [b'n' | b'N', b'd' | b'D', behind @ ..])
                if !behind.first().is_some_and(u8::is_ascii_alphanumeric) =>
            {
                behind
            }
            (b'a'..=b'h' | b'A'..=b'H', _)
                if !behind.first().is_some_and(u8::is_ascii_alphanumeric) =>
            {
                let text = reason(*section, Some(byte.to_ascii_lowercase()));
                if !reasons.iter().any(|reason| reason.text == text) {
                    reasons.push(Reason { text, span });
                }
                behind
            }
            _ => return None,
        };
    }
    (!reasons.is_empty()).then_some(reasons)
}

/// The letters behind REASON where no section is named: `(b) and (d)`, `b, d.`
fn letters_without_section(text: &str) -> Option<&str> {
    let upper = text.to_ascii_uppercase();
    let rest = upper.strip_prefix("REASON")?;
    let rest = rest.trim_start_matches(['S', '(', ')', ':', ' ', '\n', '.']);
    // `.4 (b)`, `1. (b)`: half of the section is there.
    let half = rest
        .strip_prefix("1.")
        .or_else(|| rest.strip_prefix(['4', '5']));
    let rest = half.map_or(rest, |rest| rest.trim_start_matches([' ', '(']));
    // The bracket of the first letter is no part of `REASON(S)`.
    let at = text.len() - rest.len();
    let bytes = rest.as_bytes();
    let lone = bytes.first().is_some_and(|b| (b'A'..=b'H').contains(b))
        && bytes
            .get(1)
            .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'\'')
        && (bytes.get(1) != Some(&b' ') || rest[1..].trim_start().starts_with("AND "));
    lone.then(|| &text[at..])
}

/// Words that stand among reasons and do not end them.
const JOINTS: [&str; 14] = [
    "AND",
    "OR",
    "THROUGH",
    "TO",
    "SECTION",
    "REASON",
    "REASONS",
    "ND",
    "E",
    "O",
    "EO",
    "PARAGRAPHS",
    "PARAS",
    "BOTH",
];

/// Reads reasons: sections with letters in brackets, lists and ranges, in all the ways they are written.
pub(crate) fn parse_reasons(text: &str, span: Span) -> Vec<Reason> {
    let bytes = text.as_bytes();
    let mut reasons: Vec<Reason> = Vec::new();
    let mut push = |text: &'static str| {
        if !reasons.iter().any(|reason| reason.text == text) {
            reasons.push(Reason { text, span });
        }
    };
    let mut at = 0;
    let mut section: Option<u8> = None;
    let mut lettered = true;
    while at < bytes.len() {
        let boundary = at == 0
            || !bytes[at - 1].is_ascii_alphanumeric()
                && (bytes[at - 1] != b'.' || at < 2 || !bytes[at - 2].is_ascii_digit())
            // `REASONS1.4 (B)`.
            || matches!(bytes[at - 1], b'S' | b's' | b'N' | b'n')
                && matches!(bytes.get(at..at + 3), Some([b'1', b'.', b'4' | b'5']));
        if boundary && let Some((digit, end)) = section_at(text, at) {
            if let (Some(section), false) = (section, lettered) {
                push(reason(section, None));
            }
            section = Some(digit);
            lettered = false;
            at = end;
            continue;
        }
        if let Some(section) = section {
            // Letters in one bracket, `(BD)`.
            if bytes[at] == b'(' {
                let n_inside = bytes[at + 1..]
                    .iter()
                    .take(5)
                    .take_while(|b| matches!(b, b'a'..=b'h' | b'A'..=b'H'))
                    .count();
                if (2..=4).contains(&n_inside) && bytes.get(at + 1 + n_inside) == Some(&b')') {
                    for letter in &bytes[at + 1..=at + n_inside] {
                        push(reason(section, Some(letter.to_ascii_lowercase())));
                    }
                    lettered = true;
                    at += n_inside + 2;
                    continue;
                }
            }
            if let Some((letter, end)) = garbled_letter(bytes, at) {
                push(reason(section, Some(letter)));
                lettered = true;
                at = end;
                continue;
            }
            // `1.4 BD`: letters without anything between.
            let n_run = bytes[at..]
                .iter()
                .take(5)
                .take_while(|b| matches!(b, b'A'..=b'H'))
                .count();
            if (2..=4).contains(&n_run)
                && !lettered
                && bytes[at - 1] == b' '
                && bytes[at..at + n_run].is_sorted_by(|a, b| a < b)
                && bytes
                    .get(at + n_run)
                    .is_none_or(|b| matches!(b, b'.' | b'\n' | b')'))
            {
                for letter in &bytes[at..at + n_run] {
                    push(reason(section, Some(letter.to_ascii_lowercase())));
                }
                lettered = true;
                at += n_run;
                continue;
            }
            // `a` / `nd (d)`: a word cut by a line end.
            if let Some(end) = broken_and(text, at) {
                at = end;
                continue;
            }
            let letter = bytes[at].to_ascii_lowercase();
            let alone = !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
                && (at == 0 || !bytes[at - 1].is_ascii_alphabetic());
            if (b'a'..=b'h').contains(&letter) && alone {
                let behind = text[at + 1..].trim_start_matches([' ', ')', '(', '\n']);
                let range = behind
                    .strip_prefix('-')
                    .or_else(|| strip_word(behind, "THROUGH"))
                    .or_else(|| strip_word(behind, "TO"));
                let to = range.and_then(|rest| {
                    let rest = rest.trim_start_matches([' ', '(', '\n']);
                    let to = rest.bytes().next()?.to_ascii_lowercase();
                    let lone = !rest
                        .as_bytes()
                        .get(1)
                        .is_some_and(u8::is_ascii_alphanumeric);
                    (lone && (letter..=b'h').contains(&to))
                        .then_some((to, rest.as_ptr() as usize - text.as_ptr() as usize))
                });
                let (to, next) = to.unwrap_or((letter, at));
                for letter in letter..=to {
                    push(reason(section, Some(letter)));
                }
                lettered = true;
                at = next + 1;
                continue;
            }
            // Prose behind the list ends it: `1.4 (b). This message …`.
            if bytes[at].is_ascii_alphabetic() {
                let n = bytes[at..]
                    .iter()
                    .take_while(|b| b.is_ascii_alphabetic())
                    .count();
                let word = &text[at..at + n];
                if lettered
                    && !JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint))
                    && !is_garbled_and(word, &text[at + n..])
                {
                    break;
                }
                at += n;
                continue;
            }
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    if let (Some(section), false) = (section, lettered) {
        push(reason(section, None));
    }
    reasons
}

/// A letter in brackets with a sign misread or missed: `(8)` and `(6)` for b, `(cl)` and `(b0` with another sign for the
/// closing bracket. Gives the letter and the end.
fn garbled_letter(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let [b'(', first, second, rest @ ..] = bytes.get(at..)? else {
        return None;
    };
    let closes = |next: Option<&u8>| next.is_none_or(|b| !b.is_ascii_alphanumeric());
    match (first.to_ascii_lowercase(), second) {
        (b'8' | b'6', b')') => Some((b'b', at + 3)),
        (letter @ b'a'..=b'h', b'l' | b'1' | b'I' | b'0' | b'9') if closes(rest.first()) => {
            Some((letter, at + 3))
        }
        _ => None,
    }
}

/// `1.4 (b) nad (d)`: a slip away from AND, in front of a letter in brackets.
fn is_garbled_and(word: &str, behind: &str) -> bool {
    matches!(behind.trim_start().as_bytes(), [b'(', letter, b')', ..]
        if (b'a'..=b'h').contains(&letter.to_ascii_lowercase()))
        && (2..=4).contains(&word.len())
        && {
            let word = word.to_ascii_uppercase();
            close_to(&word, "AND", 1) || crate::post::is_swap(&word, "AND")
        }
}

/// The end of an AND cut in two at `at`, `a nd (d)`, `an` / `d (d)`. What follows it must be a letter, in brackets or not,
/// for `an d.` may mean the letter.
fn broken_and(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !bytes[at].eq_ignore_ascii_case(&b'a') || at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut end = at + 1;
    let mut cut = false;
    for letter in [b'n', b'd'] {
        let n = bytes[end..]
            .iter()
            .take(3)
            .take_while(|b| matches!(b, b' ' | b'\n'))
            .count();
        cut |= n > 0;
        end += n;
        if !bytes.get(end)?.eq_ignore_ascii_case(&letter) {
            return None;
        }
        end += 1;
    }
    let rest = bytes[end..].trim_ascii_start();
    let rest = rest.strip_prefix(b"(").unwrap_or(rest).trim_ascii_start();
    let letter = rest.first().is_some_and(u8::is_ascii_alphabetic)
        && !rest.get(1).is_some_and(u8::is_ascii_alphanumeric);
    (cut && letter && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric)).then_some(end)
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.get(..word.len())?;
    (start.eq_ignore_ascii_case(word) && text[word.len()..].starts_with([' ', '(']))
        .then(|| &text[word.len()..])
}

/// The value of a title in one line, for tests and the JSON.
pub(crate) fn reasons_of(
    flow: &Flow<'_>,
    year: Option<u16>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reason> {
    let text = format!("REASON {}", fold(&flow.text));
    read_reasons(&text, flow.source, year, diagnostics)
}

/// Writes the classifying officer and the reasons, and a blank line behind them.
pub(crate) fn write(
    authority: Option<&ClassificationAuthority>,
    reasons: &[Reason],
    out: &mut String,
) {
    use crate::write::wrap::{Part, fill};

    let reasons: Vec<&str> = reasons.iter().map(|reason| reason.text).collect();
    let reasons = reasons.join(", ");
    // The officer in brackets stands on the line of the order.
    let authority = authority.filter(|authority| !authority.text.starts_with('('));
    match authority {
        Some(authority) => {
            let words = if reasons.is_empty() {
                authority.text.clone()
            } else {
                // A full stop behind the name is usual, but may read as part of it.
                let joined = [". Reason: ", " Reason: ", ", Reason: ", ": Reason: "].map(|joint| {
                    let joint = if authority.text.ends_with('.') {
                        joint.trim_start_matches('.')
                    } else {
                        joint
                    };
                    format!("{}{joint}{reasons}.", authority.text)
                });
                let same = joined.iter().find(|words| {
                    let flow = Flow::new(words, [Span::new(0, words.len())]);
                    parse(&flow, None, &mut Vec::new()).0.is_some_and(|read| {
                        read.name == authority.name
                            && read.title == authority.title
                            && read.text == authority.text
                    })
                });
                same.unwrap_or(&joined[0]).clone()
            };
            out.push_str("Classified By: ");
            fill(out, &words, 0, Part::Head);
        }
        None if !reasons.is_empty() => {
            out.push_str("Reason: ");
            fill(out, &reasons, 0, Part::Head);
        }
        None => return,
    }
    out.push_str("\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_first() {
        check("FENN, DORA; DCM", Some("FENN, DORA"), Some("DCM"), &[]);
        check(
            "FENN, DORA L.; POLITICAL COUNSELOR. REASON: 1.5 (B)",
            Some("FENN, DORA L."),
            Some("POLITICAL COUNSELOR"),
            &["1.5(b)"],
        );
        check("Fenn, Dora, DCM", Some("Fenn, Dora"), Some("DCM"), &[]);
        check(
            "DORA FENN, JR., DCM",
            Some("DORA FENN, JR."),
            Some("DCM"),
            &[],
        );
        check("DORA FENN; DCM", Some("DORA FENN"), Some("DCM"), &[]);
        check(
            "DCM, DORA FENN, ZENDA",
            Some("DORA FENN"),
            Some("DCM, ZENDA"),
            &[],
        );
    }

    #[track_caller]
    fn check(value: &str, name: Option<&str>, title: Option<&str>, reasons: &[&str]) {
        let flow = Flow::new(
            value,
            value.split_inclusive('\n').scan(0, |at, line| {
                let span = Span::new(*at, *at + line.len());
                *at += line.len();
                Some(span)
            }),
        );
        let (authority, read) = parse(&flow, Some(2006), &mut Vec::new());
        let (read_name, read_title) =
            authority.map_or((None, None), |authority| (authority.name, authority.title));
        let read: Vec<&str> = read.iter().map(|reason| reason.text).collect();
        assert_eq!(
            (read_name.as_deref(), read_title.as_deref(), &*read),
            (name, title, reasons),
            "{value}"
        );
    }

    #[test]
    fn behind_the_order_of_1978() {
        let read = |value: &str| {
            let flow = Flow::new(value, [Span::new(0, value.len())]);
            of_order(&flow).map(|read| (read.name.unwrap_or_default(), read.text))
        };
        assert_eq!(
            read("12065: GDS 11/15/85 (FENN, DORA L.) OR-M"),
            Some((
                "FENN, DORA L.".to_owned(),
                "(FENN, DORA L.) OR-M".to_owned()
            ))
        );
        assert_eq!(
            read("12065: RDS-3 1/3/00 (FENN) OR-P").map(|read| read.0),
            Some("FENN".to_owned())
        );
        assert_eq!(read("12065: N/A (FENN, DORA)"), None);
        assert_eq!(read("12958: DECL: 1.6 (X1)"), None);
    }

    #[test]
    fn names_and_offices() {
        check(
            "Rudolf R. Fenn, Director, Regional Embassy Office\n- Zenda, Department of State.",
            Some("Rudolf R. Fenn"),
            Some("Director, Regional Embassy Office - Zenda, Department of State"),
            &[],
        );
        check(
            "Acting DCM Dora Fenn for reasons 1.4 (b) and (d).",
            Some("Dora Fenn"),
            Some("Acting DCM"),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "AMBASSADOR DORA E. FENN. REASONS 1.5 (B) AND (D).",
            Some("DORA E. FENN"),
            Some("AMBASSADOR"),
            &["1.5(b)", "1.5(d)"],
        );
        check(
            "NEA/ARP Director Dora W. Fenn for reasons 1.4 (b) and (d).",
            Some("Dora W. Fenn"),
            Some("NEA/ARP Director"),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "EUR Deputy Assistant Secretary Dora Fenn for reasons 1.4 (b)",
            Some("Dora Fenn"),
            Some("EUR Deputy Assistant Secretary"),
            &["1.4(b)"],
        );
        check(
            "Classified by Political Officer Dora Fenn; reasons\n1.4 (B) and (D)",
            Some("Dora Fenn"),
            Some("Political Officer"),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "CDA A.B. FENN FOR REASONS 1.4 (B) AND (D)",
            Some("A.B. FENN"),
            Some("CDA"),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "Charge d'Affaires a.i. Dora Fenn, reason: 1.4 (b/d)",
            Some("Dora Fenn"),
            Some("Charge d'Affaires a.i."),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "DCM Dora Fenn, FOR REAS\nONS 1.4 B/D",
            Some("Dora Fenn"),
            Some("DCM"),
            &["1.4(b)", "1.4(d)"],
        );
        check("DFENN, REASON: 1.4(D)", Some("DFENN"), None, &["1.4(d)"]);
        check("SECTION 1.5", None, None, &["1.5"]);
        check(
            "Polcounselor Dora Fenn; reasons: E.O. 12958 1.4 (b,d).",
            Some("Dora Fenn"),
            Some("Polcounselor"),
            &["1.4(b)", "1.4(d)"],
        );
        check(
            "Deputy Chief of Mission Dora Fenn",
            Some("Dora Fenn"),
            Some("Deputy Chief of Mission"),
            &[],
        );
        check(
            "DCM John Fenn, Jr., for Reason 1.4 (b)",
            Some("John Fenn, Jr."),
            Some("DCM"),
            &["1.4(b)"],
        );
    }

    #[test]
    fn an_and_cut_in_two_joins() {
        for and in ["a nd", "an d", "A ND", "an\nd", "a\nnd", "a n d"] {
            check(
                &format!("DCM Dora Fenn. Reasons: 1.4 (b) {and} (d)."),
                Some("Dora Fenn"),
                Some("DCM"),
                &["1.4(b)", "1.4(d)"],
            );
        }
        check(
            "DCM Dora Fenn. Reasons: 1.4 (a), (b).",
            Some("Dora Fenn"),
            Some("DCM"),
            &["1.4(a)", "1.4(b)"],
        );
    }

    #[test]
    fn ranks_and_offices_around_a_name() {
        for (value, name, title) in [
            (
                "Acting POL MC W. William Fenn, reasons 1.4 (b)",
                "W. William Fenn",
                "Acting POL MC",
            ),
            (
                "CDR DORA T. KARLSEN, USN, NAVAL ATTACHE, REASON 1.4 (B)",
                "DORA T. KARLSEN",
                "CDR, USN, NAVAL ATTACHE",
            ),
            (
                "Ambassador (Ret.) Dora L. Fenn for reasons 1.4 (b)",
                "Dora L. Fenn",
                "Ambassador (Ret.)",
            ),
            (
                "Under Secretary Dora Fenn for Political Affairs. Reason: 1.4 (b)",
                "Dora Fenn",
                "Under Secretary for Political Affairs",
            ),
        ] {
            check(value, Some(name), Some(title), &["1.4(b)"]);
        }
    }

    #[test]
    fn variants() {
        for (value, name, title, reasons) in [
            (
                "Ambassador X. Y. Surname for reasons 1.4 (b) and (d)",
                Some("X. Y. Surname"),
                Some("Ambassador"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Ambassador X.Y. Surname, reasons 1.4 (b) and (d).",
                Some("X.Y. Surname"),
                Some("Ambassador"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA E. FENN FOR REASONS 1.4 (B) AND (D)",
                Some("DORA E. FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "CDA Dora Fenn, Reasons 1.4(b,d)",
                Some("Dora Fenn"),
                Some("CDA"),
                "1.4(b) 1.4(d)",
            ),
            (
                "A/DCM Dora Fenn for reasons 1.4 (b/d)",
                Some("Dora Fenn"),
                Some("A/DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "POLCOUNS Dora Fenn for reasons 1.4 b and d",
                Some("Dora Fenn"),
                Some("POLCOUNS"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn, DCM, for reasons 1.4 B/D",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn, Charge d'Affaires, a.i. Reason: 1.4(B), (D)",
                Some("Dora Fenn"),
                Some("Charge d'Affaires, a.i."),
                "1.4(b) 1.4(d)",
            ),
            (
                "Charge d,Affaires Dora Fenn. Reason: 1.4 (b).",
                Some("Dora Fenn"),
                Some("Charge d'Affaires"),
                "1.4(b)",
            ),
            (
                "(U) DCM Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn (DCM) for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM (Dora Fenn) for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political/Economic Chief Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("Political/Economic Chief"),
                "1.4(b) 1.4(d)",
            ),
            (
                "P/E Chief Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("P/E Chief"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Pol/Econ Officer Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("Pol/Econ Officer"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Acting Principal Officer Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("Acting Principal Officer"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Consul General Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("Consul General"),
                "1.4(b) 1.4(d)",
            ),
            (
                "EUR Assistant Secretary Dora Fenn for reasons 1.4 (b) and (d).",
                Some("Dora Fenn"),
                Some("EUR Assistant Secretary"),
                "1.4(b) 1.4(d)",
            ),
            (
                "EUR ASSISTANT SECRETARY DORA FENN FOR REASONS 1.4 (B) AND (D).",
                Some("DORA FENN"),
                Some("EUR ASSISTANT SECRETARY"),
                "1.4(b) 1.4(d)",
            ),
            (
                "EUR DORA FENN FOR REASONS 1.4 (B) AND (D).",
                Some("DORA FENN"),
                Some("EUR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "NEA A/S DORA FENN FOR REASONS 1.4 (B) AND (D).",
                Some("DORA FENN"),
                Some("NEA A/S"),
                "1.4(b) 1.4(d)",
            ),
            (
                "NEA/FO - DORA FENN. REASON 1.4 (B) AND (D).",
                Some("DORA FENN"),
                Some("NEA/FO"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn, Ambassador, Embassy Strelsau, Department of State. Reason: 1.4 (b), (d)",
                Some("Dora Fenn"),
                Some("Ambassador, Embassy Strelsau, Department of State"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn, Ambassador, EXEC, DOS.\nREASON: 1.4 (b), (d)",
                Some("Dora Fenn"),
                Some("Ambassador, EXEC, DOS"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Dora Fenn, Deputy Chief of Mission, State, Embassy Strelsau; REASON: 1.4(B), (D)",
                Some("Dora Fenn"),
                Some("Deputy Chief of Mission, State, Embassy Strelsau"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn, per 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn under 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for Reasons: 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn; E.O. 12958, 1.4 (b), (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for reasons E.O. 12958 Section 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for reasons stated in E.O. 12958, 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn in accordance with E.O. 12958, 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn, reasons 1.\n4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for reasons 1\n.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for rea\nsons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Political Counselor Dora Fenn for reasons 1.4 (b) a\nnd (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Classified by Political Counselor Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Political Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "CLASSIFIED BY: DCM DORA FENN. REASON: 1.4 (B)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b)",
            ),
            (
                "This message was classified by DCM Dora Fenn for reasons 1.4 (b)",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b)",
            ),
            (
                "Ambassador, reasons 1.4 (b,d)",
                None,
                Some("Ambassador"),
                "1.4(b) 1.4(d)",
            ),
            ("DERIVED FROM MULTIPLE SOURCES", None, None, ""),
            (
                "DCM Dora Fenn for reasons b, d.",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM Dora Fenn; Reasons (b) and (d)",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM Dora Fenn\nReason: 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN\nREASONS: 1.5 (B) AND (D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5B, D AND E",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d) 1.5(e)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 B, D AND E",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d) 1.5(e)",
            ),
            (
                "DCM DORA FENN, REASON 15 (B)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b)",
            ),
            (
                "DCM DORA FENN, REASON 1-5 (B)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 (B) (D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5(B)/(D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 (B) & (D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5(BD)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 (B AND D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 [B] AND [D]",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 (A-D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(a) 1.5(b) 1.5(c) 1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.5.B",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(b)",
            ),
            (
                "DCM DORA FENN, REASON 1.5 (D.)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.5(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (B) AND 1.4 (D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (B), 1.4 (D)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON SECTION 1.4 PARAGRAPHS B AND D",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (b, ) and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 ((b) and (d))",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (b) and d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (b and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (b) - (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(c) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REASON 1.4 (b through d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(c) 1.4(d)",
            ),
            (
                "DCM DORA FENN, RESASONS 1.4 (b) and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN, REAONS 1.4 (b) and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN REASON(S): 1.4 (b) and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "DCM DORA FENN. REASON: E.O. 12958, 1.4 (b) and (d)",
                Some("DORA FENN"),
                Some("DCM"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSAD0R DORA FENN. REASON: 1.4 (b) and (d)",
                Some("DORA FENN"),
                Some("AMBASSAD0R"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN, REASON: 1.4 (b) AND (d). DECLASSIFY ON 12/1/2017",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN. DECL: 12/1/2017 REASON: 1.4 (b) AND (d).",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN. E.O. 12958, REASONS 1.5 (B) AND (D)",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.5(b) 1.5(d)",
            ),
            (
                "John Fenn, Jr., Charge for reason 1.4 (b)",
                Some("John Fenn, Jr."),
                Some("Charge"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora van der Fenn for reason 1.4 (b)",
                Some("Dora van der Fenn"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora Fenn-Karlsen for reason 1.4 (b)",
                Some("Dora Fenn-Karlsen"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora O'Fenn for reason 1.4 (b)",
                Some("Dora O'Fenn"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora \"Dolly\" Fenn for reason 1.4 (b)",
                Some("Dora \"Dolly\" Fenn"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora (Dolly) Fenn for reason 1.4 (b)",
                Some("Dora (Dolly) Fenn"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Ambassador Fenn for reason 1.4 (b)",
                Some("Fenn"),
                Some("Ambassador"),
                "1.4(b)",
            ),
            (
                "Amb. D. Fenn for reason 1.4 (b)",
                Some("D. Fenn"),
                Some("Amb."),
                "1.4(b)",
            ),
            (
                "Minister-Counselor for Political Affairs Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Minister-Counselor for Political Affairs"),
                "1.4(b)",
            ),
            (
                "Acting Deputy Chief of Mission Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Acting Deputy Chief of Mission"),
                "1.4(b)",
            ),
            (
                "Deputy Political Counselor Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Deputy Political Counselor"),
                "1.4(b)",
            ),
            (
                "ESTHOFF Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("ESTHOFF"),
                "1.4(b)",
            ),
            (
                "EconOff Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("EconOff"),
                "1.4(b)",
            ),
            (
                "PolOff Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("PolOff"),
                "1.4(b)",
            ),
            (
                "Econ Chief Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Econ Chief"),
                "1.4(b)",
            ),
            (
                "PRT Director Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("PRT Director"),
                "1.4(b)",
            ),
            (
                "U.S. Permanent Representative to NATO Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("U.S. Permanent Representative to NATO"),
                "1.4(b)",
            ),
            (
                "PERMREP Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("PERMREP"),
                "1.4(b)",
            ),
            (
                "Ambassador Dora Fenn, USUN, for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Ambassador, USUN"),
                "1.4(b)",
            ),
            (
                "Lt. Col. Dora Fenn, DATT for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Lt. Col., DATT"),
                "1.4(b)",
            ),
            (
                "Regional Security Officer Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Regional Security Officer"),
                "1.4(b)",
            ),
            (
                "Legal Attache Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Legal Attache"),
                "1.4(b)",
            ),
            (
                "Director, Office of Ruritanian Affairs Dora Fenn for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Director, Office of Ruritanian Affairs"),
                "1.4(b)",
            ),
            (
                "Dora Fenn, Director for Central Europe, National Security Council for reason 1.4 (b)",
                Some("Dora Fenn"),
                Some("Director for Central Europe, National Security Council"),
                "1.4(b)",
            ),
            (
                "AMBASSADOR DORA FENN, REASONS 1.4 B AND D.",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN FOR REASONS 1.4(B)/(D)",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN FOR REASONS 1.4 (b/d)",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Ambassador Dora Fenn.",
                Some("Dora Fenn"),
                Some("Ambassador"),
                "",
            ),
            (
                "Ambassador  Dora  Fenn    for  reasons   1.4  (b)  and  (d) .",
                Some("Dora Fenn"),
                Some("Ambassador"),
                "1.4(b) 1.4(d)",
            ),
            (
                "D/Ambassador Fenn; Reasons 1.4 (b) and (d)",
                Some("Fenn"),
                Some("D/Ambassador"),
                "1.4(b) 1.4(d)",
            ),
            (
                "AMBASSADOR DORA FENN FOR REASONS OF 1.5 (B) AND (D)",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.5(b) 1.5(d)",
            ),
            (
                "AMBASSADOR DORA FENN -- REASONS 1.5 (B) AND (D)",
                Some("DORA FENN"),
                Some("AMBASSADOR"),
                "1.5(b) 1.5(d)",
            ),
            (
                "Economic Minister-Counselor Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Economic Minister-Counselor"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Charge d’Affaires Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Charge d’Affaires"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Chargé d'Affaires Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Chargé d'Affaires"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Chargé Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Chargé"),
                "1.4(b) 1.4(d)",
            ),
            (
                "ConGen Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("ConGen"),
                "1.4(b) 1.4(d)",
            ),
            (
                "CG Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("CG"),
                "1.4(b) 1.4(d)",
            ),
            (
                "Pol-Econ Chief Dora Fenn for reasons 1.4 (b) and (d)",
                Some("Dora Fenn"),
                Some("Pol-Econ Chief"),
                "1.4(b) 1.4(d)",
            ),
        ] {
            let reasons: Vec<&str> = reasons.split_whitespace().collect();
            check(value, name, title, &reasons);
        }
    }

    #[test]
    fn repairs_are_told() {
        for (value, code) in [
            ("AMBASSAD0R DORA FENN", Code::ClassifierRepaired),
            ("Charge d,Affaires Dora Fenn", Code::ClassifierRepaired),
            ("DCM DORA FENN, RESASONS 1.4 (B)", Code::ClassifierRepaired),
            ("DCM Dora Fenn for reasons b, d.", Code::ReasonRepaired),
            ("DCM Dora Fenn for reason 1,4 (b)", Code::ReasonRepaired),
            ("DCM Dora Fenn for reason 15 (b)", Code::ReasonRepaired),
        ] {
            let mut diagnostics = Vec::new();
            parse(
                &Flow::new(value, [Span::new(0, value.len())]),
                None,
                &mut diagnostics,
            );
            assert!(
                diagnostics.iter().any(|diagnostic| diagnostic.code == code),
                "{value}: {diagnostics:?}"
            );
        }
    }

    #[test]
    fn reasons() {
        let check = |text: &str, expected: &[&str]| {
            let read = parse_reasons(text, Span::default());
            assert_eq!(
                read.iter().map(|reason| reason.text).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        };
        check("1.4 (a),(b),(d)", &["1.4(a)", "1.4(b)", "1.4(d)"]);
        check("1.4 (A-D)", &["1.4(a)", "1.4(b)", "1.4(c)", "1.4(d)"]);
        check("1.4(B)(D)", &["1.4(b)", "1.4(d)"]);
        check("1.4 B AND D", &["1.4(b)", "1.4(d)"]);
        check("1,4 (C)", &["1.4(c)"]);
        check("1 .4 (B & D)", &["1.4(b)", "1.4(d)"]);
        check("1.5 (b) and 1.5 (d)", &["1.5(b)", "1.5(d)"]);
        check(
            "1.4 (b) and (d). This message is a test",
            &["1.4(b)", "1.4(d)"],
        );
        check("E.O. 12958 1.4 (b,d)", &["1.4(b)", "1.4(d)"]);
        check("none", &[]);
    }
}
