//! `/cable/{id}`: one cable for reading, and `/cable/{id}.json`: its record.

mod body;
mod citation;
mod consistency;
mod header;

use std::iter;
use std::ops::Range;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chancery_archive::{Archive, Edition, OfSource, StoredCable};
use chancery_format::record::{DiagnosticRecord, Record};

use crate::error::PageError;
use crate::handlers::lookup::{Asked, Found, moved};
use crate::line::{self, Line};
use crate::marked::{self, Run};
use crate::page::{self, Frame, counted, sized};
use crate::room::Room;
use crate::urls::{self, CableUrl, Part};

use body::{Block, Body};
use citation::Citation;
use consistency::Consistency;
use header::Header;

/// How many of the cables that refer to this one are listed; a search gives the rest.
const N_CITED_BY: usize = 30;

/// How many errors are told above the text; a list beside it has all.
const N_ERRORS: usize = 3;

/// How many cables of the same post are offered to read on.
const N_NEAR: usize = 6;

pub(crate) async fn cable(
    State(room): State<Room>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let mut asked = Asked::new(path, query.as_deref(), Part::Page)?;
    if let Some(spelling) = asked.spelling.strip_suffix(".json") {
        asked.spelling = spelling.to_owned();
        asked.part = Part::Json;
        asked.params.refuse_unknown()?;
    }
    room.ask(move |archive| match asked.find(archive)? {
        Found::Elsewhere(url) => moved(&url),
        Found::Cable(cable) => {
            let edition = asked.edition(&cable)?;
            if asked.part == Part::Json {
                json(&edition.record)
            } else {
                let page = CablePage::new(archive, &cable, edition, &asked)?;
                Ok(page::render(StatusCode::OK, &page))
            }
        }
    })
    .await
}

fn json(record: &Record) -> Result<Response, PageError> {
    // A record holds text, numbers and lists of them; writing it to memory cannot fail.
    let json = serde_json::to_vec_pretty(record).map_err(|_| PageError::Interrupted)?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}

#[derive(Template)]
#[template(path = "cable.html")]
struct CablePage {
    frame: Frame,
    /// The one address of what is shown.
    canonical: String,
    key: String,
    header: Header,
    /// What kind of thing this is, where it is no whole telegram.
    notice: Option<&'static str>,
    editions: Vec<EditionLink>,
    body: Body,
    citation: Citation,
    /// The results this page was opened from.
    back: Option<Back>,
    cited_by: Vec<Line>,
    cited_by_count: String,
    cited_by_url: Option<String>,
    near: Vec<Line>,
    sources: Vec<SourceView>,
    consistency: Option<Consistency>,
    /// Errors first, then warnings, then informations; each kind in the order of the text.
    diagnostics: Vec<DiagnosticView>,
    diagnostics_count: String,
    has_warnings: bool,
    /// What a reader must know before reading on.
    faults: Option<Faults>,
    text_url: String,
    original_url: String,
    json_url: String,
}

/// The gravest of what was remarked on the reading, for the top of the page.
struct Faults {
    /// The messages of the first errors.
    errors: Vec<Vec<Run>>,
    /// How many more errors there are.
    n_more: usize,
    /// `5 contradictions`, where places of the cable contradict each other.
    contradictions: Option<String>,
}

struct Back {
    url: String,
    query: String,
}

/// One of several texts of the cable.
struct EditionLink {
    url: String,
    words: String,
    detail: String,
    shown: bool,
}

struct SourceView {
    /// Cut where a line may end.
    path: Vec<String>,
    wrapper: String,
    size: String,
    sha256: String,
    ingested: String,
    url: String,
    metadata: Vec<(String, String)>,
}

struct DiagnosticView {
    code: String,
    severity: String,
    message: Vec<Run>,
    line: u32,
    url: String,
}

impl CablePage {
    fn new(
        archive: &Archive,
        cable: &StoredCable,
        edition: &Edition,
        asked: &Asked,
    ) -> Result<CablePage, PageError> {
        let query = asked.query();
        let record = &edition.record;
        let key = cable.key.as_str();
        let url = urls::cable(key).edition(edition.number);
        let of_source = OfSource::of(record).subject;
        let subject = line::subject(record.subject.as_deref().or(of_source.as_deref()));
        let marks = marks(record, query);
        let mut near = archive.neighbours(key, N_NEAR + 1)?;
        near.retain(|other| other.key != cable.key);
        near.truncate(N_NEAR);
        let consistency = Consistency::new(archive, edition, url);
        near.sort_by(|one, other| (&one.sent, &one.key).cmp(&(&other.sent, &other.key)));
        Ok(CablePage {
            frame: Frame::new(format!("{key}: {subject}"))
                .query(query)
                .notes(&asked.params),
            canonical: url.to_string(),
            key: key.to_owned(),
            header: Header::new(
                archive,
                cable,
                record,
                marks.first().map_or(&[], Vec::as_slice),
            )?,
            notice: notice(&record.kind),
            editions: edition_links(cable, edition, query),
            body: Body::new(record, url, marks.get(1..).unwrap_or_default()),
            citation: Citation::new(key, record),
            back: (!query.trim().is_empty()).then(|| Back {
                url: urls::search(query).to_string(),
                query: query.to_owned(),
            }),
            cited_by: cable
                .cited_by
                .iter()
                .take(N_CITED_BY)
                .map(|citation| Line {
                    is_by_source: citation.is_of_source,
                    ..Line::new(&citation.cable)
                })
                .collect(),
            cited_by_count: counted(cable.cited_by.len() as u64, "cable", "cables"),
            cited_by_url: (cable.cited_by.len() > N_CITED_BY)
                .then(|| urls::search(&format!("ref:{key}")).to_string()),
            near: near.iter().map(Line::new).collect(),
            sources: sources(key, edition),
            faults: Faults::new(record, consistency.as_ref()),
            consistency,
            diagnostics: diagnostics(record, url),
            diagnostics_count: counted(record.diagnostics.len() as u64, "remark", "remarks"),
            has_warnings: record
                .diagnostics
                .iter()
                .any(|diagnostic| diagnostic.severity != "information"),
            text_url: url.part(Part::Text).to_string(),
            original_url: url.part(Part::Original).to_string(),
            json_url: url.part(Part::Json).to_string(),
        })
    }
}

/// Where the words of the query that led here stand: in the subject, then in each paragraph. A query that does not read
/// marks nothing; its page has said what is wrong with it.
fn marks(record: &Record, query: &str) -> Vec<Vec<Range<usize>>> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let paragraphs = record.paragraphs.iter().map(|paragraph| &*paragraph.text);
    let texts: Vec<&str> = iter::once(record.subject.as_deref().unwrap_or_default())
        .chain(paragraphs)
        .collect();
    chancery_archive::marks(query, &texts).unwrap_or_default()
}

/// Words for a reader who expects a telegram and gets something else.
fn notice(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "withdrawal_card" => {
            "This is a withdrawal card: it stands in the files in the place of a telegram that is withheld or lost. \
             The telegram itself is not here."
        }
        "fragment" => {
            "Only a part of a cable has survived in this source; what is missing is not shown as if it \
             were known."
        }
        "airgram" => "An airgram: a message written like a telegram and sent by pouch.",
        "memorandum" => "A memorandum, not a telegram; it was filed among the cables.",
        "letter" => "A letter, not a telegram; it was filed among the cables.",
        _ => return None,
    })
}

fn edition_links(cable: &StoredCable, shown: &Edition, query: &str) -> Vec<EditionLink> {
    if cable.editions.len() < 2 {
        return Vec::new();
    }
    cable
        .editions
        .iter()
        .map(|edition| {
            let section = edition.record.section.as_ref();
            let n_words = edition.record.text.split_whitespace().count() as u64;
            let source = edition.sources.first();
            EditionLink {
                url: urls::cable(&cable.key)
                    .edition(edition.number)
                    .found_by(query)
                    .to_string(),
                words: match section.map(|section| (section.number, section.of)) {
                    Some((number, Some(of))) => {
                        format!("Edition {}, section {number} of {of}", edition.number)
                    }
                    Some((number, None)) => format!("Edition {}, section {number}", edition.number),
                    None => format!("Edition {}", edition.number),
                },
                detail: match source {
                    Some(source) => {
                        format!(
                            "{}, from {}",
                            counted(n_words, "word", "words"),
                            source.path
                        )
                    }
                    None => counted(n_words, "word", "words"),
                },
                shown: edition.number == shown.number,
            }
        })
        .collect()
}

fn sources(key: &str, edition: &Edition) -> Vec<SourceView> {
    edition
        .sources
        .iter()
        .enumerate()
        .map(|(index, source)| SourceView {
            path: page::pieces(&source.path),
            wrapper: source.wrapper.replace(['-', '_'], " "),
            size: sized(source.n_bytes),
            sha256: source.sha256.clone(),
            ingested: source.ingested_at.replace('T', " ").replace('Z', " UTC"),
            url: urls::cable(key)
                .part(Part::Original)
                .source(&source.sha256)
                .to_string(),
            // The record was read from the first source; what stood around the cable in others is not kept.
            metadata: match index {
                0 => edition.record.source.metadata.0.clone(),
                _ => Vec::new(),
            },
        })
        .collect()
}

impl Faults {
    /// `None` where there is nothing that a reader must know at once.
    fn new(record: &Record, consistency: Option<&Consistency>) -> Option<Faults> {
        let mut errors: Vec<Vec<Run>> = record
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == "error")
            .map(|diagnostic| marked::quoted(&diagnostic.message))
            .collect();
        let n_more = errors.len().saturating_sub(N_ERRORS);
        errors.truncate(N_ERRORS);
        let n_contradictions = consistency.map_or(0, |report| report.contradicts.len());
        let contradictions = (n_contradictions > 0)
            .then(|| counted(n_contradictions as u64, "contradiction", "contradictions"));
        (!errors.is_empty() || contradictions.is_some()).then_some(Faults {
            errors,
            n_more,
            contradictions,
        })
    }
}

fn diagnostics(record: &Record, url: CableUrl<'_>) -> Vec<DiagnosticView> {
    let mut diagnostics: Vec<&DiagnosticRecord> = record.diagnostics.iter().collect();
    diagnostics.sort_by_key(|diagnostic| match diagnostic.severity.as_str() {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    });
    diagnostics
        .into_iter()
        .map(|diagnostic| DiagnosticView {
            code: diagnostic.code.clone(),
            severity: diagnostic.severity.clone(),
            message: marked::quoted(&diagnostic.message),
            line: diagnostic.line,
            url: url
                .part(Part::Text)
                .at(&format!("L{}", diagnostic.line))
                .to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::AtomicBool;

    use chancery_archive::{IngestOptions, ingest};
    use serde_json::{Value, json};

    use super::*;

    const HOSTILE: &str =
        "\"'><script>alert(1)</script><a href=javascript:alert(2) onclick=x>\u{202e}\0";

    /// A record in which every text is hostile, whatever its field is for.
    fn hostile_record() -> Record {
        let mut record = json!({
            "schema": "", "id": "", "post": "", "year": 2007, "number": 1, "kind": "",
            "subject": "", "subject_portion": "", "sent": "", "date_time_group": "",
            "precedence": {"action": "a", "info": "b"},
            "transmission": {"id": "", "originator_routing": "", "station_serial": "", "day_of_year": 1,
                "filed_at": "", "relays": [""], "security": "", "operating_signals": [""]},
            "from": {"name": "", "routing": "", "post": ""},
            "to": [{"name": "", "routing": "", "precedence": "", "serial": "", "exempt": [""]}],
            "info": [{"name": "", "routing": "", "precedence": "", "serial": "", "exempt": [""]}],
            "classification": {"level": "", "caveats": [""], "text": ""},
            "captions": [""],
            "section": {"number": 1, "of": 3},
            "executive_order": {"order": "", "declassify_on": "", "event": "", "exemptions": [""], "text": ""},
            "tags": [{"code": "", "kind": "", "name": ""}],
            "references": [{"label": "", "kind": "", "id": "", "text": "", "and_previous": true}],
            "classified_by": {"name": "", "title": "", "text": ""},
            "reasons": [""], "summary": "", "comment": "",
            "paragraphs": [
                {"number": 1, "portion": "", "role": "", "heading": "", "text": "", "span": [0, 1]},
                {"number": null, "portion": "", "role": "", "heading": "", "text": "", "span": [0, 9_999_999]},
            ],
            "signature": "",
            "source": {"path": "", "wrapper": "", "metadata": {"": ""}},
            "diagnostics": [
                {"code": "", "severity": "", "message": "", "span": [5, 3], "line": 1, "column": 1},
            ],
            "text": "",
        });
        fill(&mut record);
        serde_json::from_value(record).expect("a record")
    }

    fn fill(value: &mut Value) {
        match value {
            Value::String(text) => *text = HOSTILE.to_owned(),
            Value::Array(values) => values.iter_mut().for_each(fill),
            Value::Object(fields) => {
                if fields.remove("").is_some() {
                    fields.insert(HOSTILE.to_owned(), Value::Null);
                }
                for (name, value) in fields.iter_mut() {
                    match value {
                        Value::Null if name == HOSTILE => *value = json!(HOSTILE),
                        value => fill(value),
                    }
                }
            }
            _ => {}
        }
    }

    #[test]
    fn no_field_of_a_record_reaches_the_page_as_markup() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("07STRELSAU1.txt");
        fs::write(
            &input,
            "FM AMEMBASSY STRELSAU\nSUBJECT: A TRAP\n\n1. (C) A trap.\n",
        )
        .unwrap();
        let archive = Archive::open_or_create(&folder.path().join("archive")).unwrap();
        ingest(
            &archive,
            &[input],
            &IngestOptions::default(),
            &mut |_| {},
            &AtomicBool::new(false),
        )
        .unwrap();
        let key = archive.resolve("07STRELSAU1").unwrap().unwrap();
        let mut cable = archive.cable(&key).unwrap().unwrap();
        let mut second = cable.editions[0].clone();
        second.number = 2;
        cable.editions.push(second);
        for edition in &mut cable.editions {
            edition.record = hostile_record();
            for source in &mut edition.sources {
                for text in [
                    &mut source.path,
                    &mut source.wrapper,
                    &mut source.sha256,
                    &mut source.ingested_at,
                ] {
                    HOSTILE.clone_into(text);
                }
            }
        }

        for edition in &cable.editions {
            let hostile =
                percent_encoding::utf8_percent_encode(HOSTILE, percent_encoding::NON_ALPHANUMERIC);
            let query = format!("q={hostile}&{hostile}=1");
            let path = Ok(Path(cable.key.to_string()));
            let asked = Asked::new(path, Some(&query), Part::Page).unwrap();
            let page = CablePage::new(&archive, &cable, edition, &asked).unwrap();
            let html = page.render().unwrap();
            let page = html.to_lowercase();
            for markup in [
                "<script",
                "<a href=j",
                "href=\"javascript",
                "\u{202e}",
                "\0",
                " style=",
            ] {
                assert!(!page.contains(markup), "{markup} in:\n{html}");
            }
            // The text of every field is there all the same.
            assert!(
                html.matches("&lt;script&gt;alert(1)").count() > 60,
                "{html}"
            );
        }
    }
}
