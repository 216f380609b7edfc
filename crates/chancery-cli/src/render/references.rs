//! References and missing cables, for a person.

use chancery_archive::{
    Bound, BoundReason, CableLine, MissingCable, OfSource, Reference, StoredCable, Target, Window,
};

use super::dates::day_of;
use super::level_role;
use crate::terminal::{Page, Piece, Role};

/// A cable at hand as a whole, in one line.
pub(crate) fn line_of(cable: &StoredCable) -> Option<CableLine> {
    let record = &cable.editions.first()?.record;
    Some(CableLine {
        key: cable.key.clone(),
        sent: record.sent.clone(),
        post: record.post.clone(),
        classification: record
            .classification
            .as_ref()
            .map(|classification| classification.level.clone()),
        subject: record.subject.clone(),
        captions: record.captions.clone(),
        n_editions: u32::try_from(cable.editions.len()).unwrap_or(u32::MAX),
    })
}

/// Puts the cable that was asked for at the head of a page.
pub(crate) fn render_head(cable: &StoredCable, page: &mut Page) {
    if let (Some(line), Some(first)) = (line_of(cable), cable.editions.first()) {
        page.line(&pieces_with_source(&line, &OfSource::of(&first.record)));
    }
}

/// A cable in one line: key, date, level, subject.
pub(crate) fn line_pieces(line: &CableLine) -> Vec<Piece<'static>> {
    pieces_with_source(line, &OfSource::default())
}

/// The same, with what only its source says.
fn pieces_with_source(line: &CableLine, of_source: &OfSource) -> Vec<Piece<'static>> {
    let mut pieces = vec![
        Piece::new(Role::Title, line.key.to_string()),
        Piece::plain("  "),
        Piece::plain(match (&line.sent, &of_source.date) {
            (Some(sent), _) => day_of(sent).to_owned(),
            (None, Some(date)) => format!("undated, source of {}", day_of(date)),
            (None, None) => "undated".to_owned(),
        }),
    ];
    let mut add = |own: &Option<String>, said: &Option<String>, role: fn(&str) -> Role| {
        if let Some(value) = own.as_ref().or(said.as_ref()) {
            pieces.push(Piece::plain("  "));
            pieces.push(Piece::new(role(value), value.clone()));
            if own.is_none() {
                pieces.push(Piece::new(Role::Faint, " (by its source)"));
            }
        }
    };
    add(&line.classification, &of_source.classification, level_role);
    add(&line.subject, &of_source.subject, |_| Role::Plain);
    pieces
}

/// A reference in one line: its label, and where it leads.
pub(crate) fn pieces(reference: &Reference) -> Vec<Piece<'static>> {
    let mut pieces = Vec::new();
    if let Some(label) = &reference.label {
        pieces.push(Piece::new(Role::Label, format!("{label}. ")));
    }
    match &reference.target {
        Target::Cable {
            line,
            is_year_assumed,
        } => {
            pieces.extend(line_pieces(line));
            if *is_year_assumed {
                pieces.push(assumed());
            }
        }
        Target::Missing(missing) => {
            pieces.push(Piece::new(Role::Title, missing.id.clone()));
            pieces.push(Piece::new(Role::Warning, "  missing"));
            pieces.push(Piece::plain(format!(", {}", window(&missing.window))));
        }
        Target::Other => pieces.push(Piece::plain(reference.text.clone())),
    }
    if reference.and_previous {
        pieces.push(Piece::new(Role::Faint, "  and previous"));
    }
    if reference.is_of_source {
        pieces.push(of_source());
    }
    pieces
}

/// Said behind a cable that a reference without a year was taken for.
pub(crate) fn assumed() -> Piece<'static> {
    Piece::new(Role::Faint, "  (the reference names no year)")
}

/// Said behind a reference that no text has.
pub(crate) fn of_source() -> Piece<'static> {
    Piece::new(Role::Faint, "  (by its source)")
}

/// Puts a missing cable on the page: when it was sent, and which cables refer to it.
pub(crate) fn render_missing(missing: &MissingCable, page: &mut Page) {
    page.line(&[
        Piece::new(Role::Title, missing.id.clone()),
        Piece::plain(format!("  {}", window(&missing.window))),
    ]);
    let mut named: Vec<String> = missing.cited_by.iter().map(ToString::to_string).collect();
    let n_more = missing.n_cited_by.saturating_sub(named.len() as u64);
    if n_more > 0 {
        named.push(format!("and {n_more} more"));
    }
    let mut pieces = vec![
        Piece::new(Role::Label, "referred to by "),
        Piece::plain(named.join(", ")),
    ];
    match (missing.n_cited_by_sources, missing.n_cited_by) {
        (0, _) => {}
        (1, 1) => pieces.push(Piece::new(Role::Faint, "  (by its source)")),
        (n, all) if n == all => pieces.push(Piece::new(Role::Faint, "  (by their sources)")),
        (n, _) => pieces.push(Piece::new(Role::Faint, format!("  ({n} by their sources)"))),
    }
    page.block(&[], 2, &pieces);
}

/// `between 2007-10-01 (07STRELSAU80) and 2007-10-05 (referred to by 07ZENDA12)`.
pub(crate) fn window(window: &Window) -> String {
    let bound = |bound: &Bound| {
        let day = day_of(&bound.sent);
        match &bound.reason {
            BoundReason::Number(key) => format!("{day} ({key})"),
            BoundReason::Reference(key) => format!("{day} (referred to by {key})"),
            BoundReason::Year => day.to_owned(),
        }
    };
    match (&window.after, &window.before) {
        (Some(after), Some(before)) if window.is_contradictory() => format!(
            "dates contradict: not before {}, not after {}",
            bound(after),
            bound(before)
        ),
        (Some(after), Some(before)) => format!("between {} and {}", bound(after), bound(before)),
        (Some(after), None) => format!("not before {}", bound(after)),
        (None, Some(before)) => format!("not after {}", bound(before)),
        (None, None) => "date unknown".to_owned(),
    }
}
