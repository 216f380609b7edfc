//! Questions to an archive and their answers.

use std::ops::Range;

use crate::CableLine;

/// A question in the query language (`docs/query.md`), and which part of the answer is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The query. An empty one matches every cable.
    pub query: String,
    /// How many hits to leave out at the front.
    pub offset: usize,
    /// How many hits to give; 0 for the count and the facets alone.
    pub limit: usize,
    /// In which order.
    pub order: Order,
    /// Whether to count the values of post, year, class and tags over all hits.
    pub facets: bool,
}

/// The order of hits. Each is total: hits alike come newest first, then by key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best match first; newest first where nothing in the query tells cables apart.
    #[default]
    Relevance,
    /// Latest date-time group first, undated cables last.
    NewestFirst,
    /// Earliest date-time group first, undated cables last.
    OldestFirst,
}

/// What the archive found.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How many cables match, exactly.
    pub total: u64,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Counts over all hits, in the order post, year, class, tags; empty unless asked for.
    pub facets: Vec<Facet>,
    /// The query as it was understood, itself a valid query.
    pub parsed: String,
}

/// A cable that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The cable.
    pub cable: CableLine,
    /// The part of it that answers best; `None` where the cable has no text.
    pub passage: Option<Passage>,
}

/// A part of a cable, with the words that were found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Number of the paragraph, where it has one.
    pub paragraph: Option<u32>,
    /// Its anchor on the cable's page, `p3`, as [`crate::anchors`] gives it; `None` outside the paragraphs.
    pub anchor: Option<String>,
    /// Its portion mark, `S/NF`.
    pub portion: Option<String>,
    /// The text: a paragraph, or the part of a long one around the hits, with `…` where it was cut.
    pub text: String,
    /// Byte ranges of `text` to mark, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

/// The values of one field over all hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Name of the field in the query language: `post`, `year`, `class` or `tags`.
    pub field: String,
    /// Its values, most frequent first, then in order of value; years newest first.
    pub values: Vec<FacetValue>,
}

/// One value of a facet. `field:value` (quoted where it holds blanks) is the query that narrows to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value: `STRELSAU`, `2007`, `SECRET`, `PGOV`.
    pub value: String,
    /// Its name for a person, where it has one: `Terrorism` for `PTER`.
    pub label: Option<String>,
    /// How many of the matching cables have it.
    pub count: u64,
}
