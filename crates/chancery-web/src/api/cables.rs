//! One cable, and what stands around it.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use chancery_archive::{Archive, CableKey, Edition, Search, SourceInfo, StoredCable};
use chancery_format::record::Record;
use serde::Serialize;

use super::answer::Answer;
use super::call::Call;
use super::search;
use super::{Problem, ROOT};
use crate::handlers::original::SANDBOX;
use crate::json::{CableJson, CitationJson, ReferenceJson, csv_row};
use crate::urls;

/// How many identifiers near one that is absent are told.
const N_NEAR: usize = 8;

/// The cable that a spelling means.
pub(super) fn key(archive: &Archive, spelling: &str) -> Result<CableKey, Problem> {
    match archive.resolve(spelling)? {
        Some(key) => Ok(key),
        None => Err(Problem::no_such_cable(
            spelling,
            &archive.neighbours(spelling, N_NEAR)?,
        )),
    }
}

fn find(archive: &Archive, call: &Call) -> Result<StoredCable, Problem> {
    let key = key(archive, &call.id)?;
    archive
        .cable(&key)?
        .ok_or_else(|| Problem::no_such_cable(&call.id, &[]))
}

/// The edition asked for. Sections of a telegram come as the whole that they make, whose number is 0.
fn edition<'c>(cable: &'c StoredCable, call: &Call) -> Result<&'c Edition, Problem> {
    let number = call.number("edition", usize::from(cable.whole.is_none()));
    cable
        .whole
        .iter()
        .chain(&cable.editions)
        .find(|edition| edition.number as usize == number)
        .ok_or_else(|| Problem::no_such_part(cable.key.as_str(), &format!("edition {number}")))
}

#[derive(Serialize)]
struct ArchivedCableJson<'c> {
    schema: &'static str,
    key: &'c str,
    edition: u32,
    record: &'c Record,
    editions: Vec<EditionJson<'c>>,
}

#[derive(Serialize)]
struct EditionJson<'c> {
    number: u32,
    kind: &'c str,
    section: Option<SectionJson>,
    sources: Vec<SourceJson<'c>>,
}

#[derive(Serialize)]
struct SectionJson {
    number: u16,
    of: Option<u16>,
}

#[derive(Serialize)]
struct SourceJson<'c> {
    sha256: &'c str,
    n_bytes: u64,
    path: &'c str,
    wrapper: &'c str,
    ingested_at: &'c str,
}

impl<'c> SourceJson<'c> {
    fn new(source: &'c SourceInfo) -> SourceJson<'c> {
        SourceJson {
            sha256: &source.sha256,
            n_bytes: source.n_bytes,
            path: &source.path,
            wrapper: &source.wrapper,
            ingested_at: &source.ingested_at,
        }
    }
}

pub(super) fn cable(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let cable = find(archive, call)?;
    let edition = edition(&cable, call)?;
    Answer::json(&ArchivedCableJson {
        schema: "chancery/archived-cable/1",
        key: cable.key.as_str(),
        edition: edition.number,
        record: &edition.record,
        editions: cable
            .editions
            .iter()
            .map(|edition| EditionJson {
                number: edition.number,
                kind: &edition.kind,
                section: edition.part.map(|(number, of)| SectionJson { number, of }),
                sources: edition.sources.iter().map(SourceJson::new).collect(),
            })
            .collect(),
    })
}

pub(super) fn text(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let cable = find(archive, call)?;
    let text = edition(&cable, call)?.record.text.clone();
    Ok(Answer::bytes(text.into_bytes()))
}

pub(super) fn original(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let cable = find(archive, call)?;
    let no_such = |what: &str| Problem::no_such_part(cable.key.as_str(), what);
    let source = match call.given("source") {
        Some(digits) => cable
            .editions
            .iter()
            .flat_map(|edition| &edition.sources)
            .find(|source| digits.len() >= 8 && source.sha256.starts_with(digits))
            .ok_or_else(|| no_such(&format!("source {digits}")))?,
        None => edition(&cable, call)?
            .sources
            .first()
            .ok_or_else(|| no_such("source"))?,
    };
    let original = archive
        .original(source.id)?
        .ok_or_else(|| no_such(&format!("source {}", source.sha256)))?;
    let name = format!("attachment; filename=\"{}.original.bin\"", cable.key);
    Ok(Answer::Whole {
        bytes: original.bytes,
        headers: vec![
            (CONTENT_DISPOSITION, name),
            (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        ],
    })
}

#[derive(Serialize)]
struct ReferencesJson {
    schema: &'static str,
    key: String,
    references: Vec<ReferenceJson>,
}

const REFERENCE_COLUMNS: &[&str] = &[
    "label",
    "kind",
    "text",
    "key",
    "missing",
    "after",
    "before",
    "is_of_source",
];

fn reference_csv(reference: &ReferenceJson) -> String {
    let window = reference.missing.as_ref().map(|missing| &missing.window);
    let sent = |bound: Option<&crate::json::BoundJson>| bound.map(|bound| bound.sent.clone());
    csv_row(
        &[
            reference.label.clone(),
            Some(reference.kind.clone()),
            Some(reference.text.clone()),
            reference.cable.as_ref().map(|cable| cable.key.clone()),
            reference.missing.as_ref().map(|missing| missing.id.clone()),
            sent(window.and_then(|window| window.after.as_ref())),
            sent(window.and_then(|window| window.before.as_ref())),
            Some(reference.is_of_source.to_string()),
        ]
        .map(Option::unwrap_or_default),
    )
}

pub(super) fn references(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let cable = find(archive, call)?;
    let references = archive.references_of(&cable)?;
    let whole = ReferencesJson {
        schema: "chancery/cable-references/1",
        key: cable.key.to_string(),
        references: references.iter().map(ReferenceJson::from).collect(),
    };
    Answer::of_rows(
        call.format,
        &whole,
        &whole.references,
        REFERENCE_COLUMNS,
        reference_csv,
    )
}

#[derive(Serialize)]
struct CitedByJson {
    schema: &'static str,
    key: String,
    total: u64,
    offset: usize,
    next_offset: Option<usize>,
    cited_by: Vec<CitationJson>,
}

pub(super) fn cited_by(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let key = key(archive, &call.id)?;
    let found = archive
        .cited_by(&key)?
        .ok_or_else(|| Problem::no_such_cable(&call.id, &[]))?;
    let offset = call.number("offset", 0);
    let limit = call.number("limit", 20);
    let next = offset.saturating_add(limit);
    let next_offset = (limit > 0 && next < found.len()).then_some(next);
    let whole = CitedByJson {
        schema: "chancery/cited-by/1",
        key: key.to_string(),
        total: found.len() as u64,
        offset,
        next_offset,
        cited_by: found
            .iter()
            .skip(offset)
            .take(limit)
            .map(CitationJson::from)
            .collect(),
    };
    let rows = Answer::of_rows(
        call.format,
        &whole,
        &whole.cited_by,
        CableJson::COLUMNS,
        |citation| citation.cable.csv(),
    )?;
    let next = next_offset.map(|next| call.address_with("offset", &next.to_string(), ""));
    Ok(rows.paged(whole.total, next.as_deref()))
}

pub(super) fn similar(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let key = key(archive, &call.id)?;
    let search = Search {
        query: format!("similar:{key}"),
        limit: call.number("limit", 20),
        ..Search::default()
    };
    // What comes behind it is asked for as the search that it is.
    search::answer(archive, call, &search, |cursor| {
        format!(
            "{ROOT}/search?q={}&limit={}&format={}&cursor={}",
            urls::encode(&search.query),
            search.limit,
            call.format.name(),
            urls::encode(cursor)
        )
    })
}
