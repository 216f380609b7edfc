//! What the codes of a cable mean, in words of the reading room.
//!
//! The facts and their words are in [`chancery_format::tables`]; here they are classed for the eye. A code that no
//! table has is shown without a meaning: nothing is guessed.

use chancery_format::tables::classifications::{self, Classification, ClassificationKind};
use chancery_format::tables::{
    addressees, captions, operating_signals, portion_marks, posts, precedences, tags,
};

/// A code with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explained {
    pub(crate) text: String,
    pub(crate) meaning: Option<String>,
}

impl Explained {
    pub(crate) fn new(text: &str, meaning: Option<String>) -> Explained {
        Explained {
            text: text.to_owned(),
            meaning,
        }
    }
}

/// A level of secrecy, of a whole cable or of a portion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    /// As the record has it, `SECRET` or `S/NF`.
    pub(crate) name: String,
    /// Class for the style sheet.
    pub(crate) class: &'static str,
    pub(crate) meaning: Option<String>,
}

impl Level {
    /// The level of a whole cable.
    pub(crate) fn new(name: &str) -> Level {
        let level = classifications::lookup(name);
        let class = match level.map(|level| (level.kind, level.rank)) {
            None | Some((ClassificationKind::None, _)) => UNKNOWN,
            Some((ClassificationKind::Unclassified, _)) => UNCLASSIFIED,
            Some((ClassificationKind::Administrative, _)) => CONTROLLED,
            Some((_, rank)) => class_of_rank(rank),
        };
        Level {
            name: name.to_owned(),
            class,
            meaning: level
                .and_then(Classification::protection)
                .map(str::to_owned),
        }
    }
}

const UNKNOWN: &str = "level-none";
const UNCLASSIFIED: &str = "level-u";
const CONTROLLED: &str = "level-r";

/// Class of a rank of the tables, where 0 to 100 spans all levels.
fn class_of_rank(rank: u8) -> &'static str {
    match rank {
        90.. => "level-ts",
        75.. => "level-s",
        45.. => "level-c",
        20.. => CONTROLLED,
        _ => UNCLASSIFIED,
    }
}

/// A portion mark, `S/NF`.
pub(crate) fn portion(mark: &str) -> Level {
    let row = portion_marks::lookup(mark);
    Level {
        name: mark.to_owned(),
        class: row.map_or(UNKNOWN, |row| class_of_rank(row.rank)),
        meaning: row.map(|row| row.meaning.to_owned()),
    }
}

/// What a caption or caveat tells the reader. Names and numbers may follow its words.
pub(crate) fn caption(caption: &str) -> Option<String> {
    Some(captions::lookup_start(caption)?.meaning.to_owned())
}

/// A precedence in words, `NIACT IMMEDIATE`.
pub(crate) fn precedence(word: &str) -> Explained {
    let meaning = precedences::lookup(word).map(|row| row.meaning.to_owned());
    Explained::new(word, meaning)
}

/// A post for a person, from its key: `Rio de Janeiro`.
pub(crate) fn post_name(key: &str) -> String {
    posts::title_of(key)
}

/// A term of the TAGS line, as most years meant it.
pub(crate) fn tag(code: &str) -> Option<String> {
    Some(tags::lookup(code, None)?.name?.to_owned())
}

/// An address line: who that is and where.
pub(crate) fn addressee(name: &str) -> Explained {
    Explained::new(name, addressees::describe(name))
}

/// A routing indicator: the posts behind that station.
pub(crate) fn routing(indicator: &str) -> Explained {
    let names: Vec<String> = posts::by_routing_indicator(indicator)
        .iter()
        .map(|post| post.title())
        .collect();
    let meaning = (!names.is_empty()).then(|| format!("Station of {}", names.join(" or ")));
    Explained::new(indicator, meaning)
}

/// The letters of the security line, `CCCCC`: which levels travelled so.
pub(crate) fn transmission_security(letters: &str) -> Option<String> {
    let level = classifications::of_zny_letters(letters)?;
    Some(format!(
        "protected as {} on the way",
        level.name.to_lowercase()
    ))
}

/// An operating signal or prosign, `ZNY`; the digit that selects a variant may follow.
pub(crate) fn operating_signal(signal: &str) -> Option<String> {
    Some(
        operating_signals::lookup_variant(signal)?
            .meaning
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_classes() {
        for (name, class) in [
            ("TOP SECRET", "level-ts"),
            ("SECRET", "level-s"),
            ("CONFIDENTIAL", "level-c"),
            ("SENSITIVE BUT UNCLASSIFIED", "level-r"),
            ("LIMITED OFFICIAL USE", "level-r"),
            ("FOR OFFICIAL USE ONLY", "level-r"),
            ("UNCLASSIFIED", "level-u"),
            ("CONFUSED", "level-none"),
            ("", "level-none"),
        ] {
            assert_eq!(Level::new(name).class, class, "{name}");
        }
        for (mark, class) in [
            ("TS", "level-ts"),
            ("S/NF", "level-s"),
            ("C", "level-c"),
            ("SBU", "level-r"),
            ("U", "level-u"),
            ("?", "level-none"),
        ] {
            assert_eq!(portion(mark).class, class, "{mark}");
        }
    }
}
