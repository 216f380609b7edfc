//! Volumes of an edited edition in TEI: each document an item.
//!
//! The bytes of a document are those of its `div`. What is read is a plain rendering, in the shape in which
//! `chancery-format` reads such documents:
//!
//! - white space is one blank; headings, datelines, paragraphs and signatures are parted by a blank line, items, rows and
//!   `lb` by a line end, cells by a tab;
//! - a note leaves its mark behind the word it stands at, and goes to the end as `1 Source: …`; a note without a mark stays
//!   where it stands;
//! - a page break is a line `[page 44]`;
//! - elements are never shown, character references are decoded.
//!
//! Source: docs/format.md, "Edited editions", and docs/sources.md, "Volumes".

use std::borrow::Cow;
use std::ops::ControlFlow;

use chancery_format::decode;
use memchr::memmem;
use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::stream::Stream;
use crate::walk::{Flow, Walker};
use crate::{Found, Place, Problem, Reader};

const VOLUME: &str = "TEI volume";
const DOCUMENT: &str = "document of a TEI volume";

/// Places of damage told of in one volume.
const MOST_DAMAGES: usize = 100;

pub(crate) fn take(walker: &mut Walker<'_>, place: &Place, stream: Stream<'_>) -> Flow {
    let (bytes, damage) = match stream.read_whole(walker.options.limits.whole_bytes, VOLUME) {
        Ok(bytes) => (bytes, None),
        Err((bytes, problem)) if !problem.is_cut() => (bytes, Some(problem)),
        Err((_, problem)) => return walker.problem(place.clone(), problem),
    };
    let text = same_length(&bytes);
    let mut volume = Volume::new(&text);
    let limit_bytes = walker.options.limits.one_bytes;
    let mut number = 0;
    while let Some(piece) = volume.next() {
        let document = match piece {
            Piece::Document(document) => document,
            Piece::Damage(problem) => {
                walker.problem(place.clone(), problem)?;
                continue;
            }
        };
        number += 1;
        let inner = place.part(number, document.start as u64);
        let original = &bytes[document.start..document.end];
        if original.len() as u64 > limit_bytes {
            walker.problem(inner, Problem::TooLarge { limit_bytes })?;
            continue;
        }
        let rendered = render(&decode(original).text);
        let mut found = Found::new(Reader::TeiDocument, original.to_vec());
        let metadata = &mut found.metadata;
        if let Some(id) = &volume.id {
            metadata.push("Volume", id);
        }
        for (label, value) in document.labels {
            metadata.push(label, &value);
        }
        for note in &rendered.notes {
            let label = if is_source(&note.text) {
                "Source"
            } else {
                "Note"
            };
            metadata.add(label, &note.text);
        }
        found.text = Some(rendered.text);
        found.remark = document.remark;
        walker.record(inner, found)?;
    }
    if number == 0 && damage.is_none() {
        return walker.found(place.clone(), Found::new(Reader::Whole, bytes));
    }
    match damage {
        Some(problem) => walker.problem(place.clone(), problem),
        None => ControlFlow::Continue(()),
    }
}

/// The bytes as text of the same length; what is not UTF-8 is a question mark, for finding elements only.
fn same_length(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

enum Piece {
    Document(Document),
    Damage(Problem),
}

struct Document {
    start: usize,
    end: usize,
    labels: Vec<(&'static str, String)>,
    remark: Option<Problem>,
}

/// Finds the documents of a volume.
struct Volume<'t> {
    text: &'t str,
    /// Where `reader` began.
    base: usize,
    reader: XmlReader<&'t [u8]>,
    id: Option<String>,
    open: Option<(Document, usize)>,
    /// Open `div` elements.
    depth: usize,
    n_damages: usize,
    is_done: bool,
}

impl<'t> Volume<'t> {
    fn new(text: &'t str) -> Volume<'t> {
        Volume {
            text,
            base: 0,
            reader: reader(text),
            id: None,
            open: None,
            depth: 0,
            n_damages: 0,
            is_done: false,
        }
    }

    fn at(&self) -> usize {
        (self.base + self.reader.buffer_position() as usize).min(self.text.len())
    }

    fn close(&mut self, end: usize, remark: Option<Problem>) -> Option<Piece> {
        let (mut document, _) = self.open.take()?;
        document.end = end;
        document.remark = remark;
        Some(Piece::Document(document))
    }

    fn next(&mut self) -> Option<Piece> {
        while !self.is_done {
            let before = self.at();
            match self.reader.read_event() {
                Ok(Event::Start(start)) => match start.local_name().as_ref() {
                    "div" => {
                        self.depth += 1;
                        if let Some(labels) = document_labels(&start) {
                            // A document in a document: the end of the first is lost.
                            let lost = Some(Problem::broken(DOCUMENT, "its end is missing"));
                            let piece = self.close(before, lost);
                            let document = Document {
                                start: before,
                                end: before,
                                labels,
                                remark: None,
                            };
                            self.open = Some((document, self.depth));
                            if piece.is_some() {
                                return piece;
                            }
                        }
                    }
                    "TEI" if self.id.is_none() => self.id = attribute(&start, "xml:id"),
                    "TEI.2" if self.id.is_none() => self.id = attribute(&start, "id"),
                    _ => {}
                },
                Ok(Event::End(end)) if end.local_name().as_ref() == "div" => {
                    let is_end = matches!(&self.open, Some((_, depth)) if *depth == self.depth);
                    self.depth = self.depth.saturating_sub(1);
                    if is_end {
                        let end = self.at();
                        return self.close(end, None);
                    }
                }
                Ok(Event::Eof) => {
                    self.is_done = true;
                    let cut = Some(Problem::Incomplete { what: DOCUMENT });
                    return self.close(self.text.len(), cut);
                }
                Ok(_) => {}
                Err(error) => return Some(self.damage(before, &error.to_string())),
            }
        }
        None
    }

    /// Goes on at the next document.
    fn damage(&mut self, at: usize, how: &str) -> Piece {
        let how = format!("at byte {at}: {how}");
        let behind = self.at().max(at + 1).min(self.text.len());
        let next = next_document(self.text, behind);
        self.base = next.unwrap_or(self.text.len());
        self.reader = reader(&self.text[self.base..]);
        self.depth = 0;
        self.n_damages += 1;
        if self.n_damages >= MOST_DAMAGES {
            self.is_done = true;
        }
        let problem = Problem::broken(DOCUMENT, &how);
        self.close(self.base, Some(problem))
            .unwrap_or_else(|| Piece::Damage(Problem::broken(VOLUME, how)))
    }
}

fn reader(text: &str) -> XmlReader<&[u8]> {
    let mut reader = XmlReader::from_reader(text.as_bytes());
    let config = reader.config_mut();
    // Which element ends where is told by the `div` alone; the rest may be as damaged as it likes.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn next_document(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(n) = memmem::find(&bytes[at..], b"<div") {
        let start = at + n;
        let end = memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        if memmem::find(&bytes[start..end], b"\"document\"").is_some() {
            return Some(start);
        }
        at = start + 4;
    }
    None
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    let value = attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
    Some(value)
}

/// What the attributes of a `div` say, where it is a document.
fn document_labels(start: &BytesStart<'_>) -> Option<Vec<(&'static str, String)>> {
    const LABELS: [(&str, &str); 5] = [
        ("n", "Document"),
        ("xml:id", "Document id"),
        ("subtype", "Document type"),
        ("frus:doc-dateTime-min", "Dated from"),
        ("frus:doc-dateTime-max", "Dated to"),
    ];
    (attribute(start, "type")? == "document").then(|| {
        LABELS
            .iter()
            .filter_map(|&(name, label)| Some((label, attribute(start, name)?)))
            .collect()
    })
}

fn is_source(note: &str) -> bool {
    note.starts_with("Source:") || note.starts_with("[Source:")
}

struct Rendered {
    text: String,
    notes: Vec<Note>,
}

struct Note {
    mark: String,
    text: String,
}

/// A document as plain text. Never fails: what is damaged is passed over.
fn render(xml: &str) -> Rendered {
    let mut reader = reader(xml);
    let mut main = Writing::default();
    // Notes may stand in each other, if only in damaged texts.
    let mut open: Vec<(String, Writing)> = Vec::new();
    let mut notes = Vec::new();
    let mut n_errors = 0;
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(_) => {
                n_errors += 1;
                if n_errors > MOST_DAMAGES {
                    break;
                }
                continue;
            }
        };
        if let Event::Start(start) | Event::Empty(start) = &event
            && start.local_name().as_ref() == "note"
        {
            if matches!(event, Event::Start(_)) {
                let mark = attribute(start, "n").unwrap_or_default();
                let mark: String = mark.chars().filter(char::is_ascii_alphanumeric).collect();
                if mark.is_empty() {
                    writing(&mut main, &mut open).part(2);
                } else {
                    writing(&mut main, &mut open).mark(&mark);
                }
                open.push((mark, Writing::default()));
            }
            continue;
        }
        if let Event::End(end) = &event
            && end.local_name().as_ref() == "note"
        {
            if let Some((mark, note)) = open.pop() {
                let text = note.finish();
                if mark.is_empty() {
                    let outer = writing(&mut main, &mut open);
                    outer.word(&text);
                    outer.part(2);
                    if is_source(&text) {
                        notes.push(Note { mark, text });
                    }
                } else if !text.is_empty() {
                    notes.push(Note { mark, text });
                }
            }
            continue;
        }
        let writing = writing(&mut main, &mut open);
        match &event {
            Event::Start(start) => writing.element(start.local_name().as_ref(), true),
            Event::End(end) => writing.element(end.local_name().as_ref(), false),
            Event::Empty(start) => match start.local_name().as_ref() {
                "pb" => {
                    let number = attribute(start, "n").unwrap_or_default();
                    writing.part(1);
                    writing.word(&format!("[page {number}]"));
                    writing.part(1);
                }
                name => {
                    writing.element(name, true);
                    writing.element(name, false);
                }
            },
            Event::Text(text) => writing.text(text),
            Event::CData(text) => writing.text(text),
            Event::GeneralRef(reference) => match resolved(reference) {
                Some(character) => writing.text(character.encode_utf8(&mut [0; 4])),
                None => writing.text(&format!("&{};", &**reference)),
            },
            _ => {}
        }
    }
    while let Some((mark, note)) = open.pop() {
        notes.push(Note {
            mark,
            text: note.finish(),
        });
    }
    let mut text = main.finish();
    for note in notes.iter().filter(|note| !note.mark.is_empty()) {
        text.push_str("\n\n");
        text.push_str(&note.mark);
        text.push(' ');
        text.push_str(&note.text);
    }
    text.push('\n');
    Rendered { text, notes }
}

fn writing<'w>(main: &'w mut Writing, open: &'w mut [(String, Writing)]) -> &'w mut Writing {
    open.last_mut().map_or(main, |(_, note)| note)
}

fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Text being put together.
#[derive(Default)]
struct Writing {
    text: String,
    /// Line ends that are due before the next word.
    due: usize,
    /// Whether a blank is due.
    is_apart: bool,
}

impl Writing {
    fn element(&mut self, name: &str, is_start: bool) {
        match name {
            "head" | "p" | "opener" | "dateline" | "closer" | "signed" | "salute"
            | "postscript" | "div" | "list" | "table" | "quote" | "attachment" | "floatingText"
            | "byline" | "lg" | "cit" | "figure" => self.part(2),
            "item" | "row" | "lb" | "l" | "label" if is_start => self.part(1),
            "label" => self.is_apart = true,
            "cell" if is_start && self.due == 0 && !self.text.is_empty() => {
                self.text.push('\t');
                self.is_apart = false;
            }
            _ => {}
        }
    }

    /// What comes next stands this many line ends further down.
    fn part(&mut self, n: usize) {
        if !self.text.is_empty() {
            self.due = self.due.max(n);
        }
        self.is_apart = false;
    }

    fn text(&mut self, text: &str) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        if text.starts_with(is_blank) {
            self.is_apart = true;
        }
        for (n, word) in text
            .split(is_blank)
            .filter(|word| !word.is_empty())
            .enumerate()
        {
            self.is_apart |= n > 0;
            self.word(word);
        }
        if text.ends_with(is_blank) {
            self.is_apart = true;
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.due > 0 {
            self.text.extend(std::iter::repeat_n('\n', self.due));
        } else if self.is_apart && !self.text.is_empty() && !self.text.ends_with('\t') {
            self.text.push(' ');
        }
        self.due = 0;
        self.is_apart = false;
        self.text.push_str(word);
    }

    /// The mark of a note stands behind the word without a blank.
    fn mark(&mut self, mark: &str) {
        if self.due == 0 && !self.text.is_empty() {
            let was_apart = std::mem::take(&mut self.is_apart);
            self.text.push_str(mark);
            self.is_apart = was_apart;
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &str) {
        assert_eq!(render(xml).text, expected);
    }

    #[test]
    fn rendering() {
        check(
            "<div type=\"document\"><head>26. Telegram From the\n  Embassy<note n=\"1\">Source: <hi>NA</hi>. Secret.</note></head>\n<opener><dateline>Strelsau, <date>May 7, 1974</date>.</dateline></opener><p>2114. Flags &amp; fan&#x66;ares.<note n=\"2\">May 2.</note></p><pb n=\"44\"/><list><item>one</item><item>two</item></list><closer><signed>Lowndes</signed></closer></div>",
            "26. Telegram From the Embassy1\n\nStrelsau, May 7, 1974.\n\n2114. Flags & fanfares.2\n\n[page 44]\n\none\ntwo\n\nLowndes\n\n1 Source: NA. Secret.\n\n2 May 2.\n",
        );
        check(
            "<div><note rend=\"inline\">711.00/211: Telegram</note><head>The Envoy",
            "711.00/211: Telegram\n\nThe Envoy\n",
        );
        check("<div><row><cell>a</cell><cell>b</cell></row>", "a\tb\n");
        check("", "\n");
        check("<div>a &unknown; b", "a &unknown; b\n");
    }
}
