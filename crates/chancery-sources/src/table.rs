//! Tables with a header row: commas, tabs, semicolons or bars.
//!
//! Which column holds the text, the identifier and so on is given by a [`Mapping`] or guessed: by the name of the column,
//! and for the text, where no name tells it, by its length.

use std::ops::ControlFlow;

use chancery_format::decode;
use memchr::memchr2;

use crate::doubt::{self, Column};
use crate::records::{self, Boundary, Cut};
use crate::stream::Stream;
use crate::walk::{Flow, Walker};
use crate::{Found, Mapping, Options, Place, Problem, Reader};

const ROW: &str = "a row of a table";

/// How a table is written, and what its columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    delimiter: u8,
    /// Whether quotes are escaped by a backslash.
    escapes: bool,
    names: Vec<String>,
    roles: Vec<Option<Role>>,
    /// Of a table whose column of the text is not known: which is likely to be that.
    likely: Option<usize>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Text,
    Id,
    Date,
    Origin,
    Classification,
    Subject,
    References,
}

impl Role {
    pub(crate) const ALL: [Role; 7] = [
        Role::Text,
        Role::Id,
        Role::Date,
        Role::Origin,
        Role::Classification,
        Role::Subject,
        Role::References,
    ];

    /// The label in the metadata, as `chancery-format` gives it for other sources.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Role::Text => "Text",
            Role::Id => "Identifier",
            Role::Date => "Created",
            Role::Origin => "Origin",
            Role::Classification => "Classification",
            Role::Subject => "Subject",
            Role::References => "References",
        }
    }

    /// Its name on the command line, `--column subject=NAME`.
    pub(crate) fn option(self) -> &'static str {
        match self {
            Role::Text => "text",
            Role::Id => "id",
            Role::Date => "date",
            Role::Origin => "origin",
            Role::Classification => "classification",
            Role::Subject => "subject",
            Role::References => "references",
        }
    }

    pub(crate) fn given(self, mapping: &Mapping) -> Option<&str> {
        match self {
            Role::Text => mapping.text.as_deref(),
            Role::Id => mapping.id.as_deref(),
            Role::Date => mapping.date.as_deref(),
            Role::Origin => mapping.origin.as_deref(),
            Role::Classification => mapping.classification.as_deref(),
            Role::Subject => mapping.subject.as_deref(),
            Role::References => mapping.references.as_deref(),
        }
    }

    pub(crate) fn of(self, mapping: &mut Mapping) -> &mut Option<String> {
        match self {
            Role::Text => &mut mapping.text,
            Role::Id => &mut mapping.id,
            Role::Date => &mut mapping.date,
            Role::Origin => &mut mapping.origin,
            Role::Classification => &mut mapping.classification,
            Role::Subject => &mut mapping.subject,
            Role::References => &mut mapping.references,
        }
    }

    /// Names of such a column, folded, the surer first. Source: docs/sources.md, "Columns".
    fn names(self) -> &'static [&'static str] {
        match self {
            Role::Text => &[
                "messagetext",
                "cabletext",
                "fulltext",
                "bodytext",
                "rawtext",
                "rawcontent",
                "documenttext",
                "body",
                "text",
                "content",
                "contents",
                "message",
                "telegram",
                "cable",
                "raw",
            ],
            Role::Id => &[
                "mrn",
                "messagereferencenumber",
                "canonicalid",
                "cableid",
                "identifier",
                "referenceid",
                "documentnumber",
                "docnumber",
                "documentid",
                "docid",
                "docno",
                "cablenumber",
                "docnbr",
                "id",
                "number",
            ],
            Role::Date => &[
                "dtg",
                "datetimegroup",
                "datesent",
                "sent",
                "created",
                "date",
                "datetime",
                "cabledate",
                "authored",
                "documentdate",
                "draftdate",
            ],
            Role::Origin => &[
                "origin",
                "originator",
                "from",
                "sender",
                "fromfield",
                "post",
                "embassy",
                "officeorigin",
            ],
            Role::Classification => &[
                "classification",
                "originalclassification",
                "class",
                "classificationlevel",
                "level",
            ],
            Role::Subject => &["subject", "title", "cabletitle", "heading"],
            Role::References => &[
                "references",
                "refs",
                "reftels",
                "reftel",
                "reference",
                "relatedcables",
            ],
        }
    }
}

/// A name without case, blanks and punctuation.
pub(crate) fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Which of some headings is meant by a name: the very same, else one that is the same without case, blanks and
/// punctuation. A name of signs alone means only itself.
fn position(headings: &[&str], folded: &[String], name: &str) -> Option<usize> {
    let exact = headings
        .iter()
        .position(|heading| heading.trim() == name.trim());
    exact.or_else(|| {
        let name = fold(name);
        let at = folded.iter().position(|folded| *folded == name);
        at.filter(|_| !name.is_empty())
    })
}

/// Whether a table with certain [`headings`] has a column of a name.
pub(crate) fn has_heading(headings: &str, name: &str) -> bool {
    let headings: Vec<&str> = headings.lines().collect();
    let folded: Vec<String> = headings.iter().map(|name| fold(name)).collect();
    position(&headings, &folded, name).is_some()
}

/// What each of some columns holds, by what was given and by their names.
pub(crate) fn roles<'n>(
    names: impl Iterator<Item = &'n str>,
    mapping: &Mapping,
) -> Vec<Option<Role>> {
    let names: Vec<&str> = names.collect();
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let mut roles = vec![None; folded.len()];
    for role in Role::ALL {
        let at = match role.given(mapping) {
            Some(name) => {
                let at = position(&names, &folded, name);
                if at.is_some() {
                    mapping.met.note(role);
                }
                at
            }
            None => role.names().iter().find_map(|name| {
                let at = folded.iter().position(|folded| folded == name)?;
                roles[at].is_none().then_some(at)
            }),
        };
        if let Some(at) = at {
            roles[at] = Some(role);
        }
    }
    roles
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// The longest name of a column, in characters.
const LONGEST_NAME: usize = 64;
/// The most columns.
const MOST_COLUMNS: usize = 1_000;
/// Rows looked at where no name tells the column of the text.
const SAMPLE_ROWS: usize = doubt::SAMPLE;
/// Rows that make a table of which no name is known.
const FEWEST_ROWS: usize = 3;
/// The longest name of such a table, in characters.
const LONGEST_HEADING: usize = 40;
/// How long the text of a cable is on average, at least.
pub(crate) const TEXT_BYTES: usize = 200;

/// Whether a file begins like a table of cables, or of things that cables have.
pub(crate) fn recognize(head: &[u8], is_all: bool, options: &Options) -> Option<Dialect> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // A quick no: the header row is a short line that names at least two columns.
    let n = memchr::memchr(b'\n', &head[..head.len().min(MOST_COLUMNS * LONGEST_NAME)])?;
    let line = &head[..n];
    let is_possible = |delimiter: u8| memchr::memchr(delimiter, line).is_some();
    let is_told = options.mapping.text.is_some() || !options.known.is_empty();
    if !DELIMITERS.into_iter().any(is_possible) && !is_told || line.contains(&0) {
        return None;
    }
    let escapes = memchr::memmem::find(head, b"\\\"").is_some()
        && memchr::memmem::find(head, b"\"\"").is_none();
    let mut best: Option<Dialect> = None;
    for delimiter in DELIMITERS {
        let dialect = Dialect {
            delimiter,
            escapes,
            names: Vec::new(),
            roles: Vec::new(),
            likely: None,
        };
        let names = dialect.fields(&String::from_utf8_lossy(line));
        if best
            .as_ref()
            .is_none_or(|best| names.len() > best.names.len())
        {
            best = Some(Dialect { names, ..dialect });
        }
    }
    let mut dialect = best?;
    let names = &dialect.names;
    if names.len() > MOST_COLUMNS || names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
        return None;
    }
    let mapping = &*options.mapping_of(&headings(names.iter().map(String::as_str)));
    dialect.roles = roles(names.iter().map(String::as_str), mapping);
    let has = |dialect: &Dialect, role| dialect.roles.contains(&Some(role));
    if mapping.text.is_some() && has(&dialect, Role::Text) {
        return Some(dialect);
    }
    if names.len() < 2 {
        return None;
    }
    // A name that was given and is not there makes nothing less of a table.
    let guessed = roles(names.iter().map(String::as_str), &Mapping::default());
    let n_known = |roles: &[Option<Role>]| roles.iter().flatten().count();
    let n_known = n_known(&dialect.roles).max(n_known(&guessed));
    let guessed = guessed.iter().position(|role| *role == Some(Role::Text));
    let is_named = Role::ALL
        .into_iter()
        .any(|role| role.given(mapping).is_some() && has(&dialect, role));
    let sample = dialect.sample(&head[n + 1..], is_all);
    // Lines of a text have no fixed number of commas. A row longer than what is looked at is none to compare with.
    let fits = |row: &Vec<String>| row.len() == dialect.names.len();
    if !sample.iter().any(fits) && (is_all || !sample.is_empty()) {
        return None;
    }
    let longest = dialect.longest(&sample);
    if n_known < 2 && !is_named {
        // Nothing says which column is what; that it is a table its rows say.
        let is_likely = mapping.text.is_some() && dialect.is_likely_a_table(&sample);
        if !is_likely && !dialect.is_surely_a_table(&sample) {
            return None;
        }
        // A name of the text alone is enough where there is text below it.
        let text = guessed.filter(|_| mapping.text.is_none());
        if text.is_some_and(|at| average(&sample, at) >= TEXT_BYTES) {
            return Some(dialect);
        }
        dialect.likely = guessed.or(likely(longest));
        dialect.roles.fill(None);
        return Some(dialect);
    }
    if !has(&dialect, Role::Text) {
        match longest {
            // What was named and is not there is not to be guessed.
            Some((n_bytes, at)) if n_bytes >= TEXT_BYTES && mapping.text.is_none() => {
                dialect.roles[at] = Some(Role::Text);
            }
            // A list of cables without their text is told from a text by three names, or by its rows.
            _ if n_known < 3
                && !is_named
                && guessed.is_none()
                && !dialect.is_surely_a_table(&sample) =>
            {
                return None;
            }
            _ => dialect.likely = guessed.or(likely(longest)),
        }
    }
    Some(dialect)
}

/// How many bytes a column has on average.
fn average(sample: &[Vec<String>], at: usize) -> usize {
    let lengths = sample.iter().filter_map(|row| Some(row.get(at)?.len()));
    lengths.sum::<usize>() / sample.len().max(1)
}

/// A column that may be the text: shorter than a sentence it is something else.
fn likely(longest: Option<(usize, usize)>) -> Option<usize> {
    const SENTENCE_BYTES: usize = 40;
    longest
        .filter(|&(n_bytes, _)| n_bytes >= SENTENCE_BYTES)
        .map(|(_, at)| at)
}

impl Dialect {
    /// The fields of one row, its line end left out.
    fn fields(&self, row: &str) -> Vec<String> {
        let mut builder = csv_core::ReaderBuilder::new();
        builder
            .delimiter(self.delimiter)
            .terminator(csv_core::Terminator::Any(b'\n'));
        if self.escapes {
            builder.escape(Some(b'\\')).double_quote(false);
        }
        let mut reader = builder.build();
        let row = row.trim_end_matches(['\r', '\n']);
        let mut input = row.as_bytes();
        let mut output = vec![0; input.len() + 1];
        let mut ends = vec![0; 16];
        let (mut n_output, mut n_ends) = (0, 0);
        loop {
            let (result, n_in, n_out, n_end) =
                reader.read_record(input, &mut output[n_output..], &mut ends[n_ends..]);
            input = &input[n_in..];
            n_output += n_out;
            n_ends += n_end;
            match result {
                // Asked again with nothing left, it ends the record.
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                csv_core::ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
            }
        }
        let mut start = 0;
        ends[..n_ends]
            .iter()
            .map(|&end| {
                let field = String::from_utf8_lossy(&output[start..end]).into_owned();
                start = end;
                field
            })
            .collect()
    }

    /// The column without a role that is longest in some rows, with its length on average.
    fn longest(&self, sample: &[Vec<String>]) -> Option<(usize, usize)> {
        (0..self.names.len())
            .filter(|&at| self.roles[at].is_none())
            .map(|at| (average(sample, at), at))
            .max()
    }

    /// Whether the first line is a header and the rows are rows, though none of the names is known.
    ///
    /// The names are short, different, and of letters. All rows have as many fields; there are three of them, or a field
    /// goes over several lines, which no text has in this way. Names that end as sentences do, and those without a letter,
    /// are names where there are more than two.
    fn is_surely_a_table(&self, sample: &[Vec<String>]) -> bool {
        let is_plain = |name: &String| {
            let name = name.trim();
            name.contains(char::is_alphabetic) && !name.ends_with(['.', ':', '!', '?'])
        };
        let is_long = sample.iter().flatten().any(|field| field.contains('\n'));
        self.are_names_and_rows(sample)
            && (is_long
                || sample.len() >= FEWEST_ROWS
                    && (self.names.len() > 2 || self.names.iter().all(is_plain)))
    }

    /// Whether it is a table if somebody says so who names a column of it wrongly: one or two rows are enough.
    fn is_likely_a_table(&self, sample: &[Vec<String>]) -> bool {
        self.names.len() > 2 && !sample.is_empty() && self.are_names_and_rows(sample)
    }

    /// Whether the names are short and different, a third of them at least of letters, and the rows as long as they.
    fn are_names_and_rows(&self, sample: &[Vec<String>]) -> bool {
        let names: Vec<String> = self
            .names
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let is_short = |name: &String| name.chars().count() <= LONGEST_HEADING;
        let has_letters = |name: &&String| name.contains(char::is_alphabetic);
        let n_of_letters = names.iter().filter(has_letters).count();
        // Columns without a name may be several.
        let are_different =
            (1..names.len()).all(|at| names[at].is_empty() || !names[..at].contains(&names[at]));
        names.iter().all(is_short)
            && n_of_letters >= names.len().div_ceil(3)
            && are_different
            && sample.iter().all(|row| row.len() == names.len())
    }

    /// The columns whose first values do not look like what they are taken for.
    fn unlike(&self, head: &[u8], is_all: bool) -> Option<Problem> {
        let n = memchr::memchr(b'\n', head)?;
        let sample = self.sample(&head[n + 1..], is_all);
        let columns: Vec<Column<'_>> = self
            .roles
            .iter()
            .enumerate()
            .filter_map(|(at, role)| {
                Some(Column {
                    role: (*role)?,
                    name: &self.names[at],
                    values: sample
                        .iter()
                        .filter_map(|row| row.get(at).map(String::as_str))
                        .collect(),
                })
            })
            .collect();
        doubt::doubts(&columns)
    }

    /// The first whole rows behind the header.
    fn sample(&self, mut bytes: &[u8], is_all: bool) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut boundary = Rows::new(self);
        while rows.len() < SAMPLE_ROWS && !bytes.is_empty() {
            match boundary.find(bytes, is_all) {
                Cut::More => break,
                Cut::Gap(n) => bytes = &bytes[n..],
                Cut::Record { n, gap, .. } => {
                    rows.push(self.fields(&decode(&bytes[..n]).text));
                    bytes = &bytes[n + gap..];
                }
            }
        }
        rows
    }
}

/// The headings of a table as [`Options::known`] has them.
pub(crate) fn headings<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.map(str::trim).collect();
    names.join("\n")
}

pub(crate) fn take(
    walker: &mut Walker<'_>,
    place: &Place,
    mut stream: Stream<'_>,
    dialect: &Dialect,
) -> Flow {
    let Some(text_at) = dialect
        .roles
        .iter()
        .position(|role| *role == Some(Role::Text))
    else {
        let columns = in_words(dialect.names.iter().map(String::as_str));
        let likely = dialect.likely.map(|at| dialect.names[at].trim().to_owned());
        return walker.problem(place.clone(), Problem::NoTextColumn { columns, likely });
    };
    let headings = headings(dialect.names.iter().map(String::as_str));
    let mapping = walker.options.mapping_of(&headings);
    walker.options.note_told(place, headings, &mapping);
    let mut unlike = dialect.unlike(stream.head(), stream.is_short());
    let mut is_header = true;
    let mut emit =
        |walker: &mut Walker<'_>, place: Place, bytes: &[u8], remark: Option<Problem>| {
            if std::mem::take(&mut is_header) {
                return ControlFlow::Continue(());
            }
            let mut fields = dialect.fields(&decode(bytes).text);
            let n_fields = fields.len();
            let Some(text) = fields.get_mut(text_at).map(std::mem::take) else {
                return walker.problem(place, Problem::Incomplete { what: ROW });
            };
            let mut found = Found::new(Reader::TableRow, bytes.to_vec());
            for (at, field) in fields.iter().enumerate() {
                match dialect.roles.get(at) {
                    Some(Some(Role::Text)) => {}
                    Some(Some(role)) => {
                        if *role == Role::Id && !field.trim().is_empty() {
                            found.id = Some(field.trim().to_owned());
                        }
                        found.metadata.add(role.label(), field);
                    }
                    Some(None) => found.metadata.add(dialect.names[at].trim(), field),
                    None => found.metadata.add("Further columns", field),
                }
            }
            found.remark = remark.or_else(|| {
                (n_fields != dialect.names.len()).then(|| {
                    let how = format!("{n_fields} columns, the header has {}", dialect.names.len());
                    Problem::broken(ROW, how)
                })
            });
            if text.trim().is_empty() {
                return walker.problem(place, Problem::Empty);
            }
            found.text = Some(text);
            found.remark = found.remark.or_else(|| unlike.take());
            walker.record(place, found)
        };
    // The header is row 0, so that the first cable is in row 1.
    records::cut(
        walker,
        place,
        &mut stream,
        (0, 0),
        &mut Rows::new(dialect),
        &mut emit,
    )
}

/// Names for a message, as many as fit.
pub(crate) fn in_words<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut words = String::new();
    for name in names {
        if words.len() + name.len() > 160 {
            words.push_str(", …");
            break;
        }
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(name.trim());
    }
    words
}

/// Rows as RFC 4180 has them.
#[derive(Debug)]
struct Rows {
    delimiter: u8,
    escape: Option<u8>,
    looked: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    FieldStart,
    Quoted,
    Plain,
}

impl Rows {
    fn new(dialect: &Dialect) -> Rows {
        Rows {
            delimiter: dialect.delimiter,
            escape: dialect.escapes.then_some(b'\\'),
            looked: 0,
            state: State::Start,
        }
    }

    fn end(&mut self, bytes: &[u8], n: usize, gap: usize, remark: Option<Problem>) -> Cut {
        self.looked = 0;
        self.state = State::Start;
        let carriage = usize::from(gap > 0 && bytes[..n].last() == Some(&b'\r'));
        Cut::Record {
            n: n - carriage,
            gap: gap + carriage,
            remark,
        }
    }
}

impl Boundary for Rows {
    fn find(&mut self, bytes: &[u8], at_end: bool) -> Cut {
        if self.state == State::Start {
            let blank = bytes
                .iter()
                .position(|byte| !matches!(byte, b'\n' | b'\r' | 0xEF | 0xBB | 0xBF))
                .unwrap_or(bytes.len());
            if blank > 0 {
                return Cut::Gap(blank);
            }
            if bytes.is_empty() {
                return Cut::More;
            }
            self.state = State::FieldStart;
        }
        let mut i = self.looked;
        while i < bytes.len() {
            match self.state {
                State::Start | State::FieldStart => {
                    self.state = if bytes[i] == b'"' {
                        State::Quoted
                    } else {
                        State::Plain
                    };
                    i += usize::from(bytes[i] == b'"');
                }
                State::Quoted => {
                    let found = match self.escape {
                        Some(escape) => memchr2(b'"', escape, &bytes[i..]),
                        None => memchr::memchr(b'"', &bytes[i..]),
                    };
                    let Some(n) = found else {
                        i = bytes.len();
                        break;
                    };
                    let at = i + n;
                    match bytes.get(at + 1) {
                        None if !at_end => {
                            self.looked = at;
                            return Cut::More;
                        }
                        Some(_) if bytes[at] != b'"' => i = at + 2,
                        Some(b'"') if self.escape.is_none() => i = at + 2,
                        _ => {
                            self.state = if bytes[at] == b'"' {
                                State::Plain
                            } else {
                                State::Quoted
                            };
                            i = at + 1;
                        }
                    }
                }
                State::Plain => match memchr2(self.delimiter, b'\n', &bytes[i..]) {
                    None => i = bytes.len(),
                    Some(n) if bytes[i + n] == b'\n' => return self.end(bytes, i + n, 1, None),
                    Some(n) => {
                        self.state = State::FieldStart;
                        i += n + 1;
                    }
                },
            }
        }
        self.looked = i.min(bytes.len());
        if !at_end {
            return Cut::More;
        }
        let remark = (self.state == State::Quoted).then_some(Problem::Incomplete { what: ROW });
        self.end(bytes, bytes.len(), 0, remark)
    }

    fn forget(&mut self, n: usize) {
        self.looked -= n;
    }

    fn looked(&self) -> usize {
        self.looked
    }
}
