//! What a word means, for a person and as JSON: `chancery explain`.

use chancery_format::Manual;
use chancery_format::tables::Certainty;
use chancery_format::tables::explain::{self, Meaning, MeaningKind};
use serde::Serialize;

use super::counted;
use crate::terminal::{Page, Piece, Role, display_width};

/// Where facts start.
const FACTS: usize = 18;

/// A word with what was found.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) word: String,
    pub(crate) meanings: Vec<Meaning>,
    /// Words spelled like it, where it has no meaning.
    pub(crate) near: Vec<(String, MeaningKind)>,
}

/// One line of `chancery explain --json`. Names are public.
#[derive(Debug, Serialize)]
pub(crate) struct AnswerRecord<'a> {
    schema: &'static str,
    word: &'a str,
    meanings: Vec<MeaningRecord<'a>>,
    near: Vec<&'a str>,
}

/// One meaning. Names are public.
#[derive(Debug, Serialize)]
pub(crate) struct MeaningRecord<'a> {
    kind: &'static str,
    term: &'a str,
    summary: &'a str,
    details: Vec<DetailRecord<'a>>,
    see_also: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<ManualRecord>,
    source: &'static str,
    certainty: &'static str,
}

/// The manual page of a diagnostic. Names are public.
#[derive(Debug, Serialize)]
struct ManualRecord {
    why_it_matters: &'static str,
    assumed: &'static str,
    what_to_do: &'static str,
    example: Vec<&'static str>,
}

impl ManualRecord {
    fn new(manual: &Manual) -> ManualRecord {
        ManualRecord {
            why_it_matters: manual.why_it_matters,
            assumed: manual.assumed,
            what_to_do: manual.what_to_do,
            example: manual.example().collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct DetailRecord<'a> {
    label: &'static str,
    text: &'a str,
}

impl Answer {
    pub(crate) fn record(&self) -> AnswerRecord<'_> {
        AnswerRecord {
            schema: "chancery/explain/1",
            word: &self.word,
            meanings: self.meanings.iter().map(MeaningRecord::new).collect(),
            near: self.near.iter().map(|(term, _)| term.as_str()).collect(),
        }
    }
}

impl<'a> MeaningRecord<'a> {
    pub(crate) fn new(meaning: &'a Meaning) -> MeaningRecord<'a> {
        MeaningRecord {
            kind: meaning.kind.as_str(),
            term: &meaning.term,
            summary: &meaning.summary,
            details: meaning
                .details
                .iter()
                .map(|detail| DetailRecord {
                    label: detail.label,
                    text: &detail.text,
                })
                .collect(),
            see_also: &meaning.see_also,
            page: meaning.page.as_ref().map(ManualRecord::new),
            source: meaning.source,
            certainty: meaning.certainty.as_str(),
        }
    }
}

/// All meanings of a word, or what is spelled like it.
pub(crate) fn answer(answer: &Answer, page: &mut Page) {
    if answer.meanings.is_empty() {
        page.block(
            &[],
            0,
            &[
                Piece::new(Role::Title, answer.word.as_str()),
                Piece::plain(": in no table"),
            ],
        );
        for (index, (term, kind)) in answer.near.iter().enumerate() {
            let label = if index == 0 { "  Spelled like it" } else { "" };
            page.block(
                &[Piece::new(Role::Label, label)],
                FACTS,
                &[
                    Piece::plain(term.as_str()),
                    Piece::new(Role::Faint, format!("  {}", kind.title())),
                ],
            );
        }
        return;
    }
    for (index, meaning) in answer.meanings.iter().enumerate() {
        if index > 0 {
            page.gap();
        }
        one(meaning, page);
    }
}

fn one(meaning: &Meaning, page: &mut Page) {
    page.line(&[
        Piece::new(Role::Title, meaning.term.as_str()),
        Piece::new(Role::Faint, format!("  {}", meaning.kind.title())),
    ]);
    page.block(&[], 2, &[Piece::plain(meaning.summary.as_str())]);
    if let Some(text) = &meaning.page {
        manual(text, page);
    }
    for detail in &meaning.details {
        fact(detail.label, &[Piece::plain(detail.text.as_str())], page);
    }
    if !meaning.see_also.is_empty() {
        fact(
            "See also",
            &[Piece::plain(meaning.see_also.join(", "))],
            page,
        );
    }
    if meaning.kind != MeaningKind::Diagnostic {
        let mut source = vec![Piece::new(Role::Faint, meaning.source)];
        if meaning.certainty == Certainty::Likely {
            source.push(Piece::new(Role::Warning, "  likely, not sure"));
        }
        fact("Source", &source, page);
    }
}

fn fact(label: &str, text: &[Piece<'_>], page: &mut Page) {
    page.block(
        &[Piece::new(Role::Label, format!("  {label}"))],
        FACTS,
        text,
    );
}

/// A manual page: the example as it stands, then paragraphs.
fn manual(manual: &Manual, page: &mut Page) {
    page.gap();
    for line in manual.example() {
        let is_mark = line.trim_start().starts_with('^');
        let role = if is_mark { Role::Warning } else { Role::Plain };
        page.line(&[Piece::new(Role::Label, "    | "), Piece::new(role, line)]);
    }
    for (heading, text) in [
        ("Why it matters", manual.why_it_matters),
        ("Assumed", manual.assumed),
        ("What to do", manual.what_to_do),
    ] {
        page.gap();
        let heading = Piece::new(Role::Label, format!("{heading}: "));
        page.block(&[], 2, &[heading, Piece::plain(text)]);
    }
    page.gap();
}

/// Every term of a kind in a line each.
pub(crate) fn list(meanings: &[Meaning], page: &mut Page) {
    const WIDEST: usize = 28;
    let widths = meanings.iter().map(|meaning| display_width(&meaning.term));
    let column = widths.max().unwrap_or(0).min(WIDEST) + 2;
    for meaning in meanings {
        page.block(
            &[Piece::new(Role::Title, meaning.term.as_str())],
            column,
            &[Piece::plain(meaning.summary.as_str())],
        );
    }
}

/// What the words of a kind are, for a person who looks for one.
fn about(kind: MeaningKind) -> &'static str {
    match kind {
        MeaningKind::Diagnostic => "what `read` and `check` say of a cable",
        MeaningKind::Check => "comparisons of the consistency report",
        MeaningKind::Identifier => "the name of a cable, taken apart",
        MeaningKind::Part => "lines and labels of a telegram",
        MeaningKind::Tags => "terms of the TAGS line",
        MeaningKind::Caption => "handling words: who may read it",
        MeaningKind::Precedence => "how fast it is to travel",
        MeaningKind::Level => "how secret the whole is",
        MeaningKind::PortionMark => "how secret a paragraph is",
        MeaningKind::Order => "executive orders on secrecy",
        MeaningKind::OrderCode => "reasons, exemptions and dates under them",
        MeaningKind::Release => "what a reviewer wrote on a released copy",
        MeaningKind::Signal => "words of the communicators",
        MeaningKind::Station => "routing indicators",
        MeaningKind::Post => "embassies, consulates, missions, offices",
        MeaningKind::Addressee => "collectives, agencies, commands",
        MeaningKind::Attribute => "labels of the records of 1973 to 1979",
        MeaningKind::Abbreviation => "short words of the texts",
        // A kind that is newer than this list.
        _ => kind.title(),
    }
}

/// What there is to explain, with the number of words and one of them.
pub(crate) fn kinds(page: &mut Page) {
    page.line(&[Piece::plain(
        "`chancery explain WORD` knows these; `chancery explain --list KIND` lists them.",
    )]);
    page.gap();
    for kind in MeaningKind::ALL {
        let meanings = explain::all(kind);
        let mut line = vec![Piece::plain(about(kind))];
        match meanings.first() {
            None => line.push(Piece::new(Role::Faint, "  07STRELSAU92")),
            Some(first) => {
                let count = counted(meanings.len() as u64, "word", "words");
                let example = format!("  {count}, such as {}", first.term);
                line.push(Piece::new(Role::Faint, example));
            }
        }
        page.block(
            &[Piece::new(Role::Label, format!("  {}", kind.as_str()))],
            FACTS,
            &line,
        );
    }
}
