//! The addresses of the API: what may be asked of each, and how it answers.
//!
//! A new parameter is one line in the table of its endpoint and one where the endpoint reads it; a new endpoint is one
//! entry here, a function, and the schema of what it gives in `schemas.json`.

use chancery_archive::Archive;

use super::answer::Answer;
use super::call::{Call, Format};
use super::{Problem, ROOT, archive, cables, explain, export, missing, openapi, search};

/// An address that programs may ask.
pub(super) struct Endpoint {
    /// Below [`ROOT`]; `{id}` stands for a cable.
    pub(super) path: &'static str,
    /// Its name among the operations of the `OpenAPI` document.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// What may follow the `?`, `format` apart.
    own: &'static [Parameter],
    /// How the answer can come; the first is the usual one.
    pub(super) formats: &'static [Format],
    /// Name of the schema of the answer as JSON; empty where there is none.
    pub(super) schema: &'static str,
    /// Name of the schema of one of its lines.
    pub(super) line: &'static str,
    pub(super) answer: fn(&Archive, &Call) -> Result<Answer, Problem>,
}

/// What may follow the `?`.
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) description: &'static str,
}

/// Which values a parameter takes.
pub(super) enum Kind {
    Text {
        most_bytes: usize,
    },
    Number {
        least: u64,
        most: u64,
        default: Option<u64>,
    },
    /// `true` or `false`, or 1 or 0; false where it is not given.
    Switch,
    /// One of these; the first where it is not given.
    Choice(&'static [&'static str]),
    /// Any of these, with commas between.
    List(fn() -> Box<dyn Iterator<Item = &'static str>>),
}

impl Endpoint {
    /// As it stands in an address.
    pub(super) fn full_path(&self) -> String {
        format!("{ROOT}{}", self.path)
    }

    /// Everything that may follow the `?`.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        let format = FORMATS
            .iter()
            .find(|(formats, _)| self.formats.len() > 1 && *formats == self.formats)
            .map(|(_, parameter)| parameter);
        self.own.iter().chain(format)
    }

    /// Whether the answer is one page of a list, in whatever form.
    pub(super) fn is_page(&self) -> bool {
        matches!(self.id, "search" | "cableCitedBy" | "cableSimilar")
    }

    pub(super) fn has_id(&self) -> bool {
        self.path.contains("{id}")
    }
}

/// Name of the parameter that chooses among the forms of an answer.
pub(super) const FORMAT: &str = "format";

const ONE: &[Format] = &[Format::Json];
const ROWS: &[Format] = &[Format::Json, Format::JsonLines, Format::Csv];
const EXPORT: &[Format] = &[Format::JsonLines, Format::Csv, Format::Ids];

/// The parameter `format` of each set of forms.
static FORMATS: [(&[Format], Parameter); 2] = [
    (ROWS, format(&["json", "jsonl", "csv"])),
    (EXPORT, format(&["jsonl", "csv", "ids"])),
];

const fn format(values: &'static [&'static str]) -> Parameter {
    Parameter {
        name: FORMAT,
        kind: Kind::Choice(values),
        description: "The form of the answer, whatever `Accept` says.",
    }
}

const fn text(name: &'static str, most_bytes: usize, description: &'static str) -> Parameter {
    Parameter {
        name,
        kind: Kind::Text { most_bytes },
        description,
    }
}

const fn number(
    name: &'static str,
    least: u64,
    most: u64,
    default: Option<u64>,
    description: &'static str,
) -> Parameter {
    Parameter {
        name,
        kind: Kind::Number {
            least,
            most,
            default,
        },
        description,
    }
}

const fn switch(name: &'static str, description: &'static str) -> Parameter {
    Parameter {
        name,
        kind: Kind::Switch,
        description,
    }
}

const fn choice(
    name: &'static str,
    values: &'static [&'static str],
    description: &'static str,
) -> Parameter {
    Parameter {
        name,
        kind: Kind::Choice(values),
        description,
    }
}

const QUERY: Parameter = text("q", 32_768, "The query; an empty one matches every cable.");
const ORDER: Parameter = choice(
    "order",
    &["relevance", "newest", "oldest"],
    "Best match first, or by date.",
);
const MEANINGS: Parameter = switch(
    "meanings",
    "Whether words find codes and abbreviations by their meaning too.",
);
const EDITION: Parameter = number(
    "edition",
    0,
    1_000_000,
    None,
    "Number of the edition; 0 for the whole that its sections make. Without it, that whole where there is one, else 1.",
);
const LIMIT: Parameter = number(
    "limit",
    0,
    1000,
    Some(20),
    "How many to give at most; 0 for the count alone.",
);
const OFFSET: Parameter = number(
    "offset",
    0,
    1_000_000_000,
    Some(0),
    "How many to leave out at the front.",
);

/// Every address, in the order of the document.
pub(super) static ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "",
        id: "start",
        summary: "Where to go on from",
        own: &[],
        formats: ONE,
        schema: "Start",
        line: "",
        answer: archive::start,
    },
    Endpoint {
        path: "/openapi.json",
        id: "openapi",
        summary: "This document",
        own: &[],
        formats: ONE,
        schema: "OpenApi",
        line: "",
        answer: openapi::answer,
    },
    Endpoint {
        path: "/overview",
        id: "overview",
        summary: "What the archive holds, in numbers",
        own: &[],
        formats: ONE,
        schema: "Overview",
        line: "",
        answer: archive::overview,
    },
    Endpoint {
        path: "/search",
        id: "search",
        summary: "A page of the cables that match a query, with exact count, facets and histogram",
        own: &[
            QUERY,
            ORDER,
            LIMIT,
            number(
                "offset",
                0,
                100_000,
                Some(0),
                "How many hits to leave out at the front; to go further, follow `next` with `cursor`.",
            ),
            text("cursor", 512, "The `next` of the page before this one."),
            Parameter {
                name: "facets",
                kind: Kind::List(|| Box::new(chancery_archive::facet_names())),
                description: "Fields whose values are counted over all hits, with commas between.",
            },
            choice(
                "histogram",
                &["none", "day", "month", "quarter", "year"],
                "In which steps of time all hits are counted.",
            ),
            MEANINGS,
        ],
        formats: ROWS,
        schema: "Answer",
        line: "Hit",
        answer: search::search,
    },
    Endpoint {
        path: "/search/explain",
        id: "explainQuery",
        summary: "How a query is understood, part by part with counts",
        own: &[QUERY, MEANINGS],
        formats: ONE,
        schema: "Explanation",
        line: "",
        answer: search::explain,
    },
    Endpoint {
        path: "/export",
        id: "export",
        summary: "Every cable that matches a query, streamed",
        own: &[
            QUERY,
            ORDER,
            MEANINGS,
            switch(
                "records",
                "Whole records (chancery/cable/1) of all editions, as lines of JSON.",
            ),
            switch(
                "originals",
                "As records, for each source, with its bytes: what another archive needs to hold the same.",
            ),
        ],
        formats: EXPORT,
        schema: "",
        line: "Exported",
        answer: export::export,
    },
    Endpoint {
        path: "/suggest",
        id: "suggest",
        summary: "Completions of what is being typed, with counts",
        own: &[
            text(
                "q",
                4096,
                "What has been typed: a query, or the beginning of one.",
            ),
            number("limit", 1, 50, Some(8), "How many of each sort at most."),
        ],
        formats: ONE,
        schema: "Suggestions",
        line: "",
        answer: search::suggest,
    },
    Endpoint {
        path: "/cables/{id}",
        id: "cable",
        summary: "A cable: the record of an edition, and where each edition was found",
        own: &[EDITION],
        formats: ONE,
        schema: "ArchivedCable",
        line: "",
        answer: cables::cable,
    },
    Endpoint {
        path: "/cables/{id}/text",
        id: "cableText",
        summary: "The text of an edition",
        own: &[EDITION],
        formats: &[Format::Text],
        schema: "",
        line: "",
        answer: cables::text,
    },
    Endpoint {
        path: "/cables/{id}/original",
        id: "cableOriginal",
        summary: "The bytes of a source, untouched",
        own: &[
            EDITION,
            text(
                "source",
                64,
                "The first digits of the SHA-256 of the source, eight at least; else the first of the edition.",
            ),
        ],
        formats: &[Format::Bytes],
        schema: "",
        line: "",
        answer: cables::original,
    },
    Endpoint {
        path: "/cables/{id}/references",
        id: "cableReferences",
        summary: "What a cable refers to: cables of the archive, missing ones, and other papers",
        own: &[],
        formats: ROWS,
        schema: "References",
        line: "Reference",
        answer: cables::references,
    },
    Endpoint {
        path: "/cables/{id}/cited-by",
        id: "cableCitedBy",
        summary: "The cables that refer to a cable, oldest first",
        own: &[LIMIT, OFFSET],
        formats: ROWS,
        schema: "CitedBy",
        line: "Citation",
        answer: cables::cited_by,
    },
    Endpoint {
        path: "/cables/{id}/similar",
        id: "cableSimilar",
        summary: "Cables with the words that tell this one from others, the most alike first",
        own: &[LIMIT],
        formats: ROWS,
        schema: "Answer",
        line: "Hit",
        answer: cables::similar,
    },
    Endpoint {
        path: "/missing",
        id: "missing",
        summary: "Cables that are referred to and not in the archive, with the dates between which they must lie",
        own: &[
            text("post", 128, "Only those of this post."),
            number(
                "year",
                1000,
                9999,
                None,
                "Only those of this year, in four digits.",
            ),
            text("cited_by", 128, "Only those that this cable refers to."),
            number(
                "limit",
                0,
                1_000_000_000,
                None,
                "How many to give at most: 20, and at most 1000, as JSON; all, streamed, as lines or CSV.",
            ),
            OFFSET,
            number(
                "referrers",
                0,
                1000,
                Some(20),
                "How many of the cables that refer to each are named.",
            ),
        ],
        formats: ROWS,
        schema: "MissingCables",
        line: "Missing",
        answer: missing::missing,
    },
    Endpoint {
        path: "/explain",
        id: "explain",
        summary: "What a word, code or diagnostic of a cable means",
        own: &[
            text("word", 120, "The word, code or diagnostic."),
            number("year", 1900, 2100, None, "The year it stands in."),
        ],
        formats: ONE,
        schema: "Explained",
        line: "",
        answer: explain::explain,
    },
];
