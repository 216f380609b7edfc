//! `/cable/{id}/text`: the text as it was read, line by line, with what was remarked on it.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::{Edition, StoredCable};
use chancery_format::record::{DiagnosticRecord, Record};

use crate::error::PageError;
use crate::handlers::lookup::{Asked, Found, moved};
use crate::line;
use crate::marked::{self, Run};
use crate::page::{self, Frame, counted};
use crate::params::Params;
use crate::room::Room;
use crate::urls::{self, Part};

/// How much text one page shows.
const LIMIT_BYTES: usize = 1 << 20;

/// How many lines one page shows.
const LIMIT_LINES: usize = 20_000;

#[derive(Template)]
#[template(path = "text.html")]
struct TextPage {
    frame: Frame,
    key: String,
    subject: String,
    edition: Option<u32>,
    count: String,
    lines: Vec<TextLine>,
    is_cut: bool,
    cable_url: String,
    original_url: String,
}

/// A line of the text.
struct TextLine {
    number: usize,
    runs: Vec<Run>,
    remarks: Vec<Remark>,
}

/// A diagnostic that begins on a line.
struct Remark {
    severity: String,
    message: Vec<Run>,
    code: String,
}

pub(crate) async fn text(
    State(room): State<Room>,
    path: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let asked = Asked::new(path, query.as_deref(), Part::Text)?;
    room.ask(move |archive| match asked.find(archive)? {
        Found::Elsewhere(url) => moved(&url),
        Found::Cable(cable) => {
            let page = TextPage::new(&cable, asked.edition(&cable)?, &asked.params);
            Ok(page::render(StatusCode::OK, &page))
        }
    })
    .await
}

impl TextPage {
    fn new(cable: &StoredCable, edition: &Edition, params: &Params) -> TextPage {
        let record = &edition.record;
        let key = cable.key.as_str();
        let url = urls::cable(key).edition(edition.number);
        let lines = lines(record);
        let n_lines = record.text.lines().count();
        TextPage {
            frame: Frame::new(format!("Text of {key}")).notes(params),
            key: key.to_owned(),
            subject: line::subject(record.subject.as_deref()),
            edition: (cable.editions.len() > 1).then_some(edition.number),
            count: counted(n_lines as u64, "line", "lines"),
            is_cut: lines.len() < n_lines,
            lines,
            cable_url: url.to_string(),
            original_url: url.part(Part::Original).to_string(),
        }
    }
}

/// The lines of the text from the first, as many as a page holds, with the places of diagnostics marked.
fn lines(record: &Record) -> Vec<TextLine> {
    let mut marks: Vec<&DiagnosticRecord> = record.diagnostics.iter().collect();
    marks.sort_by_key(|diagnostic| diagnostic.span);
    let mut marks = marks.into_iter().peekable();
    let mut open: Vec<&DiagnosticRecord> = Vec::new();
    let mut start = 0;
    let mut lines = Vec::new();
    for line in record.text.split_inclusive('\n').take(LIMIT_LINES) {
        let end = start + line.len();
        if end > LIMIT_BYTES {
            break;
        }
        open.retain(|diagnostic| diagnostic.span.1 as usize > start);
        let mut remarks = Vec::new();
        while let Some(diagnostic) = marks.next_if(|next| (next.span.0 as usize) < end) {
            remarks.push(Remark {
                severity: diagnostic.severity.clone(),
                message: marked::quoted(&diagnostic.message),
                code: diagnostic.code.clone(),
            });
            open.push(diagnostic);
        }
        let line = line.trim_end_matches(['\r', '\n']);
        let within: Vec<_> = open
            .iter()
            .map(|diagnostic| {
                let from = (diagnostic.span.0 as usize).saturating_sub(start);
                let to = (diagnostic.span.1 as usize).saturating_sub(start);
                from.min(line.len())..to.min(line.len())
            })
            .filter(|range| !range.is_empty())
            .collect();
        lines.push(TextLine {
            number: lines.len() + 1,
            runs: marked::runs(line, &within),
            remarks,
        });
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(span: (u32, u32)) -> DiagnosticRecord {
        DiagnosticRecord {
            code: "odd".to_owned(),
            span,
            ..DiagnosticRecord::default()
        }
    }

    #[test]
    fn diagnostics_stand_at_their_lines() {
        let record = Record {
            text: "FM STRELSAU\r\nTO ZENDA\nBT".to_owned(),
            diagnostics: vec![
                diagnostic((16, 21)),
                diagnostic((3, 20)),
                diagnostic((9000, 9001)),
            ],
            ..Record::default()
        };
        let shown: Vec<String> = lines(&record)
            .iter()
            .map(|line| {
                let text: String = line
                    .runs
                    .iter()
                    .map(|run| {
                        if run.marked {
                            format!("[{}]", run.text)
                        } else {
                            run.text.clone()
                        }
                    })
                    .collect();
                format!("{} {text} {}", line.number, line.remarks.len())
            })
            .collect();
        assert_eq!(shown, ["1 FM [STRELSAU] 1", "2 [TO ZEND]A 1", "3 BT 0"]);
    }
}
