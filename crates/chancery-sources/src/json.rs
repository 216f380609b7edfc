//! JSON: one object a line, an array of objects, or this program's own export.
//!
//! An object of `chancery/cable/1` with a name `original` carries the bytes of its source in base64; they are taken as if
//! they stood there themselves. Without it the cable's `text` is the original. Of any other object the name that holds
//! the text is found as in a table. Source: docs/sources.md, "JSON".

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::doubt::{self, Column};
use crate::records::{self, Boundary, Cut, Lines};
use crate::stream::Stream;
use crate::table::{self, Role};
use crate::walk::{Flow, Start, Walker};
use crate::{Found, Mapping, Place, Problem, Reader, Step};

pub(crate) fn take_lines(
    walker: &mut Walker<'_>,
    place: &Place,
    mut stream: Stream<'_>,
    start: Option<Start>,
) -> Flow {
    let headings = headings(&stream, &mut Lines::default());
    let mapping = &*walker.options.mapping_of(&headings);
    if let Some(problem) = lacks_text(&stream, &mut Lines::default(), mapping) {
        return walker.problem(place.clone(), problem);
    }
    walker.options.note_told(place, headings, mapping);
    let mut start = start;
    let unlike = match start {
        // What goes on has been told of.
        Some(_) => None,
        None => unlike(&stream, &mut Lines::default(), mapping),
    };
    let (reader, first): (&mut dyn Read, _) = match &mut start {
        Some(start) => (&mut start.reader, (start.number, start.offset)),
        None => (&mut stream, (1, 0)),
    };
    let mut unlike = unlike;
    records::cut(
        walker,
        place,
        reader,
        first,
        &mut Lines::default(),
        &mut |walker: &mut Walker<'_>, place, bytes: &[u8], remark| {
            take_one(walker, place, bytes, remark, (mapping, &mut unlike))
        },
    )
}

pub(crate) fn take_values(walker: &mut Walker<'_>, place: &Place, mut stream: Stream<'_>) -> Flow {
    let headings = headings(&stream, &mut Values::default());
    let mapping = &*walker.options.mapping_of(&headings);
    if let Some(problem) = lacks_text(&stream, &mut Values::default(), mapping) {
        return walker.problem(place.clone(), problem);
    }
    walker.options.note_told(place, headings, mapping);
    let mut unlike = unlike(&stream, &mut Values::default(), mapping);
    let mut values = Values::default();
    records::cut(
        walker,
        place,
        &mut stream,
        (1, 0),
        &mut values,
        &mut |walker: &mut Walker<'_>, place, bytes: &[u8], remark| {
            take_one(walker, place, bytes, remark, (mapping, &mut unlike))
        },
    )
}

/// The names of the first object, where that is no export of this program.
fn headings(stream: &Stream<'_>, boundary: &mut dyn Boundary) -> String {
    let mut bytes = stream.head();
    while !bytes.is_empty() {
        match boundary.find(bytes, stream.is_short()) {
            Cut::More => break,
            Cut::Gap(n) => bytes = &bytes[n..],
            Cut::Record { n, .. } => {
                let first = serde_json::from_slice::<Map<String, Value>>(bare(&bytes[..n]));
                return match first {
                    Ok(object) if !object.contains_key("schema") => {
                        table::headings(object.keys().map(String::as_str))
                    }
                    _ => String::new(),
                };
            }
        }
    }
    String::new()
}

/// How many objects without a text, and none with one, say that a file is about something else.
const FEWEST_WITHOUT_TEXT: usize = 3;

/// Of a file whose first objects all have no text: what is wrong with the first. Such a file is reported once.
fn lacks_text(
    stream: &Stream<'_>,
    boundary: &mut dyn Boundary,
    mapping: &Mapping,
) -> Option<Problem> {
    let mut bytes = stream.head();
    let mut problems = Vec::new();
    while !bytes.is_empty() {
        match boundary.find(bytes, stream.is_short()) {
            Cut::More => break,
            Cut::Gap(n) => bytes = &bytes[n..],
            Cut::Record { n, gap, .. } => {
                let record = &bytes[..n];
                match read(record, bare(record), mapping) {
                    Ok(_) => return None,
                    Err(Failure::NoText(problem)) => problems.push(problem),
                    Err(Failure::NotJson(_)) => {}
                }
                bytes = &bytes[n + gap..];
            }
        }
    }
    (problems.len() >= FEWEST_WITHOUT_TEXT).then(|| problems.swap_remove(0))
}

/// The names whose values in the first objects do not look like what they are taken for.
fn unlike(stream: &Stream<'_>, boundary: &mut dyn Boundary, mapping: &Mapping) -> Option<Problem> {
    let mut bytes = stream.head();
    let mut columns: BTreeMap<(String, Role), Vec<String>> = BTreeMap::new();
    let mut n_objects = 0;
    while !bytes.is_empty() && n_objects < doubt::SAMPLE {
        match boundary.find(bytes, stream.is_short()) {
            Cut::More => break,
            Cut::Gap(n) => bytes = &bytes[n..],
            Cut::Record { n, gap, .. } => {
                n_objects += 1;
                if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(bare(&bytes[..n]))
                    && !object.contains_key("schema")
                {
                    let roles = table::roles(object.keys().map(String::as_str), mapping);
                    for (role, (name, value)) in roles.into_iter().zip(&object) {
                        if let Some(role) = role {
                            let values = columns.entry((name.clone(), role)).or_default();
                            values.push(in_words(value));
                        }
                    }
                }
                bytes = &bytes[n + gap..];
            }
        }
    }
    let columns: Vec<Column<'_>> = columns
        .iter()
        .map(|((name, role), values)| Column {
            role: *role,
            name,
            values: values.iter().map(String::as_str).collect(),
        })
        .collect();
    doubt::doubts(&columns)
}

fn bare(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii()
}

fn take_one(
    walker: &mut Walker<'_>,
    place: Place,
    bytes: &[u8],
    remark: Option<Problem>,
    (mapping, unlike): (&Mapping, &mut Option<Problem>),
) -> Flow {
    let written = bare(bytes);
    if written.is_empty() {
        return ControlFlow::Continue(());
    }
    match read(bytes, written, mapping) {
        Ok(mut found) => {
            found.remark = remark.or_else(|| unlike.take());
            if found.reader == Reader::Export {
                // One cable, as this program read it.
                walker.found(place, found)
            } else {
                walker.record(place, found)
            }
        }
        Err(Failure::NotJson(how)) => {
            let number = match place.steps().last() {
                Some(Step::Part { number, .. }) => *number,
                _ => 1,
            };
            let problem = remark.unwrap_or(Problem::BadLine { number, how });
            walker.problem(place, problem)
        }
        Err(Failure::NoText(problem)) => walker.problem(place, problem),
    }
}

enum Failure {
    NotJson(String),
    NoText(Problem),
}

/// What is needed of an object of `chancery/cable/1`.
#[derive(Deserialize)]
struct Exported<'b> {
    #[serde(borrow)]
    schema: Cow<'b, str>,
    id: Option<String>,
    text: Option<String>,
    /// The bytes of the source, in base64. With them come the next three.
    original: Option<Cow<'b, str>>,
    /// What is read instead of the bytes.
    read: Option<String>,
    /// The identifier that stood beside the text.
    identifier: Option<String>,
    /// What stood beside the text.
    beside: Option<Map<String, Value>>,
    source: Option<ExportedSource>,
}

#[derive(Deserialize)]
struct ExportedSource {
    path: Option<String>,
    #[serde(default)]
    metadata: Map<String, Value>,
}

fn read(bytes: &[u8], written: &[u8], mapping: &Mapping) -> Result<Found, Failure> {
    if memmem::find(written, b"chancery/cable/").is_some()
        && let Ok(exported) = serde_json::from_slice::<Exported<'_>>(written)
        && exported.schema.starts_with("chancery/cable/")
    {
        return read_exported(exported);
    }
    let object: Map<String, Value> =
        serde_json::from_slice(written).map_err(|error| Failure::NotJson(error.to_string()))?;
    let roles = table::roles(object.keys().map(String::as_str), mapping);
    let mut found = Found::new(Reader::JsonObject, bytes.to_vec());
    for (role, (name, value)) in roles.iter().zip(&object) {
        match role {
            Some(Role::Text) => found.text = Some(in_words(value)),
            Some(role) => {
                let value = in_words(value);
                if *role == Role::Id && !value.trim().is_empty() {
                    found.id = Some(value.trim().to_owned());
                }
                found.metadata.add(role.label(), &value);
            }
            None => found.metadata.add(name, &in_words(value)),
        }
    }
    if found
        .text
        .as_ref()
        .is_none_or(|text| text.trim().is_empty())
    {
        let longest = object
            .iter()
            .filter_map(|(name, value)| Some((value.as_str()?.len(), name)))
            .filter(|(n_bytes, _)| *n_bytes >= table::TEXT_BYTES)
            .max();
        return Err(Failure::NoText(Problem::NoTextColumn {
            columns: table::in_words(object.keys().map(String::as_str)),
            likely: longest.map(|(_, name)| name.clone()),
        }));
    }
    Ok(found)
}

/// Under which label the place is kept that an export names.
const EXPORTED_FROM: &str = "Exported from";

fn read_exported(exported: Exported<'_>) -> Result<Found, Failure> {
    let mut found = match (exported.original, exported.text) {
        (Some(original), _) => {
            let original = BASE64_STANDARD
                .decode(original.as_bytes())
                .map_err(|error| Failure::NotJson(format!("`original` is no base64: {error}")))?;
            let mut found = Found::new(Reader::Export, original);
            found.text = exported.read;
            for (label, value) in exported.beside.iter().flatten() {
                found.metadata.push(label, &in_words(value));
            }
            found
        }
        (None, Some(text)) => {
            let mut found = Found::new(Reader::Export, text.into_bytes());
            // With the original the parser reads these from there.
            for (label, value) in exported.source.iter().flat_map(|source| &source.metadata) {
                found.metadata.add(label, &in_words(value));
            }
            found
        }
        (None, None) => {
            return Err(Failure::NoText(Problem::NoTextColumn {
                columns: "schema".to_owned(),
                likely: None,
            }));
        }
    };
    // With `beside` the export has said all that the source gave; the cable's own identifier is in its text.
    found.id = match exported.beside {
        Some(_) => exported.identifier,
        None => exported.id,
    };
    let path = exported.source.and_then(|source| source.path);
    // Of an export of an export, the first place counts.
    if let (Some(path), None) = (path, found.metadata.get(EXPORTED_FROM)) {
        found.metadata.push(EXPORTED_FROM, &path);
    }
    Ok(found)
}

/// A value as text: of a list its members one a line, of an object its JSON.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values)
            if values
                .iter()
                .all(|value| value.is_string() || value.is_number()) =>
        {
            values.iter().map(in_words).collect::<Vec<_>>().join("\n")
        }
        value => value.to_string(),
    }
}

/// The objects of an array, or one after another.
#[derive(Debug, Default)]
struct Values {
    looked: usize,
    depth: usize,
    in_string: bool,
}

const WHAT: &str = "JSON object";

impl Boundary for Values {
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        if self.looked == 0 && self.depth == 0 {
            let between = bytes
                .iter()
                .position(|byte| {
                    !matches!(
                        byte,
                        b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | 0xEF | 0xBB | 0xBF
                    )
                })
                .unwrap_or(bytes.len());
            if between > 0 {
                return Cut::Gap(between);
            }
        }
        let mut i = self.looked;
        while i < bytes.len() {
            if self.in_string {
                match memchr::memchr2(b'"', b'\\', &bytes[i..]) {
                    None => i = bytes.len(),
                    Some(n) if bytes[i + n] == b'"' => {
                        self.in_string = false;
                        i += n + 1;
                    }
                    // What is escaped may stand in the next block.
                    Some(n) if i + n + 1 < bytes.len() => i += n + 2,
                    Some(n) if at_end => i += n + 1,
                    Some(n) => {
                        self.looked = i + n;
                        return Cut::More;
                    }
                }
                continue;
            }
            let byte = bytes[i];
            // Anything else between objects is one bad piece, up to the next object.
            if self.depth == 0 && i > 0 && matches!(byte, b'{' | b'\n') {
                self.looked = 0;
                return Cut::Record {
                    n: i,
                    gap: 0,
                    remark: None,
                };
            }
            i += 1;
            match byte {
                b'"' if self.depth > 0 => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 1 => {
                    *self = Values::default();
                    return Cut::Record {
                        n: i,
                        gap: 0,
                        remark: None,
                    };
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.looked = i;
        if !at_end || bytes.is_empty() {
            return Cut::More;
        }
        let remark = (self.depth > 0).then_some(Problem::Incomplete { what: WHAT });
        *self = Values::default();
        Cut::Record {
            n: bytes.len(),
            gap: 0,
            remark,
        }
    }

    fn forget(&mut self, n: usize) {
        self.looked -= n;
    }

    fn looked(&self) -> usize {
        self.looked
    }
}
