//! The text layer of a PDF.
//!
//! `lopdf` reads the file; where text stands on a page is worked out here, so that lines stay lines: a text that is shown
//! lower or higher begins a line, a gap within a line is blanks, more than a line between two lines is a blank line, a
//! form feed parts two pages. The order is that of the page's own instructions, which for the output of word processors
//! and of text recognition is the order of reading. The same file always gives the same text.

use std::collections::BTreeMap;

use chancery_format::record::Metadata;
use lopdf::content::{Content, Operation};
use lopdf::xref::XrefRecovery;
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId};

use crate::stream::Stream;
use crate::walk::{Flow, Walker};
use crate::{Found, Place, Problem, Reader};

const WHAT: &str = "PDF";
/// What one stream of a PDF may unpack to.
const LIMIT_BYTES: usize = 64 << 20;
/// Pages read at most; the text says where it was cut.
const MOST_PAGES: usize = 10_000;
/// Instructions read at most, in all pages.
const MOST_OPERATIONS: u64 = 20_000_000;
/// The longest text taken.
const LONGEST_TEXT: usize = 32 << 20;
/// Forms in forms.
const DEEPEST_FORM: usize = 6;
/// What reading a damaged PDF may need; its parser goes down into nested objects.
const STACK_BYTES: usize = 32 << 20;

pub(crate) fn take(walker: &mut Walker<'_>, place: &Place, stream: Stream<'_>) -> Flow {
    let bytes = match stream.read_whole(walker.options.limits.whole_bytes, WHAT) {
        Ok(bytes) => bytes,
        Err((_, problem)) => return walker.problem(place.clone(), problem),
    };
    // A thread of its own has the room, and keeps a panic of the library from ending the walk.
    let bytes = &bytes;
    let extracted = std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, move || text_of(bytes))
            .map_err(|error| Problem::of(&error, WHAT))?
            .join()
            .unwrap_or_else(|_| Err(Problem::broken(WHAT, "its reader failed")))
    });
    let extracted = match extracted {
        Ok(extracted) => extracted,
        Err(problem) => return walker.problem(place.clone(), problem),
    };
    let mut found = Found::new(Reader::Pdf, bytes.clone());
    found.text = Some(extracted.text);
    found.metadata = extracted.metadata;
    found.remark = extracted.remark;
    walker.document(place, found)
}

#[derive(Debug)]
struct Extracted {
    text: String,
    metadata: Metadata,
    remark: Option<Problem>,
}

fn text_of(bytes: &[u8]) -> Result<Extracted, Problem> {
    let document = Document::load_mem_with_options(
        bytes,
        LoadOptions::with_max_decompressed_size(LIMIT_BYTES),
    )
    .map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
            Problem::Encrypted { what: WHAT }
        }
        error => Problem::broken(WHAT, error),
    })?;
    if document.is_encrypted() {
        return Err(Problem::Encrypted { what: WHAT });
    }
    // Of a file that could not be decrypted nothing is left but the mention of it.
    let is_locked = || memchr::memmem::find(bytes, b"/Encrypt").is_some();
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() && is_locked() {
        return Err(Problem::Encrypted { what: WHAT });
    }
    if pages.is_empty() {
        return Err(Problem::broken(WHAT, "it has no pages"));
    }
    let mut remark = None;
    if matches!(document.xref_recovery, Some(XrefRecovery::Reconstructed)) {
        let how = "its list of objects was lost and made again; some may be missing";
        remark = Some(Problem::broken(WHAT, how));
    }
    if pages.len() > MOST_PAGES {
        remark = Some(Problem::TooMany {
            limit: MOST_PAGES as u64,
        });
    }
    let mut n_left = MOST_OPERATIONS;
    let mut text = String::new();
    let mut n_without_text = 0;
    for (number, page) in pages.iter().take(MOST_PAGES).enumerate() {
        if number > 0 {
            text.push('\u{c}');
        }
        let before = text.len();
        let shown = Page::new(&document, *page, &mut n_left).text();
        text.push_str(&shown);
        n_without_text += usize::from(text[before..].trim().is_empty());
        if text.len() > LONGEST_TEXT || n_left == 0 {
            remark = Some(Problem::TooLarge {
                limit_bytes: LONGEST_TEXT as u64,
            });
            break;
        }
    }
    let n_pages = pages.len().min(MOST_PAGES);
    if text
        .trim_matches(|c: char| c.is_whitespace() || c.is_control())
        .is_empty()
    {
        return Err(Problem::NoText { n_pages });
    }
    let mut metadata = Metadata::default();
    metadata.push("Pages", &n_pages.to_string());
    if n_without_text > 0 {
        metadata.push("Pages without text", &n_without_text.to_string());
    }
    if let Ok(info) = document
        .trailer
        .get_deref(b"Info", &document)
        .and_then(Object::as_dict)
    {
        for (name, label) in [
            (&b"Title"[..], "Title"),
            (b"Author", "Author"),
            (b"Subject", "Document subject"),
            (b"Producer", "Producer"),
            (b"CreationDate", "Made"),
        ] {
            if let Ok(value) = info.get(name)
                && let Ok(value) = lopdf::decode_text_string(value)
            {
                metadata.push(label, &value.chars().take(500).collect::<String>());
            }
        }
    }
    Ok(Extracted {
        text,
        metadata,
        remark,
    })
}

/// Where text goes: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Matrix {
    const UNIT: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then the other.
    fn then(self, other: Matrix) -> Matrix {
        let (m, n) = (self.0, other.0);
        Matrix([
            m[0] * n[0] + m[1] * n[2],
            m[0] * n[1] + m[1] * n[3],
            m[2] * n[0] + m[3] * n[2],
            m[2] * n[1] + m[3] * n[3],
            m[4] * n[0] + m[5] * n[2] + n[4],
            m[4] * n[1] + m[5] * n[3] + n[5],
        ])
    }

    fn moved(self, x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }
}

struct Font<'d> {
    encoding: Option<Encoding<'d>>,
    /// Of codes, in thousandths of the size; 0 where unknown.
    widths: Vec<f32>,
    first: usize,
    default_width: f32,
    /// Bytes of one code.
    n_code_bytes: usize,
}

/// One page being read.
struct Page<'d, 'n> {
    document: &'d Document,
    id: ObjectId,
    n_left: &'n mut u64,
    out: String,
    /// Where the last text began its line, where it ended, and how large it was.
    last: Option<(f32, f32, f32)>,
}

#[derive(Clone)]
struct State<'f, 'd> {
    place: Matrix,
    font: Option<&'f Font<'d>>,
    size: f32,
    leading: f32,
    between_letters: f32,
    between_words: f32,
    stretch: f32,
    rise: f32,
}

impl<'d, 'n> Page<'d, 'n> {
    fn new(document: &'d Document, id: ObjectId, n_left: &'n mut u64) -> Page<'d, 'n> {
        Page {
            document,
            id,
            n_left,
            out: String::new(),
            last: None,
        }
    }

    fn text(mut self) -> String {
        let fonts = self.document.get_page_fonts(self.id).unwrap_or_default();
        let fonts = read_fonts(self.document, fonts);
        let resources: Vec<&Dictionary> = match self.document.get_page_resources(self.id) {
            Ok((own, ids)) => own
                .into_iter()
                .chain(
                    ids.iter()
                        .filter_map(|id| self.document.get_dictionary(*id).ok()),
                )
                .collect(),
            Err(_) => Vec::new(),
        };
        if let Ok(content) = self
            .document
            .get_page_content_with_limit(self.id, LIMIT_BYTES)
        {
            self.run(&content, &fonts, &resources, Matrix::UNIT, 0);
        }
        self.out.truncate(self.out.trim_end().len());
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }

    fn run(
        &mut self,
        content: &[u8],
        fonts: &BTreeMap<Vec<u8>, Font<'d>>,
        resources: &[&'d Dictionary],
        outer: Matrix,
        depth: usize,
    ) {
        let mut state = State {
            place: outer,
            font: None,
            size: 1.0,
            leading: 0.0,
            between_letters: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            rise: 0.0,
        };
        let mut kept: Vec<State<'_, 'd>> = Vec::new();
        let (mut line, mut at) = (Matrix::UNIT, Matrix::UNIT);
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { break };
            if *self.n_left == 0 || self.out.len() > LONGEST_TEXT {
                return;
            }
            *self.n_left -= 1;
            let number = |n: usize| number(&operation, n);
            match operation.operator.as_str() {
                "q" if kept.len() < 1_000 => kept.push(state.clone()),
                "Q" => {
                    if let Some(before) = kept.pop() {
                        state = before;
                    }
                }
                "cm" => state.place = matrix(&operation).then(state.place),
                "BT" => (line, at) = (Matrix::UNIT, Matrix::UNIT),
                "Tf" => {
                    state.font = operation
                        .operands
                        .first()
                        .and_then(|name| name.as_name().ok())
                        .and_then(|name| fonts.get(name));
                    state.size = number(1);
                }
                "TL" => state.leading = number(0),
                "Tc" => state.between_letters = number(0),
                "Tw" => state.between_words = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "Ts" => state.rise = number(0),
                "Tm" => (line, at) = (matrix(&operation), matrix(&operation)),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = line.moved(number(0), number(1));
                    at = line;
                }
                "T*" => {
                    line = line.moved(0.0, -state.leading);
                    at = line;
                }
                "Tj" => self.show(&state, &mut at, operation.operands.first()),
                "'" | "\"" => {
                    if operation.operator == "\"" {
                        state.between_words = number(0);
                        state.between_letters = number(1);
                    }
                    line = line.moved(0.0, -state.leading);
                    at = line;
                    self.show(&state, &mut at, operation.operands.last());
                }
                "TJ" => {
                    let pieces = operation
                        .operands
                        .first()
                        .and_then(|list| list.as_array().ok());
                    for piece in pieces.into_iter().flatten() {
                        if let Ok(back) = piece.as_float() {
                            at = at.moved(-back / 1000.0 * state.size * state.stretch, 0.0);
                        } else {
                            self.show(&state, &mut at, Some(piece));
                        }
                    }
                }
                "Do" if depth < DEEPEST_FORM => {
                    self.form(&operation, resources, state.place, depth);
                }
                _ => {}
            }
        }
    }

    /// A form is a page within the page.
    fn form(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        place: Matrix,
        depth: usize,
    ) {
        let document = self.document;
        let Some(name) = operation
            .operands
            .first()
            .and_then(|name| name.as_name().ok())
        else {
            return;
        };
        let form = resources.iter().find_map(|resources| {
            let forms = resources
                .get_deref(b"XObject", document)
                .ok()?
                .as_dict()
                .ok()?;
            forms.get_deref(name, document).ok()?.as_stream().ok()
        });
        let Some(form) = form else { return };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return;
        }
        let Ok(content) = form.get_plain_content_with_limit(LIMIT_BYTES) else {
            return;
        };
        let own = form
            .dict
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict)
            .ok();
        let mut fonts = BTreeMap::new();
        let named = own.and_then(|own| own.get_deref(b"Font", document).ok()?.as_dict().ok());
        for (name, font) in named.into_iter().flat_map(Dictionary::iter) {
            if let Ok((_, Object::Dictionary(font))) = document.dereference(font) {
                fonts.insert(name.clone(), font);
            }
        }
        let fonts = read_fonts(document, fonts);
        let turned = form
            .dict
            .get_deref(b"Matrix", document)
            .and_then(Object::as_array)
            .map_or(Matrix::UNIT, |numbers| matrix_of(numbers));
        let own: Vec<&Dictionary> = own.into_iter().collect();
        self.run(&content, &fonts, &own, turned.then(place), depth + 1);
    }

    /// Shows one string and moves on by its width.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "numbers of letters, bounded by the length of a line"
    )]
    fn show(&mut self, state: &State<'_, 'd>, at: &mut Matrix, string: Option<&Object>) {
        let Some(Object::String(codes, _)) = string else {
            return;
        };
        let (text, width) = match state.font {
            Some(font) => (font.text(codes), font.width(codes, state)),
            None => (
                codes.iter().map(|&code| char::from(code)).collect(),
                codes.len() as f32 * 0.5 * state.size,
            ),
        };
        let from = at.moved(0.0, state.rise).then(state.place);
        *at = at.moved(width * state.stretch, 0.0);
        let to = at.moved(0.0, state.rise).then(state.place);
        let [long_x, long_y, high_x, high_y, x, y] = from.0;
        // Along the line, across it, and the size, whatever way the page is turned.
        let long = long_x.hypot(long_y).max(f32::MIN_POSITIVE);
        let (along_x, along_y) = (long_x / long, long_y / long);
        let along = x * along_x + y * along_y;
        let across = y * along_x - x * along_y;
        let end = to.0[4] * along_x + to.0[5] * along_y;
        let size = (state.size * high_x.hypot(high_y))
            .abs()
            .clamp(0.1, 1_000.0);
        if text.is_empty() || !(along.is_finite() && across.is_finite() && end.is_finite()) {
            return;
        }
        if let Some((last_across, last_end, last_size)) = self.last {
            let size = size.min(last_size);
            let down = last_across - across;
            if down.abs() > 0.5 * size {
                self.break_line(down > 1.9 * size.max(0.1));
            } else {
                let gap = along - last_end;
                let is_blank = self.out.ends_with([' ', '\n']) || text.starts_with(' ');
                if gap > 1.5 * size {
                    let n = (gap / (0.55 * size)).round().clamp(2.0, 40.0) as usize;
                    self.out.extend(std::iter::repeat_n(' ', n));
                } else if gap > 0.18 * size && !is_blank {
                    self.out.push(' ');
                } else if gap < -2.0 * size {
                    // Back to the left on the same height: another line in all but name.
                    self.break_line(false);
                }
            }
        }
        for character in text.chars() {
            match character {
                '\0' | '\u{c}' => {}
                // What is set as one sign is written as the letters it stands for, so that it can be searched.
                'ﬀ' => self.out.push_str("ff"),
                'ﬁ' => self.out.push_str("fi"),
                'ﬂ' => self.out.push_str("fl"),
                'ﬃ' => self.out.push_str("ffi"),
                'ﬄ' => self.out.push_str("ffl"),
                character => self.out.push(character),
            }
        }
        self.last = Some((across, end, size));
    }

    fn break_line(&mut self, is_paragraph: bool) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() {
            self.out.push_str(if is_paragraph { "\n\n" } else { "\n" });
        }
    }
}

fn number(operation: &Operation, n: usize) -> f32 {
    operation
        .operands
        .get(n)
        .and_then(|object| object.as_float().ok())
        .unwrap_or(0.0)
}

fn matrix(operation: &Operation) -> Matrix {
    matrix_of(&operation.operands)
}

fn matrix_of(numbers: &[Object]) -> Matrix {
    let mut matrix = Matrix::UNIT;
    if numbers.len() >= 6 {
        for (to, from) in matrix.0.iter_mut().zip(numbers) {
            *to = from.as_float().unwrap_or(0.0);
        }
    }
    matrix
}

fn read_fonts<'d>(
    document: &'d Document,
    fonts: BTreeMap<Vec<u8>, &'d Dictionary>,
) -> BTreeMap<Vec<u8>, Font<'d>> {
    fonts
        .into_iter()
        .map(|(name, font)| (name, Font::read(document, font)))
        .collect()
}

impl<'d> Font<'d> {
    fn read(document: &'d Document, dictionary: &'d Dictionary) -> Font<'d> {
        let is_composite =
            dictionary.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let name = dictionary
            .get(b"BaseFont")
            .and_then(Object::as_name)
            .unwrap_or(b"");
        let is_fixed = memchr::memmem::find(name, b"Courier").is_some()
            || memchr::memmem::find(name, b"Mono").is_some();
        let numbers = |dictionary: &Dictionary, key: &[u8]| -> Option<Vec<f32>> {
            let list = dictionary.get_deref(key, document).ok()?.as_array().ok()?;
            let number = |object: &Object| {
                let (_, object) = document.dereference(object).ok()?;
                object.as_float().ok()
            };
            Some(
                list.iter()
                    .take(65_536)
                    .map(|object| number(object).unwrap_or(0.0))
                    .collect(),
            )
        };
        let first = dictionary
            .get(b"FirstChar")
            .and_then(Object::as_i64)
            .ok()
            .and_then(|first| usize::try_from(first).ok());
        Font {
            encoding: dictionary
                .get_font_encoding_with_limit(document, LIMIT_BYTES)
                .ok(),
            // Widths of composite fonts are kept in another form; the default does for telling words apart.
            widths: numbers(dictionary, b"Widths").unwrap_or_default(),
            first: first.unwrap_or(0),
            default_width: if is_fixed { 600.0 } else { 500.0 },
            n_code_bytes: if is_composite { 2 } else { 1 },
        }
    }

    fn text(&self, codes: &[u8]) -> String {
        self.encoding
            .as_ref()
            .and_then(|encoding| Document::decode_text(encoding, codes).ok())
            .unwrap_or_else(|| codes.iter().map(|&code| char::from(code)).collect())
    }

    fn width(&self, codes: &[u8], state: &State<'_, '_>) -> f32 {
        codes
            .chunks(self.n_code_bytes)
            .map(|code| {
                let code = code
                    .iter()
                    .fold(0, |code, byte| code << 8 | usize::from(*byte));
                let width = code
                    .checked_sub(self.first)
                    .and_then(|at| self.widths.get(at))
                    .copied()
                    .filter(|width| *width > 0.0)
                    .unwrap_or(self.default_width);
                let between_words = if code == 32 && self.n_code_bytes == 1 {
                    state.between_words
                } else {
                    0.0
                };
                width / 1000.0 * state.size + state.between_letters + between_words
            })
            .sum()
    }
}
