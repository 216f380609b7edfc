//! What is to be indexed of one document.

use crate::words::each_word;

/// Values are cut at this length. What is longer than any name or code is damage, and its beginning finds it.
const MAX_KEYWORD_BYTES: usize = 1024;

/// A value as it is indexed and looked for.
pub(crate) fn cut(value: &str) -> &str {
    let mut end = value.len().min(MAX_KEYWORD_BYTES);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    &value[..end]
}

/// A stretch of a document's words that can be asked for: its subject, a paragraph.
///
/// No phrase runs from one zone into the next. Kind and mark have the meaning that the owner of the index gives them;
/// both are below 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What part of the document it is.
    pub kind: u8,
    /// What else is known of it.
    pub mark: u8,
}

impl Zone {
    pub(crate) fn code(self) -> u8 {
        (self.kind & 0xF) << 4 | (self.mark & 0xF)
    }

    pub(crate) fn of_code(code: u8) -> Zone {
        Zone {
            kind: code >> 4,
            mark: code & 0xF,
        }
    }
}

/// A document, taken apart into words: the work that needs no index, so that it can be done on any thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Each word with its length in front; 0 ends a zone.
    pub(crate) words: Vec<u8>,
    pub(crate) n_words: usize,
    pub(crate) zones: Vec<Zone>,
    /// Each value with its length and its field in front.
    pub(crate) keywords: Vec<u8>,
    pub(crate) numbers: Vec<(usize, i64)>,
    pub(crate) key: String,
}

impl Document {
    /// A document that sorts last by `key`.
    pub fn new(key: impl Into<String>) -> Document {
        Document {
            key: key.into(),
            ..Document::default()
        }
    }

    /// Says by what the document sorts where nothing else tells it from others.
    pub fn set_key(&mut self, key: impl Into<String>) {
        self.key = key.into();
    }

    /// Adds a zone with its text. A text without words leaves no trace.
    pub fn add_text(&mut self, zone: Zone, text: &str) {
        let before = self.n_words;
        // Each word takes a byte more than its letters, as each blank does between them.
        self.words.reserve(text.len() + 2);
        each_word(text, |_, word| {
            self.words.push(word.len() as u8);
            self.words.extend_from_slice(word);
            self.n_words += 1;
        });
        if self.n_words > before {
            self.words.push(0);
            self.zones.push(zone);
        }
    }

    /// Adds a value that is compared as a whole. The same value again changes nothing. `field` is below 200.
    pub fn add_keyword(&mut self, field: u8, value: &str) {
        let value = cut(value).as_bytes();
        if !self.keywords().any(|known| known == (field, value)) {
            self.keywords
                .extend_from_slice(&(value.len() as u16).to_le_bytes());
            self.keywords.push(field);
            self.keywords.extend_from_slice(value);
        }
    }

    /// Every value with its field.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = (u8, &[u8])> {
        let mut rest = &self.keywords[..];
        std::iter::from_fn(move || {
            let (&[low, high, field], behind) = rest.split_first_chunk::<3>()?;
            let (value, behind) =
                behind.split_at_checked(u16::from_le_bytes([low, high]).into())?;
            rest = behind;
            Some((field, value))
        })
    }

    /// Sets the value of a column of numbers.
    pub fn set_number(&mut self, column: usize, value: i64) {
        self.numbers.push((column, value));
    }

    /// About how much memory it takes.
    pub fn n_bytes(&self) -> usize {
        self.words.len() + self.keywords.len() + self.zones.len() * 2 + 128
    }
}
