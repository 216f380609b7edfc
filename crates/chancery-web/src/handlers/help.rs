//! `/help`: how to read a cable and how to search; `/help/query`: the query language in full.

mod document;
mod examples;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::Archive;
use chancery_format::tables::executive_orders;

use crate::error::PageError;
use crate::explain::{self, Explained, Level};
use crate::page::{self, Frame};
use crate::params::Params;
use crate::room::Room;

use document::{Block, Table};
use examples::Example;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    examples: Vec<Example>,
    /// Forms of words and how they combine.
    forms: Vec<Table>,
    /// All fields.
    fields: Vec<Table>,
    portions: Vec<Level>,
    captions: Vec<Explained>,
    precedences: Vec<Explained>,
    reasons: Vec<Explained>,
}

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

pub(crate) async fn help(
    State(room): State<Room>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    room.page(query.as_deref(), HelpPage::new).await
}

/// The query language as `docs/query.md` has it.
#[derive(Template)]
#[template(path = "query.html")]
struct QueryLanguagePage {
    frame: Frame,
    blocks: Vec<Block>,
}

pub(crate) async fn query_language(RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let params = Params::read(query.as_deref(), &[])?;
    let page = QueryLanguagePage {
        frame: Frame::new("The query language").notes(&params),
        blocks: document::query_language(),
    };
    Ok(page::render(StatusCode::OK, &page))
}

impl HelpPage {
    fn new(archive: &Archive, params: &Params) -> Result<HelpPage, PageError> {
        let page = HelpPage::of_any_archive();
        Ok(HelpPage {
            examples: examples::examples(archive)?,
            frame: page.frame.clone().notes(params),
            ..page
        })
    }

    /// What is the same whatever the archive holds.
    fn of_any_archive() -> HelpPage {
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
            examples: Vec::new(),
            forms: document::tables_below("The query language"),
            fields: ["Fields", "Paragraphs"]
                .into_iter()
                .flat_map(document::tables_below)
                .collect(),
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
        let page = HelpPage::of_any_archive();
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
