//! Heads that a typist made: airgrams, memoranda, letters, and telegrams on the paper form of the 1960s.
//!
//! Labels such as `TO`, `FROM` and `DATE` stand at line starts, in any order, two on a line where there was room, in the
//! places of the wire head. A letter has a letterhead, a date, an address and a salutation instead. Drafter, clearances
//! and classifying officer stand at the foot.
//! Source: docs/format.md, "Typed heads".

use crate::flow::{Flow, fold, trim};
use crate::furniture::{self, Furniture};
use crate::head::addressee::{self, Addressee, Role};
use crate::head::precedence::Precedence;
use crate::head::{
    Head, caption, classification, classification_authority, label, officer, reftel, typed_date,
};
use crate::line::{Line, LineKind};
use crate::rare::{self, Rare};
use crate::{Classification, Diagnostic, Kind, Located, Span};

/// Lines at the start of a text that are looked at.
const HEAD_LINES: usize = 48;
/// Lines at the end that are looked at.
const FOOT_LINES: usize = 24;

/// What a typed head says.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) kind: Kind,
    /// The number of an airgram.
    pub(crate) airgram: Option<Located<u32>>,
    from: Option<Span>,
    /// Where the sender of a letter sits.
    place: Option<Span>,
    to: Vec<Span>,
    info: Vec<Span>,
    date: Option<Span>,
    level: Option<Span>,
    officers: Vec<(officer::Part, Span)>,
    classified_by: Option<Span>,
    signature: Option<Span>,
    /// `Rec'd: August 18, 1964` of the paper form, whose date has no year.
    received: Option<Span>,
    /// The number of the telegram, and the post where the line names it.
    number: Option<Located<u32>>,
    precedence: Option<Precedence>,
    captions: Vec<Located<&'static str>>,
    references: Option<Span>,
    /// Where the drafter wrote the date.
    drafted: Option<Span>,
}

/// A label of the head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    To,
    From,
    Info,
    Date,
    Classification,
    Through,
    Number,
}

/// Recognises such a head and marks its lines.
pub(super) fn mark(text: &str, lines: &mut [Line], rare: &Rare) -> Option<Typed> {
    const NEAR: usize = 3_000;
    if !rare.has_before(rare::Word::Typed, NEAR) {
        return None;
    }
    let kind = kind(text, lines)?;
    let mut typed = Typed {
        kind,
        airgram: None,
        from: None,
        place: None,
        to: Vec::new(),
        info: Vec::new(),
        date: None,
        level: None,
        officers: Vec::new(),
        classified_by: None,
        signature: None,
        received: None,
        number: None,
        precedence: None,
        captions: Vec::new(),
        references: None,
        drafted: None,
    };
    if kind == Kind::Letter {
        typed.mark_letter(text, lines)?;
    } else {
        if kind == Kind::Telegram {
            typed.mark_form(text, lines);
        }
        typed.mark_labels(text, lines);
        if typed.from.is_none() && typed.to.is_empty() && typed.date.is_none() {
            return None;
        }
    }
    typed.mark_foot(text, lines);
    if kind == Kind::Telegram {
        typed.mark_signer(text, lines);
    }
    if matches!(kind, Kind::Airgram | Kind::Memorandum) {
        mark_headings(text, lines);
    }
    Some(typed)
}

/// What kind of typed document a text is: its title, or its salutation. A wire head makes it a telegram as any other.
fn kind(text: &str, lines: &[Line]) -> Option<Kind> {
    if is_untitled_airgram(text, lines) {
        return Some(Kind::Airgram);
    }
    let mut kind = None;
    for line in lines.iter().take(HEAD_LINES) {
        let whole = line.content().of(text).trim();
        let written = whole.split("   ").next().unwrap_or(whole);
        if written.starts_with("FM ") || line.kind == LineKind::DateTimeGroup {
            return None;
        }
        if kind.is_some() || line.kind != LineKind::Body || written.len() > 100 {
            continue;
        }
        // Wide gaps part the words of a title whose letters stand apart.
        kind = title(written).or_else(|| title(&closed_up(whole)?));
        if kind.is_none() && label::at_start(written).is_some() {
            // Behind a label of the text head a salutation belongs to a text that is quoted.
            kind = None;
            if written.starts_with("TAGS") {
                return None;
            }
        }
    }
    kind
}

/// An airgram without its title: `CLASSIFICATION:`, `TO:`, `FROM:` and `DATE:` stand at line starts, or behind another
/// label on its line, and no wire head.
fn is_untitled_airgram(text: &str, lines: &[Line]) -> bool {
    const FEWEST: usize = 3;
    const MESSAGE_NUMBER: &str = "MESSAGE REFERENCE NO";
    let mut seen: Vec<Word> = Vec::new();
    let mut numbered = false;
    for line in lines.iter().take(HEAD_LINES) {
        let written = line.content().of(text);
        if written.starts_with("FM ")
            || line.kind == LineKind::DateTimeGroup
            || written.contains("MEMORANDUM")
        {
            return false;
        }
        if line.kind != LineKind::Body || written.len() > 100 {
            continue;
        }
        if crate::body::paragraph::start(written).is_some() {
            break;
        }
        numbered |= written.trim_start().starts_with(MESSAGE_NUMBER);
        let Some(word) = capital_word_at_start(written) else {
            continue;
        };
        seen.push(word);
        for piece in pieces(text, line.content()).iter().skip(1) {
            seen.extend(capital_word_at_start(piece.of(text)));
            numbered |= piece.of(text).starts_with(MESSAGE_NUMBER);
        }
    }
    let fields = [Word::Classification, Word::To, Word::From, Word::Date];
    let n = fields.iter().filter(|word| seen.contains(word)).count();
    n == fields.len() || numbered && n >= FEWEST
}

/// A label of [`word_at_start`] that begins with two capitals.
fn capital_word_at_start(piece: &str) -> Option<Word> {
    let capital =
        matches!(piece.as_bytes(), [b'A'..=b'Z', second, ..] if !second.is_ascii_lowercase());
    word_at_start(piece)
        .filter(|_| capital)
        .map(|(word, _)| word)
}

/// The words of a line whose letters stand apart, `A I R G R A M`, `I N C O M I N G   T E L E G R A M`, written as usual;
/// up to the first word that is not written so.
fn closed_up(line: &str) -> Option<String> {
    const FEWEST: usize = 5;
    const MOST: usize = 40;
    let blanks = |at: usize| line[at..].bytes().take_while(|byte| *byte == b' ').count();
    let letter = |at: usize| match line.as_bytes()[at..] {
        [letter @ b'A'..=b'Z'] | [letter @ b'A'..=b'Z', b' ', ..] => Some(letter),
        _ => None,
    };
    letter(0)?;
    // The gap between two letters; a wider one parts words.
    let narrow = blanks(1);
    let mut words = String::new();
    let (mut at, mut n) = (0, 0);
    while n < MOST
        && at < line.len()
        && let Some(letter) = letter(at)
    {
        words.push(char::from(letter));
        n += 1;
        let gap = blanks(at + 1);
        if gap > narrow {
            words.push(' ');
        }
        at += 1 + gap;
    }
    words.truncate(words.trim_end().len());
    (n >= FEWEST).then_some(words)
}

/// Whether a line is a word whose letters stand apart here and there, `A I RGRAM`.
fn is_stretched(line: &str, word: &str) -> bool {
    const LONGEST: usize = 40;
    line.len() <= LONGEST && line.bytes().filter(|byte| *byte != b' ').eq(word.bytes())
}

/// `AIRGRAM`, `MEMORANDUM`, `INCOMING TELEGRAM`, `Dear Mr. Fenn:`; in letters that stand apart, too.
fn title(line: &str) -> Option<Kind> {
    let closed;
    let line = match closed_up(line) {
        Some(words) => {
            closed = words;
            &*closed
        }
        None => line,
    };
    let has_word = |word: &str| {
        line.split(|c: char| !c.is_ascii_alphabetic())
            .any(|found| found == word)
    };
    if has_word("AIRGRAM") || is_stretched(line, "AIRGRAM") {
        return Some(Kind::Airgram);
    }
    if (line.starts_with("MEMORANDUM")
        || is_stretched(line, "MEMORANDUM")
        || line.ends_with("MEMORANDUM")
        || line == "Memorandum"
        || line.starts_with("Memorandum for"))
        && line.len() <= 60
    {
        return Some(Kind::Memorandum);
    }
    if line.contains("INCOMING TELEGRAM") || line.contains("OUTGOING TELEGRAM") {
        return Some(Kind::Telegram);
    }
    let salutation = line.starts_with("Dear ") && line.len() <= 60 && line.ends_with([':', ',']);
    salutation.then_some(Kind::Letter)
}

/// A label at the start of a piece of a line, and where its value begins.
fn word_at_start(piece: &str) -> Option<(Word, usize)> {
    const LONGEST: usize = 18;
    let colon = piece.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let name = piece[..colon].trim_end();
    let word = [
        ("TO", Word::To),
        ("ACTION", Word::To),
        ("FROM", Word::From),
        ("INFO", Word::Info),
        ("INFORMATION", Word::Info),
        ("DATE", Word::Date),
        ("CLASSIFICATION", Word::Classification),
        ("THROUGH", Word::Through),
        ("THRU", Word::Through),
        ("VIA", Word::Through),
        ("NO", Word::Number),
    ]
    .iter()
    .find(|(words, _)| name.eq_ignore_ascii_case(words))?
    .1;
    let value = piece[colon + 1..].trim_start_matches([' ', '\t']);
    Some((word, piece.len() - value.len()))
}

/// The pieces of a line between wide gaps, with their places.
fn pieces(text: &str, line: Span) -> Vec<Span> {
    const MOST: usize = 4;
    let mut found = Vec::new();
    let mut rest = trim(text, line);
    while found.len() + 1 < MOST {
        let written = rest.of(text);
        let value_at = word_at_start(written).map_or(0, |(_, at)| at);
        let wide = written[value_at..].find("   ").map(|gap| value_at + gap);
        let Some(gap) = before_label(written, value_at).or(wide) else {
            break;
        };
        let at = rest.start as usize + gap;
        found.push(trim(text, Span::new(rest.start as usize, at)));
        rest = trim(text, Span::new(at, rest.end as usize));
    }
    found.push(rest);
    found.retain(|piece| !piece.is_empty());
    found
}

/// Where two blanks or a tab stand in front of another label, before the first wide gap.
fn before_label(written: &str, value_at: usize) -> Option<usize> {
    const FARTHEST: usize = 120;
    let bytes = written.as_bytes();
    let mut at = value_at;
    while at < bytes.len().min(FARTHEST) {
        let n = bytes[at..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        if n >= 2 || bytes[at] == b'\t' {
            if capital_word_at_start(&written[at + n..]).is_some() {
                return Some(at);
            }
            if n >= 3 {
                return None;
            }
        }
        at += n.max(1);
    }
    None
}

impl Typed {
    /// Reads what only the paper form of a telegram has: the margin above the labels, and below them the lines of the
    /// department, `STATE 43211`, `LIMDIS`, `REF: …`.
    fn mark_form(&mut self, text: &str, lines: &mut [Line]) {
        let first = lines.iter().take(HEAD_LINES).position(|line| {
            line.kind == LineKind::Body
                && matches!(
                    word_at_start(line.content().of(text)),
                    Some((Word::To | Word::From | Word::Info | Word::Date, _))
                )
        });
        let Some(first) = first else {
            return;
        };
        let mut outgoing = None;
        for line in &mut lines[..first] {
            let content = line.content();
            if line.kind != LineKind::Body || furniture::is_blank(content.of(text)) {
                continue;
            }
            for piece in pieces(text, content) {
                let words = piece.of(text);
                if is_level(words) {
                    self.level.get_or_insert(piece);
                } else if words.starts_with("Rec'd") && typed_date::find(words).is_some() {
                    self.received.get_or_insert(piece);
                } else if words.contains("OUTGOING TELEGRAM") {
                    outgoing = Some(piece);
                }
            }
            if outgoing.is_none()
                && closed_up(content.of(text).trim())
                    .is_some_and(|words| words.contains("OUTGOING TELEGRAM"))
            {
                outgoing = Some(trim(text, content));
            }
            line.kind = LineKind::HeadOther;
        }
        // What the Department sends has no FROM.
        self.from = outgoing.map(|title| {
            let words = title.of(text);
            let at = words.find("Department of State").unwrap_or_default();
            Span::new(title.start as usize + at, title.end as usize)
        });
        let mut labelled = false;
        for line in lines.iter_mut().skip(first).take(HEAD_LINES) {
            let content = trim(text, line.content());
            let written = content.of(text);
            if line.kind != LineKind::Body {
                continue;
            }
            // A label, and the addressees that go on below it.
            labelled = word_at_start(written).is_some()
                || labelled && line.content().of(text).starts_with("    ") && !written.is_empty();
            if labelled || written.is_empty() {
                continue;
            }
            let start = content.start as usize;
            if let Some(number) = number_of_department(written) {
                let at = start + written.len() - number.len();
                self.number = number
                    .parse()
                    .ok()
                    .map(|number| Located::new(number, Span::new(at, content.end as usize)));
                line.kind = LineKind::Classification;
            } else if written.len() <= 24
                && let Some(("", precedence)) = Precedence::strip_word(written)
            {
                self.precedence.get_or_insert(precedence);
                line.kind = LineKind::HeadOther;
            } else if written == "LIMIT DISTRIBUTION" {
                self.captions.push(Located::new("LIMDIS", content));
                line.kind = LineKind::Caption;
            } else if let Some(found) = caption::parse_line(written) {
                let found = found.into_iter().map(|value| Located::new(value, content));
                self.captions.extend(found);
                line.kind = LineKind::Caption;
            } else if let Some(value) = [
                "REF:",
                "REFS:",
                "REFERENCE:",
                "REFTEL:",
                "Ref:",
                "Reference:",
            ]
            .iter()
            .find_map(|label| written.strip_prefix(label))
            {
                let at = start + written.len() - value.len();
                self.references
                    .get_or_insert(Span::new(at, content.end as usize));
                line.kind = LineKind::References;
            } else if is_bare_reference(written) {
                self.references.get_or_insert(content);
                line.kind = LineKind::References;
            } else if let Some(rest) = ["ACTION DEPARTMENT ", "SENT DEPARTMENT "]
                .iter()
                .find_map(|words| written.strip_prefix(words))
            {
                // `ACTION DEPARTMENT 1187, INFORMATION LONDON 201, PARIS 222`
                if let Some(at) = rest.find("INFORMATION ") {
                    let at = start + written.len() - rest.len() + at + "INFORMATION ".len();
                    // A full stop ends the line.
                    let end = start + written.trim_end_matches(['.', ' ']).len();
                    self.info.push(Span::new(at, end.max(at)));
                }
                line.kind = LineKind::Info;
            } else if !is_level(written) {
                break;
            }
        }
    }

    /// The name at the right margin below the text; typists' marks and relay notes follow it.
    fn mark_signer(&mut self, text: &str, lines: &mut [Line]) {
        const MARGIN: &str = "               ";
        let from = lines.len().saturating_sub(FOOT_LINES);
        for line in &mut lines[from..] {
            let written = line.content().of(text).trim();
            if line.kind == LineKind::Body
                && let Some(group) = written.strip_prefix("GP-")
                && group.trim_end_matches('.').len() == 1
            {
                line.kind = LineKind::Declassify;
            }
        }
        let signed = (from..lines.len()).rev().find(|&index| {
            let written = lines[index].content().of(text);
            let name = written.trim();
            lines[index].kind == LineKind::Body
                && written.starts_with(MARGIN)
                && (3..=30).contains(&name.len())
                && name.split(' ').count() <= 3
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || b" .'-".contains(&byte))
                && !is_level(name)
        });
        let Some(signed) = signed else {
            return;
        };
        self.signature = Some(trim(text, lines[signed].content()));
        lines[signed].kind = LineKind::Signature;
        for line in &mut lines[signed + 1..] {
            let content = line.content();
            if line.kind == LineKind::Body && !furniture::is_blank(content.of(text)) {
                line.kind = LineKind::Furniture;
                // `NOTE: Relayed to White House, 10/24/62`
                if content.len() < 120 && typed_date::find(content.of(text)).is_some() {
                    self.drafted.get_or_insert(content);
                }
            }
        }
        let last = lines[..signed]
            .iter_mut()
            .rev()
            .find(|line| !furniture::is_blank(line.content().of(text)));
        if let Some(last) = last
            && last.content().of(text).trim() == "END"
        {
            last.kind = LineKind::End;
        }
    }

    /// Reads the lines with labels; a value may go on below, indented.
    fn mark_labels(&mut self, text: &str, lines: &mut [Line]) {
        let mut open: Option<Word> = None;
        for line in lines.iter_mut().take(HEAD_LINES) {
            if line.kind != LineKind::Body {
                continue;
            }
            let content = line.content();
            let written = content.of(text);
            if furniture::is_blank(written) {
                open = None;
                continue;
            }
            if crate::body::paragraph::start(written).is_some() {
                break;
            }
            if label::at_start(written)
                .is_some_and(|found| found.label != label::Label::Classification)
            {
                open = None;
                continue;
            }
            let mut is_head = false;
            for (n, piece) in pieces(text, content).into_iter().enumerate() {
                let words = piece.of(text);
                if let Some((word, at)) = word_at_start(words) {
                    let value = Span::new(piece.start as usize + at, piece.end as usize);
                    self.keep(text, word, value);
                    open = Some(word);
                    is_head = true;
                } else if let Some(number) = airgram_number(text, piece) {
                    self.airgram.get_or_insert(number);
                    is_head = true;
                } else if n > 0
                    && self.kind == Kind::Telegram
                    && let Some(("", precedence)) = Precedence::strip_word(words)
                {
                    self.precedence.get_or_insert(precedence);
                } else if is_level(words) {
                    self.level.get_or_insert(piece);
                    is_head |= n > 0;
                } else if n == 0 && title(words).is_some() {
                    is_head = true;
                } else if self.date.is_none() && is_date(words) {
                    self.date = Some(piece);
                    is_head = true;
                } else if n == 0
                    && let Some(word @ (Word::To | Word::Info)) = open
                    && written.starts_with(' ')
                {
                    self.keep(text, word, piece);
                    is_head = true;
                }
            }
            if is_head {
                line.kind = match open {
                    Some(Word::To) => LineKind::To,
                    Some(Word::Info) => LineKind::Info,
                    Some(Word::From) => LineKind::From,
                    Some(Word::Date) => LineKind::DateTimeGroup,
                    Some(Word::Classification) => LineKind::Classification,
                    Some(Word::Through | Word::Number) | None => LineKind::HeadOther,
                };
            }
        }
    }

    fn keep(&mut self, text: &str, word: Word, value: Span) {
        if trim(text, value).is_empty() {
            return;
        }
        match word {
            Word::To => self.to.push(value),
            Word::Info => self.info.push(value),
            Word::From => self.from = self.from.or(Some(value)),
            Word::Date => self.date = self.date.or(Some(value)),
            Word::Classification => self.level = Some(value),
            Word::Number => {
                // `NO: 1187, OCTOBER 24, 8 PM`
                let written = value.of(text);
                let n = written.bytes().take_while(u8::is_ascii_digit).count();
                let start = value.start as usize;
                if let Ok(number) = written[..n].parse() {
                    self.number = Some(Located::new(number, Span::new(start, start + n)));
                    let behind = trim(text, Span::new(start + n, value.end as usize));
                    self.date = self.date.or((!behind.is_empty()).then_some(behind));
                }
            }
            Word::Through => {}
        }
    }

    /// Reads letterhead, date and address of a letter, and the name below its closing.
    fn mark_letter(&mut self, text: &str, lines: &mut [Line]) -> Option<()> {
        let content = |line: &Line| trim(text, line.content());
        let salutation = lines
            .iter()
            .take(HEAD_LINES)
            .position(|line| title(content(line).of(text)) == Some(Kind::Letter))?;
        let mut address: Vec<Span> = Vec::new();
        let mut apart = false;
        for line in &lines[..salutation] {
            let span = content(line);
            let written = span.of(text);
            if furniture::is_blank(written) {
                apart = true;
                continue;
            }
            if std::mem::take(&mut apart) {
                address.clear();
            }
            // `SECRET                July 9, 1973`
            let mut is_known = false;
            for piece in pieces(text, span) {
                let words = piece.of(text);
                if is_level(words) {
                    self.level.get_or_insert(piece);
                    is_known = true;
                } else if self.date.is_none() && is_date(words) {
                    self.date = Some(piece);
                    is_known = true;
                }
            }
            if is_known {
                continue;
            }
            if self.from.is_none() && is_letterhead(written) {
                self.from = Some(span);
                self.place = written.split_once(", ").map(|(_, place)| {
                    Span::new(span.end as usize - place.len(), span.end as usize)
                });
            } else if self.from.is_some() && self.place.is_none() && address.is_empty() {
                let place = written.find(',').unwrap_or(written.len());
                let start = span.start as usize;
                self.place = Some(Span::new(start, start + place));
            } else {
                address.push(span);
            }
        }
        // Any letter has a salutation; one of an archive of cables comes from an office or has a level.
        if self.from.is_none() && self.level.is_none() {
            return None;
        }
        if let Some(&first) = address.first() {
            let titled = matches!(
                first.of(text),
                "The Honorable" | "His Excellency" | "Her Excellency"
            );
            let last = address.get(usize::from(titled)).copied().unwrap_or(first);
            self.to.push(first.cover(last));
        }
        for line in &mut lines[..salutation] {
            if line.kind == LineKind::Body && !furniture::is_blank(line.content().of(text)) {
                line.kind = LineKind::HeadOther;
            }
        }
        let from = lines.len().saturating_sub(FOOT_LINES).max(salutation + 1);
        let closing = (from..lines.len()).rev().find(|&index| {
            let written = content(&lines[index]);
            let written = written.of(text);
            written.ends_with(',')
                && written.len() <= 40
                && ["Sincerely", "Respectfully", "Yours", "Cordially", "With "]
                    .iter()
                    .any(|word| written.starts_with(word))
        })?;
        let named = (closing + 1..lines.len())
            .find(|&index| !furniture::is_blank(lines[index].content().of(text)))?;
        self.signature = Some(content(&lines[named]));
        lines[closing].kind = LineKind::Signature;
        for line in &mut lines[named..] {
            if line.kind != LineKind::Body || furniture::is_blank(line.content().of(text)) {
                break;
            }
            line.kind = LineKind::Signature;
        }
        Some(())
    }

    /// Drafter, clearances and classifying officer at the foot.
    fn mark_foot(&mut self, text: &str, lines: &mut [Line]) {
        const APPROVED: &str = "lassification approved by:";
        let from = lines.len().saturating_sub(FOOT_LINES);
        let mut open = None;
        for line in &mut lines[from..] {
            if line.kind != LineKind::Body {
                continue;
            }
            let content = line.content();
            let indented = content.of(text).starts_with("      ");
            let written = content.of(text).trim();
            // More clearances below the first.
            if let Some(part) = open
                && indented
                && written.len() <= 60
                && (written.contains(" - ") || written.contains(':'))
            {
                self.officers.push((part, trim(text, content)));
                line.kind = LineKind::Drafting;
                continue;
            }
            open = None;
            // `POL:RMKarlsen:jt  9/12/67    Contents and classification approved by: DCM:JFenn`
            if let Some(at) = content.of(text).find(APPROVED) {
                let start = content.start as usize;
                let value = Span::new(start + at + APPROVED.len(), content.end as usize);
                self.officers.push((officer::Part::Approved, value));
                let first = pieces(text, content)[0];
                if (first.end as usize) < start + at {
                    self.drafted.get_or_insert(first);
                    self.officers.push((officer::Part::Drafted, first));
                }
                line.kind = LineKind::Drafting;
                continue;
            }
            if written.starts_with("FORM DS")
                || ["GROUP ", "Group "].iter().any(|word| {
                    written
                        .strip_prefix(word)
                        .is_some_and(|group| group.trim_end_matches('.').parse::<u8>().is_ok())
                })
                || written.starts_with("Downgraded at ")
                || written.starts_with("not automatically declassified")
            {
                line.kind = if written.starts_with('F') {
                    LineKind::Furniture
                } else {
                    LineKind::Declassify
                };
                continue;
            }
            if !matches!(written.as_bytes().first(), Some(b'A' | b'C' | b'D' | b'R')) {
                continue;
            }
            if let Some(found) = label::at_start(content.of(text))
                && found.label == label::Label::ClassifiedBy
            {
                let start = content.start as usize + found.value_at;
                self.classified_by = Some(Span::new(start, content.end as usize));
                line.kind = LineKind::Drafting;
                continue;
            }
            let found: Vec<(officer::Part, Span)> = pieces(text, content)
                .into_iter()
                .filter_map(|piece| {
                    let (part, at) = officer::label(piece.of(text))?;
                    let value = Span::new(piece.start as usize + at, piece.end as usize);
                    Some((part, value))
                })
                .collect();
            if let Some(&(part, value)) = found.last() {
                open = Some(part).filter(|part| *part == officer::Part::Cleared);
                if part == officer::Part::Drafted {
                    self.drafted.get_or_insert(value);
                }
                self.officers.extend(found);
                line.kind = LineKind::Drafting;
            }
        }
    }

    /// The year of the date.
    pub(crate) fn year(&self, text: &str) -> Option<u16> {
        let date = self
            .date
            .and_then(|date| typed_date::find(date.of(text)))
            .or_else(|| typed_date::find(self.received?.of(text)))
            .or_else(|| {
                typed_date::find(
                    self.drafted
                        .filter(|_| self.kind == Kind::Telegram)?
                        .of(text),
                )
            });
        // `10/24/62` on a paper form.
        let year = date?.0.year;
        let is_form = self.kind == Kind::Telegram && year >= 2050;
        Some(if is_form { year - 100 } else { year })
    }

    /// The name below the closing of a letter.
    pub(crate) fn signature(&self, text: &str) -> Option<Located<String>> {
        let span = self.signature?;
        Some(Located::new(fold(span.of(text)), span))
    }

    /// Reads what was found into the head.
    pub(crate) fn complete<'t>(
        &self,
        text: &'t str,
        head: &mut Head<'t>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        head.n_elements += 1 + usize::from(self.from.is_some()) + usize::from(self.date.is_some());
        if let Some(from) = self.from {
            head.from = Some(addressee::parse_originator(
                from.of(text),
                from.start as usize,
            ));
            head.from_place = if from
                .of(text)
                .to_ascii_uppercase()
                .contains("DEPARTMENT OF STATE")
            {
                Some("STATE")
            } else if self.kind == Kind::Memorandum {
                // An office of the Department: no post.
                Some("")
            } else {
                self.place.map(|place| place.of(text))
            };
        }
        let shared = self.kind != Kind::Memorandum && self.kind != Kind::Letter;
        for (role, values) in [(Role::Action, &self.to), (Role::Info, &self.info)] {
            for value in values {
                addressees(text, *value, role, shared, &mut head.addressees);
            }
        }
        if let Some(date) = self.date {
            let (written, start) = (date.of(text), date.start as usize);
            head.date_time_group = typed_date::parse(written, start, diagnostics)
                .or_else(|| typed_date::parse_in(written, start, self.year(text)?, diagnostics));
        }
        if self.kind == Kind::Telegram {
            self.complete_form(text, head, diagnostics);
        }
        if head.classification.is_none() {
            head.classification = self
                .level
                .and_then(|level| Classification::of_page(text, trim(text, level)));
        }
        for &(part, value) in &self.officers {
            head.add_officers(part, officer::list(text, value));
        }
        if head.classified_by.is_none()
            && let Some(span) = self.classified_by
        {
            let (authority, reasons) = classification_authority::parse(
                &Flow::new(text, [span]),
                self.year(text),
                diagnostics,
            );
            head.classified_by = authority;
            head.reasons = reasons;
        }
    }
}

impl Typed {
    /// What only the paper form of a telegram has.
    fn complete_form<'t>(
        &self,
        text: &'t str,
        head: &mut Head<'t>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        head.n_elements += 2;
        // `FROM: Strelsau` names the post and nothing else.
        if head.from_place.is_none() {
            head.from_place = self.from.map(|from| trim(text, from).of(text));
        }
        if head.post.is_none() {
            head.post = head
                .from_place
                .map(|place| Located::new(place, self.from.unwrap_or_default()));
        }
        if head.number.is_none() {
            // `ACTION: Secstate 214`: the number in the row of telegrams to the Department is the telegram's own.
            let own = head.addressees.iter().find_map(|addressee| {
                let name = addressee.name.to_ascii_uppercase();
                let is_department =
                    matches!(&*name, "SECSTATE" | "DEPARTMENT" | "SECRETARY OF STATE");
                let number = addressee.serial.as_ref().filter(|_| is_department)?;
                Some(Located::new(number.parse().ok()?, addressee.span))
            });
            head.number = self.number.clone().or(own);
        }
        if head.precedence.action.is_none() {
            head.precedence.action = self.precedence;
        }
        for caption in &self.captions {
            if !head.captions.iter().any(|seen| seen.value == caption.value) {
                head.captions.push(caption.clone());
            }
        }
        if head.references.is_empty()
            && let Some(span) = self.references
        {
            let citing = reftel::Citing {
                year: self.year(text),
                post: None,
                number: head.number.as_ref().map(|number| number.value),
                guessed: false,
                day: None,
            };
            head.references = reftel::parse(&Flow::new(text, [span]), citing, diagnostics);
        }
    }
}

/// `STATE 43211`, `DEPTEL 155`: the number below the addresses of an outgoing telegram.
fn number_of_department(written: &str) -> Option<&str> {
    let number = written.strip_prefix("STATE ")?.trim();
    let fits = (1..=6).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(number)
}

/// `EMBTEL 209, DEPTEL 155 TO STRELSAU`: references without their label, on a line of their own above the text.
fn is_bare_reference(written: &str) -> bool {
    written.len() <= 60
        && ["EMBTEL", "DEPTEL", "Embtel", "Deptel"]
            .iter()
            .any(|word| written.starts_with(word))
        && written.bytes().any(|byte| byte.is_ascii_digit())
        && !written.ends_with('.')
        && written.split_ascii_whitespace().count() <= 8
}

/// The addressees of one line; on airgrams and telegrams several stand behind commas.
fn addressees(text: &str, value: Span, role: Role, shared: bool, into: &mut Vec<Addressee>) {
    const MOST: usize = 64;
    let written = value.of(text);
    let base = written.as_ptr() as usize;
    let names = written.split(|c| shared && matches!(c, ',' | ';'));
    for name in names.take(MOST) {
        let at = value.start as usize + (name.as_ptr() as usize - base);
        let span = trim(text, Span::new(at, at + name.len()));
        let name = fold(span.of(text));
        if name.is_empty() {
            continue;
        }
        // `Secstate 2481`: the number from this post to that one.
        let (name, serial) = match name.rsplit_once(' ') {
            Some((before, number))
                if shared && number.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                (before.to_owned(), Some(number.to_owned()))
            }
            _ => (name, None),
        };
        let name = name
            .strip_suffix(" unnumbered")
            .or_else(|| name.strip_suffix(" UNNUMBERED"))
            .map_or_else(|| name.clone(), str::to_owned);
        into.push(Addressee {
            role,
            name: name.into(),
            routing: None,
            precedence: None,
            serial: serial.map(Into::into),
            exempt: Vec::new(),
            span,
        });
    }
}

/// `A-87`, `STRELSAU A-14`, `NO. A-87`.
fn airgram_number(text: &str, piece: Span) -> Option<Located<u32>> {
    const LONGEST: usize = 40;
    let written = piece.of(text);
    if written.len() > LONGEST {
        return None;
    }
    let at = written
        .match_indices("A-")
        .map(|(at, _)| at)
        .find(|&at| at == 0 || written.as_bytes()[at - 1] == b' ')?;
    let digits = &written[at + 2..];
    let fits = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| {
        Some(Located::new(
            digits.parse().ok()?,
            Span::new(piece.start as usize + at, piece.end as usize),
        ))
    })
    .flatten()
}

fn is_level(written: &str) -> bool {
    matches!(furniture::recognize(written), Some(Furniture::Banner))
        && classification::parse(written).is_some()
}

/// A line that is a date and nothing else.
fn is_date(written: &str) -> bool {
    typed_date::find(written)
        .is_some_and(|(_, _, start, end)| start == 0 && written.len() <= end + 1)
}

/// `EMBASSY OF THE UNITED STATES OF AMERICA`, `DEPARTMENT OF STATE`, `American Embassy, Strelsau`.
fn is_letterhead(written: &str) -> bool {
    let upper = written.to_ascii_uppercase();
    upper.len() <= 80
        && [
            "EMBASSY",
            "CONSULATE",
            "UNITED STATES MISSION",
            "DEPARTMENT OF STATE",
            "AMEMBASSY",
            "AMCONSUL",
            "THE SECRETARY OF STATE",
            "THE WHITE HOUSE",
        ]
        .iter()
        .any(|word| upper.contains(word))
}

/// Headings of a text without numbers: a short line in capitals between blank lines, above text that is none.
fn mark_headings(text: &str, lines: &mut [Line]) {
    const LONGEST: u32 = 60;
    let blank =
        |line: Option<&Line>| line.is_none_or(|line| furniture::is_blank(line.content().of(text)));
    let is_title = |written: &str| {
        written.bytes().filter(u8::is_ascii_uppercase).count() >= 3
            && !written.bytes().any(|byte| byte.is_ascii_lowercase())
            && !written.ends_with(['.', ':', ','])
            && !written.bytes().any(|byte| byte.is_ascii_digit())
            && label::at_start(written).is_none()
            && classification::parse(written).is_none()
    };
    for index in 0..lines.len() {
        let line = &lines[index];
        if line.kind != LineKind::Body || line.len > LONGEST || line.len == 0 {
            continue;
        }
        let written = line.content().of(text);
        if !is_title(written.trim())
            || written.starts_with("          ")
            || index == 0
            || !blank(lines.get(index - 1))
            || !blank(lines.get(index + 1))
        {
            continue;
        }
        let prose = lines[index + 1..]
            .iter()
            .take(3)
            .find(|line| !furniture::is_blank(line.content().of(text)))
            .is_some_and(|line| {
                line.kind == LineKind::Body && !is_title(line.content().of(text).trim())
            });
        if prose {
            lines[index].kind = LineKind::Heading;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let parse = crate::parse(text);
        let cable = &parse.cable;
        let name = |role| {
            let names: Vec<&str> = cable
                .addressees
                .iter()
                .filter(|addressee| addressee.role == role)
                .map(|addressee| &*addressee.name)
                .collect();
            names.join(" + ")
        };
        let sent = cable
            .date_time_group
            .as_ref()
            .and_then(|group| group.value.moment)
            .map_or(String::new(), |moment| moment.to_string());
        format!(
            "{} {} | {} | {} | {} | {} | {} | {}",
            cable.kind.as_str(),
            cable
                .mrn
                .as_ref()
                .map_or(String::new(), ToString::to_string),
            cable.from.as_ref().map_or("", |from| &*from.value.name),
            name(Role::Action),
            name(Role::Info),
            sent,
            cable
                .classification
                .as_ref()
                .map_or(String::new(), |found| found.level.to_string()),
            cable.signature.as_ref().map_or("", |found| &*found.value),
        )
    }

    #[test]
    fn airgrams() {
        assert_eq!(
            shown(
                "AIRGRAM\n\nCLASSIFICATION: LIMITED OFFICIAL USE          A-87\n\nTO      : DEPARTMENT OF STATE\nINFO    : EDELWEISS, ZENDA\nFROM    : AMEMBASSY STRELSAU        DATE: JUNE 14, 1977\nE.O. 11652: N/A\nSUBJECT : Bells\n\nSUMMARY\n\nThey ring.\n\n                    LOWNDES\n\nDrafted by: POL:TGrant    Approved by: DCM:PHale\n"
            ),
            "airgram 77STRELSAUA-87 | AMEMBASSY STRELSAU | DEPARTMENT OF STATE | EDELWEISS + ZENDA | 1977-06-14T00:00:00Z | LIMITED OFFICIAL USE | LOWNDES"
        );
    }

    #[test]
    fn airgrams_without_title() {
        assert_eq!(
            shown(
                "CLASSIFICATION: LIMITED OFFICIAL USE\nTO: DEPARTMENT OF STATE\nINFO: AMEMBASSY ZENDA\nFROM: AMEMBASSY STRELSAU\nDATE: MARCH 4, 1974\nE.O. 11652: N/A\nTAGS: EAGR, RU\nSUBJECT: RICE CROP\nREF: STRELSAU A-31\n\nMESSAGE REFERENCE NO. A-50\n\n1. It rains.\n\n2. It will.\n\nFENN\n"
            ),
            "airgram 74STRELSAUA-50 | AMEMBASSY STRELSAU | DEPARTMENT OF STATE | AMEMBASSY ZENDA | 1974-03-04T00:00:00Z | LIMITED OFFICIAL USE | FENN"
        );
    }

    #[test]
    fn letters_apart() {
        let airgram = |title: &str, from: &str| {
            shown(&format!(
                "DEPARTMENT OF STATE\n\n{title}\n\nTO: DEPARTMENT OF STATE\n{from}\nSUBJECT: Bells\n\nA-7\n\n1. They ring.\n"
            ))
        };
        let expected = airgram("AIRGRAM", "FROM: AMEMBASSY STRELSAU\nDATE: MAY 2, 1977");
        assert!(
            expected.starts_with("airgram 77STRELSAUA-7 | AMEMBASSY STRELSAU"),
            "{expected}"
        );
        for (title, from) in [
            (
                "A I R G R A M",
                "FROM: AMEMBASSY STRELSAU    DATE: MAY 2, 1977",
            ),
            (
                "      A  I  R  G  R  A  M",
                "FROM : AMEMBASSY STRELSAU  DATE: MAY 2, 1977",
            ),
            (
                "A I R G R A M    UNCLASSIFIED",
                "FROM\t: AMEMBASSY STRELSAU\tDATE : MAY 2, 1977",
            ),
        ] {
            let found = airgram(title, from);
            let found = found.replace("| UNCLASSIFIED |", "|  |");
            assert_eq!(found, expected, "{title:?} {from:?}");
        }
        // Without its title, the date beside the sender.
        assert_eq!(
            shown(
                "CLASSIFICATION: UNCLASSIFIED      MESSAGE REFERENCE NO. A-50\nTO: DEPARTMENT OF STATE\nFROM: AMEMBASSY STRELSAU        DATE: MARCH 4, 1974\nSUBJECT: RICE CROP\n\n1. It rains.\n\n2. It will.\n\nFENN\n"
            ),
            "airgram 74STRELSAUA-50 | AMEMBASSY STRELSAU | DEPARTMENT OF STATE |  | 1974-03-04T00:00:00Z | UNCLASSIFIED | FENN"
        );
        for (line, expected) in [
            ("A I RGRAM", Some(Kind::Airgram)),
            ("M E M O R A N D U M", Some(Kind::Memorandum)),
            (
                "M E M O R A N D U M  F O R  T H E  F I L E",
                Some(Kind::Memorandum),
            ),
            ("I N C O M I N G  T E L E G R A M", Some(Kind::Telegram)),
            ("S E C R E T", None),
            ("A B", None),
            ("A É", None),
        ] {
            assert_eq!(title(line), expected, "{line}");
        }
    }

    #[test]
    fn memoranda() {
        assert_eq!(
            shown(
                "DEPARTMENT OF STATE\n\n               July 14, 1975\n\nCONFIDENTIAL\n\nMEMORANDUM\n\nTO:       The Secretary\nFROM:     EUR - Lewis Bostwick\nSUBJECT:  The Lake\n\nThe lake is deep.\n"
            ),
            "memorandum  | EUR - Lewis Bostwick | The Secretary |  | 1975-07-14T00:00:00Z | CONFIDENTIAL | "
        );
    }

    #[test]
    fn letters() {
        assert_eq!(
            shown(
                "American Embassy, Strelsau\nJune 3, 1976\n\nSECRET\n\nThe Honorable\nLewis Bostwick\nWashington\n\nDear Lewis:\n\nThe lake came up.\n\nSincerely,\n\nRuth Halvorsen\nAmbassador\n"
            ),
            "letter  | American Embassy, Strelsau | The Honorable Lewis Bostwick |  | 1976-06-03T00:00:00Z | SECRET | Ruth Halvorsen"
        );
        assert_eq!(
            crate::parse("Dear Lewis:\n\nThe lake.\n").cable.kind,
            Kind::Fragment
        );
    }

    #[test]
    fn paper_telegrams() {
        assert_eq!(
            shown(
                "INCOMING TELEGRAM          Department of State\n45-A                       CONFIDENTIAL\n\nAction                     Control: 13277\nEUR                        Rec'd:  August 18, 1964\nInfo                               11:42 a.m.\n\nFROM:   Strelsau\n\nACTION: Secstate 214\n\nINFO:   Zenda 31, Edelweiss unnumbered\n\nDATE:   August 18, 5 p.m.\n\nEMBTEL 209, DEPTEL 155 TO STRELSAU\n\nFONMIN told me so.\n\n2. He left.\n\nGP-3.\n\n                           HALVORSEN\nLFC/11\n\nCONFIDENTIAL\n"
            ),
            "telegram 1964STRELSAU214 | Strelsau | Secstate | Zenda + Edelweiss | 1964-08-18T00:00:00Z | CONFIDENTIAL | HALVORSEN"
        );
        assert_eq!(
            shown(
                "INCOMING TELEGRAM     Department of State\n\nACTION COPY                     SECRET\n\nFROM:  STRELSAU\n\nTO:    Secretary of State\n\nNO:    1187, OCTOBER 24, 8 PM     (SECTION ONE OF TWO)\n\nPRIORITY\n\nACTION DEPARTMENT 1187, INFORMATION ZENDA 201\n\nLIMIT DISTRIBUTION\n\nREFERENCE: DEPTEL 984\n\nFONMIN RECEIVED ME.\n\n2. HE ASKED.\n\n                                   LOWNDES\nEF\nNOTE: Relayed to White House, 10/24/62 3 p.m.\n"
            ),
            "telegram 1962STRELSAU1187 | STRELSAU | Secretary of State | ZENDA | 1962-10-24T00:00:00Z | SECRET | LOWNDES"
        );
        let text = "OUTGOING TELEGRAM Department of State\nINDICATE: [ ] COLLECT  [X] CHARGE TO\nCONFIDENTIAL\n\nACTION:  Amembassy STRELSAU  1107    PRIORITY\nINFO:    Amembassy ZENDA  212\n\nSTATE 43211\n\nLIMDIS\n\nREF: STRELSAU 2480\n\n1. Dept concurs.\n\n2. You may inform FonOff.\n\nGP-4\n\nEND\n\n                                      RUSK\n\nDrafted by: EUR:RMKarlsen:jt  8/26/66\nTelegraphic transmission and classification approved by: EUR - Mr. Fenn\nClearances: L - Miss Tremble (draft)\n            S/S - Mr. Dunn\nCONFIDENTIAL\n";
        assert_eq!(
            shown(text),
            "telegram 66STATE43211 | Department of State | Amembassy STRELSAU | Amembassy ZENDA |  | CONFIDENTIAL | RUSK"
        );
        let parse = crate::parse(text);
        let cable = &parse.cable;
        assert_eq!(cable.captions[0].value, "LIMDIS");
        assert_eq!(
            cable.references[0].mrn.as_ref().unwrap().to_string(),
            "66STRELSAU2480"
        );
        assert_eq!(cable.clearances.len(), 2);
        assert!(cable.approved_by.is_some() && cable.drafted_by.is_some());
        assert_eq!(cable.precedence.action, Some(Precedence::Priority));
        assert_eq!(cable.paragraphs.len(), 2);
        assert_eq!(
            parse.paragraph_text(&cable.paragraphs[1]),
            "You may inform FonOff."
        );
        assert_eq!(
            shown(
                "INCOMING TELEGRAM     Department of State\n\n43\nAction                             Control: 14410\n\nFROM: Strelsau\nACTION: Secstate 2481\nDATE: December 28, 1966\n\nCONFIDENTIAL STRELSAU 2481\n\n1. He left.\n\nLOWNDES\n"
            ),
            "telegram 66STRELSAU2481 | Strelsau | Secstate |  | 1966-12-28T00:00:00Z | CONFIDENTIAL | LOWNDES"
        );
    }
}
