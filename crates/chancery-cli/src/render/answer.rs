//! What an answer says of all its results: counts by value and by time, and how the query was read.

use std::collections::BTreeMap;
use std::io;

use chancery_archive::{Answer, Explanation, Facet, Histogram, HistogramBin};
use chancery_web::json::{HitJson, RowJson, csv_row};
use jiff::civil::Date;
use serde::Serialize;

use crate::terminal::{Page, Piece, Role, display_width, harmless};

/// The values of a facet that are shown to a person.
const N_VALUES: usize = 12;

/// The longest bar of a histogram, in columns.
const BAR: u64 = 40;

/// The most steps of trends in a row that are shown though no word occurs in them.
const MOST_EMPTY: usize = 3;

/// Puts the facets and the histogram of an answer on the page.
pub(crate) fn render_counts(answer: &Answer, page: &mut Page) {
    for facet in &answer.facets {
        render_facet(facet, page);
        page.gap();
    }
    if let Some(histogram) = &answer.histogram {
        render_histogram(histogram, page);
        page.gap();
    }
}

fn render_facet(facet: &Facet, page: &mut Page) {
    page.line(&[Piece::new(Role::Label, facet.field.as_str())]);
    let shown = &facet.values[..facet.values.len().min(N_VALUES)];
    let width = shown.iter().map(|value| digits(value.count)).max();
    for value in shown {
        let mut line = vec![
            Piece::plain(format!("  {:>1$}  ", value.count, width.unwrap_or(1))),
            Piece::plain(value.value.as_str()),
        ];
        if let Some(label) = &value.label
            && *label != value.value
        {
            line.push(Piece::new(Role::Faint, format!("  {label}")));
        }
        page.line(&line);
    }
    let rest = facet.values.len() - shown.len();
    if rest > 0 {
        page.line(&[Piece::new(Role::Faint, format!("  and {rest} more"))]);
    }
}

fn digits(count: u64) -> usize {
    count.to_string().len()
}

fn render_histogram(histogram: &Histogram, page: &mut Page) {
    page.line(&[Piece::new(Role::Label, histogram.interval.as_str())]);
    let most = histogram
        .bins
        .iter()
        .map(|bin| bin.count)
        .max()
        .unwrap_or(1);
    let width = digits(most);
    let mut before: Option<&HistogramBin> = None;
    for bin in &histogram.bins {
        if before.is_some_and(|before| !are_neighbours(&before.last, &bin.first)) {
            page.line(&[Piece::new(Role::Faint, "  …")]);
        }
        before = Some(bin);
        let bar = (bin.count * BAR).div_ceil(most.max(1));
        page.line(&[
            Piece::plain(format!("  {:<10}  {:>width$}  ", bin.name, bin.count)),
            Piece::new(
                Role::Hit,
                "#".repeat(usize::try_from(bar).unwrap_or_default()),
            ),
        ]);
    }
    if histogram.undated > 0 {
        page.line(&[Piece::plain(format!(
            "  {:<10}  {:>width$}",
            "undated", histogram.undated
        ))]);
    }
}

/// Whether a day is the one before another; so too where either is no day.
fn are_neighbours(last: &str, first: &str) -> bool {
    match (last.parse::<Date>(), first.parse::<Date>()) {
        (Ok(last), Ok(first)) => last.tomorrow().is_ok_and(|next| next == first),
        _ => true,
    }
}

/// Puts trends on the page: a row for each step, a column for each word. Of many steps in which none of the words occurs
/// only the very first and the very last are shown.
pub(crate) fn render_trends(trends: &[(&str, Histogram)], page: &mut Page) {
    let mut rows: BTreeMap<&str, (&HistogramBin, Vec<u64>)> = BTreeMap::new();
    for (column, (_, histogram)) in trends.iter().enumerate() {
        for bin in &histogram.bins {
            let (_, counts) = rows
                .entry(&bin.name)
                .or_insert_with(|| (bin, vec![0; trends.len()]));
            counts[column] = bin.count;
        }
    }
    let widths: Vec<usize> = trends
        .iter()
        .map(|(word, _)| display_width(&harmless(word)).max(7))
        .collect();
    let mut line = vec![Piece::plain(" ".repeat(10))];
    for ((word, _), width) in trends.iter().zip(&widths) {
        let word = harmless(word).into_owned();
        let blanks = width - display_width(&word).min(*width);
        line.push(Piece::plain(" ".repeat(2 + blanks)));
        line.push(Piece::new(Role::Label, word));
    }
    page.line(&line);
    let put = |name: &str, counts: &[u64], page: &mut Page| {
        let mut line = vec![Piece::plain(format!("{name:<10}"))];
        for (count, width) in counts.iter().zip(&widths) {
            line.push(Piece::plain(format!("  {count:>width$}")));
        }
        page.line(&line);
    };
    let rows: Vec<(&HistogramBin, Vec<u64>)> = rows.into_values().collect();
    let is_empty = |at: usize| rows[at].1.iter().all(|&count| count == 0);
    let ends = [0, rows.len().saturating_sub(1)];
    let mut at = 0;
    while at < rows.len() {
        let (bin, counts) = &rows[at];
        if at > 0 && !are_neighbours(&rows[at - 1].0.last, &bin.first) {
            page.line(&[Piece::new(Role::Faint, "…")]);
        }
        let n_empty = (at..rows.len())
            .take_while(|&at| is_empty(at) && !ends.contains(&at))
            .count();
        if n_empty > MOST_EMPTY {
            page.line(&[Piece::new(Role::Faint, "…")]);
            at += n_empty;
            continue;
        }
        put(bin.name.as_str(), counts, page);
        at += 1;
    }
    let undated: Vec<u64> = trends.iter().map(|(_, h)| h.undated).collect();
    if undated.iter().any(|&n| n > 0) {
        put("undated", &undated, page);
    }
}

/// Puts an explanation on the page: the query as read, then its parts as a tree.
pub(crate) fn render_explanation(explanation: &Explanation, page: &mut Page) {
    let parsed = match explanation.parsed.as_str() {
        "" => "*",
        parsed => parsed,
    };
    page.block(
        &[Piece::new(Role::Label, "read as  ")],
        9,
        &[Piece::new(Role::Title, parsed)],
    );
    for note in &explanation.notes {
        page.block(
            &[Piece::new(Role::Label, "note     ")],
            9,
            &[Piece::plain(note.to_string())],
        );
    }
    page.gap();
    let most = explanation.parts.iter().map(|part| part.count).max();
    let width = digits(most.unwrap_or_default());
    for part in &explanation.parts {
        let gutter = format!("{:>width$}  {}", part.count, "  ".repeat(part.depth));
        let indent = display_width(&gutter);
        let text = match part.text.as_str() {
            "" => "*",
            text => text,
        };
        page.block(
            &[Piece::plain(gutter)],
            indent.min(40),
            &[
                Piece::new(Role::Title, text),
                Piece::new(Role::Faint, format!("  {}", part.how)),
            ],
        );
    }
}

/// Writes the names of the columns of [`write_csv`].
pub(crate) fn write_csv_names(out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(csv_row(&RowJson::columns()).as_bytes())
}

/// Writes a row of a table, with nothing in it that a terminal would act on.
pub(crate) fn write_csv(out: &mut dyn io::Write, row: &RowJson) -> io::Result<()> {
    let row = row.csv();
    writeln!(out, "{}\r", harmless(row.trim_end_matches(['\r', '\n'])))
}

/// What an answer says of all its results, `chancery/answer/1`. Every name is always present.
#[derive(Debug, Serialize)]
pub(crate) struct AnswerJson<'a> {
    schema: &'static str,
    total: u64,
    parsed: &'a str,
    next: Option<&'a str>,
    has_changed: bool,
    facets: Vec<FacetJson<'a>>,
    histogram: Option<HistogramJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FacetJson<'a> {
    field: &'a str,
    values: Vec<ValueJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ValueJson<'a> {
    value: &'a str,
    label: Option<&'a str>,
    count: u64,
}

#[derive(Debug, Serialize)]
struct HistogramJson<'a> {
    interval: &'static str,
    bins: Vec<BinJson<'a>>,
    undated: u64,
}

#[derive(Debug, Serialize)]
struct BinJson<'a> {
    name: &'a str,
    first: &'a str,
    last: &'a str,
    count: u64,
}

impl<'a> AnswerJson<'a> {
    pub(crate) fn new(answer: &'a Answer) -> AnswerJson<'a> {
        AnswerJson {
            schema: "chancery/answer/1",
            total: answer.total,
            parsed: &answer.parsed,
            next: answer.next.as_deref(),
            has_changed: answer.has_changed,
            facets: answer
                .facets
                .iter()
                .map(|facet| FacetJson {
                    field: &facet.field,
                    values: facet
                        .values
                        .iter()
                        .map(|value| ValueJson {
                            value: &value.value,
                            label: value.label.as_deref(),
                            count: value.count,
                        })
                        .collect(),
                })
                .collect(),
            histogram: answer.histogram.as_ref().map(HistogramJson::new),
        }
    }
}

impl<'a> HistogramJson<'a> {
    fn new(histogram: &'a Histogram) -> HistogramJson<'a> {
        HistogramJson {
            interval: histogram.interval.as_str(),
            bins: histogram
                .bins
                .iter()
                .map(|bin| BinJson {
                    name: &bin.name,
                    first: &bin.first,
                    last: &bin.last,
                    count: bin.count,
                })
                .collect(),
            undated: histogram.undated,
        }
    }
}

/// How often a word comes over time, `chancery/trend/1`.
#[derive(Debug, Serialize)]
pub(crate) struct TrendJson<'a> {
    schema: &'static str,
    word: &'a str,
    #[serde(flatten)]
    histogram: HistogramJson<'a>,
}

impl<'a> TrendJson<'a> {
    pub(crate) fn new(word: &'a str, histogram: &'a Histogram) -> TrendJson<'a> {
        TrendJson {
            schema: "chancery/trend/1",
            word,
            histogram: HistogramJson::new(histogram),
        }
    }
}

/// The answer to one query of a list, `chancery/batch/1`.
#[derive(Debug, Serialize)]
pub(crate) struct BatchJson<'a> {
    query: &'a str,
    #[serde(flatten)]
    answer: AnswerJson<'a>,
    hits: Vec<HitJson>,
}

/// A query of a list that does not read, `chancery/batch-error/1`.
#[derive(Debug, Serialize)]
pub(crate) struct FailedJson<'a> {
    schema: &'static str,
    query: &'a str,
    reason: &'a str,
}

impl<'a> FailedJson<'a> {
    pub(crate) fn new(query: &'a str, reason: &'a str) -> FailedJson<'a> {
        FailedJson {
            schema: "chancery/batch-error/1",
            query,
            reason,
        }
    }
}

impl<'a> BatchJson<'a> {
    pub(crate) fn new(query: &'a str, answer: &'a Answer) -> BatchJson<'a> {
        BatchJson {
            query,
            answer: AnswerJson {
                schema: "chancery/batch/1",
                ..AnswerJson::new(answer)
            },
            hits: answer.hits.iter().map(HitJson::from).collect(),
        }
    }
}
