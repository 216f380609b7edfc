//! `chancery explain`.

use chancery_format::tables;
use chancery_format::tables::explain::{self, Meaning, MeaningKind};
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};

use crate::error::{CommandError, Exit};
use crate::render::explain::{self as render, Answer};
use crate::render::json;
use crate::terminal::Terminal;

/// Say what a word of a cable means: a code, a post, a diagnostic
///
/// Takes the code of a diagnostic, TAGS, captions, executive orders and their codes, portion marks, precedences,
/// operating signals, routing indicators, posts in any spelling, abbreviations, codes of released copies, levels,
/// collectives, labels such as FM or ZNY, and the identifier of a cable, which is taken apart. Several words are one
/// term where there is such a term, and a term each otherwise. All meanings are shown, the most specific first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  every word has a meaning
  1  some word has none; words spelled like it are shown
  2  something could not be done: a message says what")]
pub(crate) struct Args {
    /// What to explain; alone, the command says what there is
    #[arg(value_name = "WORD", value_parser = NonEmptyStringValueParser::new())]
    words: Vec<String>,

    /// Show only meanings of this kind
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<String>,

    /// Year of the cable: picks among meanings that changed
    #[arg(long, value_name = "YEAR", value_parser = parse_year)]
    year: Option<u16>,

    /// List every word of a kind
    #[arg(long, value_name = "KIND", value_parser = kinds(), conflicts_with_all = ["words", "kind"])]
    list: Option<String>,

    /// Print one JSON object a word, or with `--list` one a meaning
    #[arg(long)]
    json: bool,
}

/// Runs `chancery explain`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    if let Some(kind) = args.list.as_deref().and_then(MeaningKind::by_name) {
        let meanings = explain::all(kind);
        if args.json {
            for meaning in &meanings {
                json::write_line(terminal.out(), &render::MeaningRecord::new(meaning))?;
            }
        } else {
            let mut page = terminal.page();
            render::list(&meanings, &mut page);
            terminal.print(&page)?;
        }
        return Ok(Exit::Success);
    }
    if args.words.is_empty() {
        let mut page = terminal.page();
        render::kinds(&mut page);
        terminal.print(&page)?;
        return Ok(Exit::Success);
    }
    let mut any_unknown = false;
    for (index, answer) in answers(args).iter().enumerate() {
        any_unknown |= answer.meanings.is_empty();
        if args.json {
            json::write_line(terminal.out(), &answer.record())?;
        } else {
            let mut page = terminal.page();
            if index > 0 {
                page.line(&[]);
            }
            render::answer(answer, &mut page);
            terminal.print(&page)?;
            if answer.meanings.is_empty() {
                hint(answer, args, terminal);
            }
        }
    }
    Ok(if any_unknown {
        Exit::Negative
    } else {
        Exit::Success
    })
}

/// What to try for a word without a meaning.
fn hint(answer: &Answer, args: &Args, terminal: &mut Terminal) {
    let elsewhere: Vec<&str> = if args.kind.is_none() {
        Vec::new()
    } else {
        let mut kinds: Vec<&str> = tables::explain(&answer.word, args.year)
            .iter()
            .map(|meaning| meaning.kind.as_str())
            .collect();
        kinds.dedup();
        kinds
    };
    if !elsewhere.is_empty() {
        terminal.hint(format_args!(
            "it has a meaning of another kind: --kind {}",
            elsewhere.join(", --kind ")
        ));
    } else if answer.near.is_empty() {
        terminal.hint(
            "`chancery explain` says which kinds of words are known, `chancery explain --list KIND` lists one",
        );
    }
}

/// One answer for all words together where they are a term, one each otherwise.
fn answers(args: &Args) -> Vec<Answer> {
    let together = answer(&args.words.join(" "), args);
    // Words that were quoted apart are no term.
    let quoted = args.words.iter().any(|word| word.contains(' '));
    if args.words.len() == 1 || !quoted && !together.meanings.is_empty() {
        return vec![together];
    }
    args.words.iter().map(|word| answer(word, args)).collect()
}

fn answer(word: &str, args: &Args) -> Answer {
    const N_NEAR: usize = 8;
    let kind = args.kind.as_deref().and_then(MeaningKind::by_name);
    let is_asked = |of: MeaningKind| kind.is_none_or(|kind| kind == of);
    let mut meanings: Vec<Meaning> = tables::explain(word, args.year);
    meanings.retain(|meaning| is_asked(meaning.kind));
    let near = if meanings.is_empty() {
        let mut near = explain::near(word, N_NEAR * 4);
        near.retain(|(_, of)| is_asked(*of));
        near.truncate(N_NEAR);
        near
    } else {
        Vec::new()
    };
    Answer {
        word: word.to_owned(),
        meanings,
        near,
    }
}

/// A year given on the command line.
fn parse_year(text: &str) -> Result<u16, &'static str> {
    text.parse()
        .ok()
        .filter(|year| (1900..=2100).contains(year))
        .ok_or("expected a year with four digits from 1900 to 2100, such as 1975")
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(MeaningKind::ALL.map(MeaningKind::as_str))
}
