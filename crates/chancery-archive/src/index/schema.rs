//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::analyzer::{STEMS, WORDS};

/// Counts every change to what is indexed or how; an index of another version is rebuilt.
pub(crate) const VERSION: u32 = 2;

/// Names of the fields that are read by name, as sort keys and for facets.
pub(crate) mod name {
    pub(crate) const CABLE: &str = "cable";
    pub(crate) const KEY: &str = "key";
    pub(crate) const SENT: &str = "sent";
    pub(crate) const POST: &str = "post";
    pub(crate) const YEAR: &str = "year";
    pub(crate) const CLASS: &str = "class";
    pub(crate) const TAG_CODES: &str = "tag_codes";
}

/// A text indexed as written, with positions, and stemmed, without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextField {
    pub(crate) words: Field,
    /// `None` where the field holds names and codes, which have no endings to take off.
    pub(crate) stems: Option<Field>,
}

/// The fields of one cable's document. Each holds the values of all its editions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Number of the cable in the truth: what a hit is, and what is deleted by.
    pub(crate) cable: Field,
    /// The cable's key: last in every order.
    pub(crate) key: Field,
    /// The canonical identifier, where there is one.
    pub(crate) id: Field,
    /// Canonical identifiers of the cables referred to.
    pub(crate) references: Field,
    /// Seconds since 1970, first edition that has a date-time group; where none has, what its source says.
    pub(crate) sent: Field,
    /// Year of the identifier, the date-time group, or the source.
    pub(crate) year: Field,
    /// The post that sent it.
    pub(crate) post: Field,
    /// The level of the whole cable.
    pub(crate) class: Field,
    /// Captions.
    pub(crate) captions: Field,
    /// What `tags:` finds: codes, and for persons their surname too.
    pub(crate) tags: Field,
    /// Codes alone, for facets.
    pub(crate) tag_codes: Field,

    pub(crate) subject: TextField,
    pub(crate) summary: TextField,
    pub(crate) comment: TextField,
    /// All paragraphs, each a value of its own so that no phrase runs from one into the next.
    pub(crate) body: TextField,
    /// Whatever stands outside the paragraphs, so that no word of a cable is beyond reach.
    pub(crate) header: TextField,
    pub(crate) from: TextField,
    pub(crate) to: TextField,
    pub(crate) info: TextField,
}

/// The schema with its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let keyword = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let stems = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(STEMS)
            .set_index_option(IndexRecordOption::WithFreqs),
    );
    let number = NumericOptions::default() | FAST | INDEXED;

    let fields = Fields {
        cable: schema.add_u64_field(name::CABLE, number.clone()),
        key: schema.add_text_field(name::KEY, TextOptions::default() | FAST),
        id: schema.add_text_field("id", keyword.clone()),
        references: schema.add_text_field("references", keyword.clone()),
        sent: schema.add_i64_field(name::SENT, NumericOptions::default() | FAST),
        year: schema.add_u64_field(name::YEAR, number),
        post: schema.add_text_field(name::POST, keyword.clone() | FAST),
        class: schema.add_text_field(name::CLASS, keyword.clone() | FAST),
        captions: schema.add_text_field("captions", keyword.clone()),
        tags: schema.add_text_field("tags", keyword.clone()),
        tag_codes: schema.add_text_field(name::TAG_CODES, TextOptions::default() | FAST),
        subject: TextField {
            words: schema.add_text_field("subject", words.clone()),
            stems: Some(schema.add_text_field("subject_stems", stems.clone())),
        },
        summary: TextField {
            words: schema.add_text_field("summary", words.clone()),
            stems: Some(schema.add_text_field("summary_stems", stems.clone())),
        },
        comment: TextField {
            words: schema.add_text_field("comment", words.clone()),
            stems: Some(schema.add_text_field("comment_stems", stems.clone())),
        },
        body: TextField {
            words: schema.add_text_field("body", words.clone()),
            stems: Some(schema.add_text_field("body_stems", stems)),
        },
        header: TextField {
            words: schema.add_text_field("header", words.clone()),
            stems: None,
        },
        from: TextField {
            words: schema.add_text_field("from", words.clone()),
            stems: None,
        },
        to: TextField {
            words: schema.add_text_field("to", words.clone()),
            stems: None,
        },
        info: TextField {
            words: schema.add_text_field("info", words),
            stems: None,
        },
    };
    (schema.build(), fields)
}
