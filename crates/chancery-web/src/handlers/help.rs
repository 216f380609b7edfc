//! `/help`: how to read a cable and how to search.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chancery_format::tables::executive_orders;

use crate::explain::{self, Explained, Level};
use crate::page::{self, Frame};
use crate::urls;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    examples: Vec<Example>,
    portions: Vec<Level>,
    captions: Vec<Explained>,
    precedences: Vec<Explained>,
    reasons: Vec<Explained>,
}

/// A query with what it finds.
struct Example {
    query: &'static str,
    url: String,
    finds: &'static str,
}

/// Each finds something in the sample cables.
const EXAMPLES: [(&str, &str); 12] = [
    (
        "king regent",
        "both words, in any form: king, kings, King’s",
    ),
    ("\"forty crowns\"", "these words in this order"),
    ("king -duke", "the first word without the second"),
    (
        "duke OR princess",
        "either word; brackets keep alternatives together",
    ),
    (
        "post:STRELSAU packet",
        "sent by a post; to: and info: ask for those it was sent to",
    ),
    ("tags:PGOV", "an index term"),
    (
        "class:>=secret",
        "a level and those above it; class:secret is that level alone",
    ),
    ("caption:NODIS", "a caption"),
    (
        "date:2007-03-01..2007-03-05",
        "a range of days; a day, a month or a year by itself as well",
    ),
    (
        "subject:succession",
        "words of the subject; summary: and comment: likewise",
    ),
    (
        "id:06STRELSAU1203",
        "one cable, in any spelling of its identifier",
    ),
    ("ref:06STRELSAU1203", "the cables that refer to it"),
];

/// The marks, captions and other codes that the page explains: those that readers meet, in the order of the subject.
const PORTIONS: [&str; 8] = ["U", "SBU", "LOU", "C", "C/NF", "S", "S/NF", "TS"];
const CAPTIONS: [&str; 12] = [
    "SIPDIS",
    "NOFORN",
    "LIMDIS",
    "EXDIS",
    "NODIS",
    "STADIS",
    "SENSITIVE",
    "EYES ONLY",
    "ROGER CHANNEL",
    "DISSENT CHANNEL",
    "TERREP",
    "MINIMIZE CONSIDERED",
];
const PRECEDENCES: [&str; 5] = [
    "FLASH",
    "NIACT IMMEDIATE",
    "IMMEDIATE",
    "PRIORITY",
    "ROUTINE",
];
const REASONS: [&str; 8] = [
    "1.4(a)", "1.4(b)", "1.4(c)", "1.4(d)", "1.4(e)", "1.4(f)", "1.4(g)", "1.4(h)",
];

pub(crate) async fn help() -> Response {
    page::render(StatusCode::OK, &HelpPage::new())
}

impl HelpPage {
    fn new() -> HelpPage {
        let explained = |codes: &[&str], explain: fn(&str) -> Option<String>| {
            codes
                .iter()
                .map(|&code| Explained {
                    text: code.to_owned(),
                    meaning: explain(code),
                })
                .collect()
        };
        HelpPage {
            frame: Frame::new("How to read and search"),
            examples: EXAMPLES
                .map(|(query, finds)| Example {
                    query,
                    url: urls::search(query).to_string(),
                    finds,
                })
                .into(),
            portions: PORTIONS.map(explain::portion).into(),
            captions: explained(&CAPTIONS, explain::caption),
            precedences: explained(&PRECEDENCES, |word| explain::precedence(word).meaning),
            reasons: explained(&REASONS, |reason| {
                executive_orders::meaning_on(None, None, reason).map(str::to_owned)
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_meaning() {
        let page = HelpPage::new();
        for portion in &page.portions {
            assert!(portion.meaning.is_some(), "{}", portion.name);
        }
        for code in page
            .captions
            .iter()
            .chain(&page.precedences)
            .chain(&page.reasons)
        {
            assert!(code.meaning.is_some(), "{}", code.text);
        }
    }
}
