//! What an index can be asked.

use crate::zones::Zones;

/// A question: which documents, and how well each fits.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Every document.
    Everything,
    /// None.
    Nothing,
    /// What all of several match; their scores add up.
    All(Vec<Query>),
    /// What any of several matches; the scores of those that do add up.
    Any(Vec<Query>),
    /// What another does not match.
    Not(Box<Query>),
    /// Words of the text.
    Text(Text),
    /// What matches within one and the same zone of those given. Only `All`, `Any`, `Not` and `Text` have a meaning in
    /// it; `Not` is about the zone.
    SameZone {
        /// Which zones are looked at.
        zones: Zones,
        /// What one of them is to match.
        query: Box<Query>,
    },
    /// A value of a keyword field.
    Keyword {
        /// The field.
        field: u8,
        /// The whole value.
        value: String,
    },
    /// Any value of a keyword field that fits.
    KeywordLike {
        /// The field.
        field: u8,
        /// Which values fit.
        pattern: Pattern,
    },
    /// A number of a column within both ends.
    Number {
        /// The column.
        column: usize,
        /// The least.
        from: i64,
        /// The greatest.
        to: i64,
    },
    /// Documents of these identities, in order.
    Ids(Vec<u32>),
    /// The same documents, each with this score.
    Scored(f32, Box<Query>),
}

/// Words next to each other, near each other, or one alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What stands at each place.
    pub words: Vec<Word>,
    /// How many other words may stand between them, in any order; `None` for one directly behind the other.
    pub distance: Option<u32>,
    /// Where in a document.
    pub zones: Zones,
}

impl Text {
    /// One word, anywhere.
    pub fn word(word: Word) -> Text {
        Text {
            words: vec![word],
            distance: None,
            zones: Zones::ALL,
        }
    }
}

/// What stands at one place of a text. All forms are folded (see [`crate::words`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// This word.
    Exact(String),
    /// Any word of this stem.
    Stem(String),
    /// Any word that fits.
    Like(Pattern),
}

/// Which words or values fit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Those that begin so.
    Prefix(String),
    /// Those that an expression of the `regex` syntax matches as a whole.
    Regex(String),
    /// Those that differ in at most so many letters, at most 2.
    Fuzzy(String, u8),
    /// Those that have this within.
    Containing(String),
}
