//! What a search found: for a person, or as JSON.

use std::ops::Range;

use chancery_archive::{CableLine, Hit, Passage};
use serde::Serialize;

use super::dates::day_of;
use super::level_role;
use crate::terminal::{Page, Piece, Role, display_width};

/// The widest gutter beside passages.
const MAX_GUTTER: usize = 14;

/// Puts one result on the page: a line of facts, the subject, and the passage with the hits marked.
///
/// Hits are coloured where there are colours, and stand between `**` where there are none.
pub(crate) fn render(hit: &Hit, page: &mut Page) {
    let cable = &hit.cable;
    let mut line = vec![
        Piece::new(Role::Title, cable.key.as_str()),
        Piece::plain("  "),
        match (&cable.sent, &hit.source_date) {
            (Some(sent), _) => Piece::plain(day_of(sent)),
            (None, Some(date)) => Piece::plain(format!("undated, source of {}", day_of(date))),
            (None, None) => Piece::plain("undated"),
        },
    ];
    if let Some(post) = &cable.post {
        line.push(Piece::plain("  "));
        line.push(Piece::plain(post.as_str()));
    }
    if let Some(level) = &cable.classification {
        line.push(Piece::plain("  "));
        line.push(Piece::new(level_role(level), level.as_str()));
    }
    if !cable.captions.is_empty() {
        line.push(Piece::plain("  "));
        line.push(Piece::plain(cable.captions.join(" ")));
    }
    if cable.n_editions > 1 {
        line.push(Piece::new(
            Role::Faint,
            format!("  {} editions", cable.n_editions),
        ));
    }
    page.line(&line);
    if let Some(subject) = &cable.subject {
        page.block(&[], 2, &[Piece::new(Role::Title, subject.as_str())]);
    }
    if let Some(passage) = &hit.passage {
        render_passage(passage, page);
    }
}

fn render_passage(passage: &Passage, page: &mut Page) {
    let number = passage.paragraph.map(|number| format!("¶{number} "));
    let portion = passage.portion.as_ref().map(|mark| format!("({mark}) "));
    let gutter: String = ["  ".to_owned()]
        .into_iter()
        .chain(number)
        .chain(portion)
        .collect();
    let indent = display_width(&gutter).min(MAX_GUTTER);
    let mark = if page.styles().has_colours() {
        ""
    } else {
        "**"
    };
    let mut pieces = Vec::with_capacity(2 * passage.marks.len() + 1);
    let mut end = 0;
    for range in &passage.marks {
        let (Some(before), Some(marked)) = (
            passage.text.get(end..range.start),
            passage.text.get(range.clone()),
        ) else {
            break;
        };
        pieces.push(Piece::plain(before));
        pieces.push(Piece::new(Role::Hit, format!("{mark}{marked}{mark}")));
        end = range.end;
    }
    pieces.push(Piece::plain(passage.text.get(end..).unwrap_or("")));
    page.block(&[Piece::new(Role::Label, gutter)], indent, &pieces);
}

/// One result as JSON, `chancery/hit/1`. Every name is always present.
#[derive(Debug, Serialize)]
pub(crate) struct HitJson<'h> {
    schema: &'static str,
    #[serde(flatten)]
    cable: CableJson<'h>,
    source_date: Option<&'h str>,
    passage: Option<PassageJson<'h>>,
    cursor: Option<&'h str>,
}

#[derive(Debug, Serialize)]
struct CableJson<'h> {
    key: &'h str,
    sent: Option<&'h str>,
    post: Option<&'h str>,
    classification: Option<&'h str>,
    captions: &'h [String],
    subject: Option<&'h str>,
    n_editions: u32,
}

#[derive(Debug, Serialize)]
struct PassageJson<'h> {
    paragraph: Option<u32>,
    anchor: Option<&'h str>,
    portion: Option<&'h str>,
    text: &'h str,
    /// Byte ranges of `text`.
    marks: Vec<(usize, usize)>,
}

impl<'h> CableJson<'h> {
    fn new(cable: &'h CableLine) -> CableJson<'h> {
        let CableLine {
            key,
            sent,
            post,
            classification,
            subject,
            captions,
            n_editions,
        } = cable;
        CableJson {
            key: key.as_str(),
            sent: sent.as_deref(),
            post: post.as_deref(),
            classification: classification.as_deref(),
            captions,
            subject: subject.as_deref(),
            n_editions: *n_editions,
        }
    }
}

impl<'h> HitJson<'h> {
    pub(crate) fn new(hit: &'h Hit) -> HitJson<'h> {
        HitJson {
            schema: "chancery/hit/1",
            cable: CableJson::new(&hit.cable),
            source_date: hit.source_date.as_deref(),
            cursor: Some(&hit.cursor),
            passage: hit.passage.as_ref().map(|passage| PassageJson {
                paragraph: passage.paragraph,
                anchor: passage.anchor.as_deref(),
                portion: passage.portion.as_deref(),
                text: &passage.text,
                marks: passage
                    .marks
                    .iter()
                    .map(|Range { start, end }| (*start, *end))
                    .collect(),
            }),
        }
    }

    /// A line of an export, which has no passage.
    pub(crate) fn of_line(cable: &'h CableLine) -> HitJson<'h> {
        HitJson {
            schema: "chancery/hit/1",
            cable: CableJson::new(cable),
            source_date: None,
            passage: None,
            cursor: None,
        }
    }
}
