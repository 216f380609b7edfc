//! What a search found, for a person.

use chancery_archive::{Hit, Passage};

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
        match (&cable.sent, &hit.of_source.date) {
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
    } else if let Some(level) = &hit.of_source.classification {
        line.push(Piece::plain("  "));
        line.push(Piece::new(level_role(level), level.as_str()));
        line.push(Piece::new(Role::Faint, " by its source"));
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
    } else if let Some(subject) = &hit.of_source.subject {
        page.block(
            &[],
            2,
            &[
                Piece::new(Role::Title, subject.as_str()),
                Piece::new(Role::Faint, "  (by its source)"),
            ],
        );
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
