//! Words, phrases, words near each other, and patterns that words fit.
//!
//! A word is found in all its English forms; with `=` before it, or in quotation marks, it is found as written, case
//! and accents aside. A word that holds punctuation (`al-Sadr`, `10/8/2017`) is a phrase.

use std::fmt;

use chancery_index::{Pattern, Query as Plan, Text, Word, Zones, stem, words};

use super::pattern;
use crate::index::document::name;
use crate::index::schema::{field, zone};

/// Where in a cable to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everywhere.
    Anywhere,
    /// The subject line.
    Subject,
    /// The summary.
    Summary,
    /// The comment.
    Comment,
    /// The paragraphs.
    Body,
    /// All that is outside the paragraphs.
    Header,
    /// The originator.
    From,
    /// Those who are to act.
    To,
    /// Those who are informed.
    Info,
    /// Who signed.
    Signed,
    /// Who classified.
    ClassifiedBy,
    /// Where it was found.
    Source,
    /// A shelfmark or number that its source gives; asked for with `id:`.
    Shelfmark,
    /// The event on which it is to be declassified; asked for with `declassify:`.
    Event,
}

/// How a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `term`: in all its forms.
    Word,
    /// `=term`: as written.
    Exact,
    /// `"one term"`: as written, next to each other.
    Phrase,
    /// `"one term"~5`: as written, in any order, at most so many other words between.
    Near(u32),
    /// `te?m`, `te*`.
    Wild,
    /// `term~1`: with at most so many letters changed.
    Fuzzy(u8),
    /// `/te.m/`.
    Regex,
}

/// A word or a phrase, and where to look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextLeaf {
    pub(crate) part: Part,
    /// As it was typed, without the signs of its form; has at least one letter or digit, save expressions.
    pub(crate) text: String,
    pub(crate) form: Form,
}

/// What to mark in a passage, each thing that was asked for apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wanted {
    /// Words, alone or together.
    pub(crate) words: Vec<WantedWords>,
    /// Expressions over the stored text.
    pub(crate) stored: Vec<super::StoredLeaf>,
    /// What paragraphs are to be besides having words.
    pub(crate) paragraphs: Vec<super::OfParagraph>,
}

/// Words that are sought together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WantedWords {
    pub(crate) words: Vec<Word>,
    /// How many others may stand between them, in any order; `None` for one directly behind the other.
    pub(crate) distance: Option<u32>,
}

impl Wanted {
    pub(super) fn add(&mut self, words: Vec<Word>, distance: Option<u32>) {
        let wanted = WantedWords { words, distance };
        if !wanted.words.is_empty() && !self.words.contains(&wanted) {
            self.words.push(wanted);
        }
    }
}

impl Part {
    /// The keyword field of names that a part stands for.
    pub(crate) fn names(self) -> Option<u8> {
        Some(match self {
            Part::From => field::FROM,
            Part::To => field::TO,
            Part::Info => field::INFO,
            Part::Signed => field::SIGNED,
            Part::ClassifiedBy => field::CLASSIFIED_BY,
            Part::Source => field::SOURCE,
            Part::Shelfmark => field::SHELFMARK,
            Part::Event => field::DECLASSIFY_EVENT,
            _ => return None,
        })
    }

    /// Whether it is names, which are looked through as a whole and not word by word.
    pub(crate) fn is_names(self) -> bool {
        self.names().is_some()
    }

    fn zones(self) -> Zones {
        match self {
            Part::Subject => Zones::of_kinds(&[zone::SUBJECT]),
            Part::Summary => Zones::of_kinds(&[zone::SUMMARY, zone::SUMMARY_PART]),
            Part::Comment => Zones::of_kinds(&[zone::COMMENT, zone::COMMENT_PART]),
            Part::Body => Zones::of_kinds(&[
                zone::BODY,
                zone::SUMMARY,
                zone::COMMENT,
                zone::ACTION,
                zone::HEADING,
                zone::WHOLE,
            ]),
            Part::Header => Zones::of_kinds(&[zone::HEADER]),
            _ => Zones::ALL,
        }
    }
}

impl TextLeaf {
    /// A leaf; `None` where the text has no letter or digit to look for.
    pub(super) fn new(part: Part, text: &str, form: Form) -> Option<TextLeaf> {
        (form == Form::Regex || !words::folded(text).is_empty()).then(|| TextLeaf {
            part,
            text: if form == Form::Regex {
                text.to_owned()
            } else {
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            },
            form,
        })
    }

    /// Whether it is a word as people type it, without any sign of the language.
    pub(crate) fn is_plain(&self) -> bool {
        self.form == Form::Word && self.part == Part::Anywhere
    }

    /// What stands at each place.
    fn words(&self) -> Vec<Word> {
        let folded = || words::folded(&self.text);
        let exactly = |words: Vec<String>| words.into_iter().map(Word::Exact).collect();
        match self.form {
            // What stands outside the paragraphs is names and codes, which have no endings to take off.
            Form::Word if self.part != Part::Header => match &folded()[..] {
                [word] => vec![Word::Stem(stem::stem(word))],
                words => exactly(words.to_vec()),
            },
            Form::Word | Form::Exact | Form::Phrase | Form::Near(_) => exactly(folded()),
            Form::Wild => pattern::wild_words(&self.text),
            Form::Fuzzy(n) => vec![Word::Like(Pattern::Fuzzy(folded().concat(), n))],
            Form::Regex => vec![Word::Like(Pattern::Regex(pattern::folded_regex(
                &self.text,
            )))],
        }
    }

    fn distance(&self) -> Option<u32> {
        match self.form {
            Form::Near(distance) => Some(distance),
            _ => None,
        }
    }

    pub(crate) fn add_wanted(&self, wanted: &mut Wanted) {
        wanted.add(self.words(), self.distance());
    }

    pub(super) fn compile(&self) -> Plan {
        if let Some(field) = self.part.names() {
            return self.compile_name(field);
        }
        let words = self.words();
        if words.is_empty() {
            return Plan::Nothing;
        }
        Plan::Text(Text {
            words,
            distance: self.distance(),
            zones: self.part.zones(),
        })
    }

    /// The words of a name, next to each other.
    fn compile_name(&self, field: u8) -> Plan {
        let pattern = match self.form {
            Form::Wild | Form::Regex => {
                let words = self.words();
                if let [Word::Like(Pattern::Prefix(prefix))] = &words[..] {
                    Pattern::Containing(format!(" {prefix}"))
                } else {
                    let words: Vec<String> = words.into_iter().map(expression).collect();
                    Pattern::Regex(format!("(?:.* )?{}(?: .*)?", words.join(" ")))
                }
            }
            _ => Pattern::Containing(name(&self.text)),
        };
        Plan::KeywordLike { field, pattern }
    }
}

/// An expression for one word among those of a name.
fn expression(word: Word) -> String {
    match word {
        Word::Exact(word) | Word::Stem(word) | Word::Like(Pattern::Fuzzy(word, _)) => word,
        Word::Like(Pattern::Prefix(prefix)) => format!("{prefix}[^ ]*"),
        Word::Like(Pattern::Containing(part)) => format!("[^ ]*{part}[^ ]*"),
        // Wildcards stand for letters, and an expression may say what it likes.
        Word::Like(Pattern::Regex(regex)) => format!("(?:{})", regex.replace(".*", "[^ ]*")),
    }
}

impl fmt::Display for TextLeaf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part != Part::Anywhere {
            write!(
                formatter,
                "{}:",
                super::field::Field::Text(self.part).name()
            )?;
        }
        let text = &self.text;
        match self.form {
            Form::Word | Form::Wild => formatter.write_str(text),
            Form::Exact => write!(formatter, "={text}"),
            Form::Phrase => write!(formatter, "\"{}\"", text.replace('"', " ")),
            Form::Near(distance) => {
                write!(formatter, "\"{}\"~{distance}", text.replace('"', " "))
            }
            Form::Fuzzy(n) => write!(formatter, "{text}~{n}"),
            Form::Regex => write!(formatter, "/{text}/"),
        }
    }
}
