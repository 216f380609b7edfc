//! The classic eight-column table, row by row, in constant memory.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};

/// A cable as the table has it.
#[derive(Debug, Default, Clone)]
pub struct Row {
    pub identifier: String,
    pub origin: String,
    pub classification: String,
    /// Year, month and day as one number, 20071008.
    pub day: u64,
    /// What follows `SUBJECT:` in the text, up to a line that is blank or begins with a label.
    pub subject: String,
    /// Head and body.
    pub text: String,
}

impl Row {
    /// The letters of the identifier.
    pub fn post(&self) -> &str {
        self.identifier.trim_matches(|c: char| c.is_ascii_digit())
    }

    pub fn year(&self) -> u64 {
        self.day / 10_000
    }
}

/// The rows of a file.
pub struct Rows {
    input: BufReader<File>,
}

impl Rows {
    pub fn open(path: &Path) -> Result<Rows> {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Rows {
            input: BufReader::with_capacity(1 << 20, file),
        })
    }

    /// The field behind the next quotation mark, without its escapes; `None` at the end of the table.
    fn field(&mut self) -> Result<Option<Vec<u8>>> {
        self.input.skip_until(b'"')?;
        if self.input.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut field = Vec::new();
        loop {
            let buffer = self.input.fill_buf()?;
            anyhow::ensure!(!buffer.is_empty(), "the table ends inside a field");
            let Some(at) = memchr::memchr2(b'"', b'\\', buffer) else {
                let n = buffer.len();
                field.extend_from_slice(buffer);
                self.input.consume(n);
                continue;
            };
            let is_end = buffer[at] == b'"';
            field.extend_from_slice(&buffer[..at]);
            self.input.consume(at + 1);
            if is_end {
                return Ok(Some(field));
            }
            let mut escaped = [0];
            self.input.read_exact(&mut escaped)?;
            field.push(escaped[0]);
        }
    }

    fn row(&mut self) -> Result<Option<Row>> {
        let mut fields: [String; 8] = Default::default();
        for at in 0..8 {
            match self.field()? {
                Some(bytes) => fields[at] = String::from_utf8_lossy(&bytes).into_owned(),
                None if at == 0 => return Ok(None),
                None => anyhow::bail!("a row of {at} fields"),
            }
        }
        let [
            _,
            created,
            identifier,
            origin,
            classification,
            _,
            header,
            body,
        ] = fields;
        let subject = subject(&body);
        let mut text = header;
        text.push('\n');
        text.push_str(&body);
        Ok(Some(Row {
            identifier,
            origin,
            classification,
            day: day(&created).unwrap_or(0),
            subject,
            text,
        }))
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        self.row().transpose()
    }
}

/// 20071008 of `10/8/2007 15:40`.
fn day(created: &str) -> Option<u64> {
    let mut parts = created.split([' ', '/']);
    let month: u64 = parts.next()?.parse().ok()?;
    let day: u64 = parts.next()?.parse().ok()?;
    let year: u64 = parts.next()?.parse().ok()?;
    Some(year * 10_000 + month * 100 + day)
}

fn subject(body: &str) -> String {
    let Some((_, rest)) = body.split_once("SUBJECT: ") else {
        return String::new();
    };
    let lines: Vec<&str> = rest
        .lines()
        .take_while(|line| !line.trim().is_empty() && !line.starts_with("REF"))
        .take(6)
        .collect();
    lines.join(" ")
}
