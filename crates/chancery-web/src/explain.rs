//! What the codes of a cable mean, in words of the reading room.
//!
//! The facts are in the tables of `chancery-format`; here they are worded and, for the eye, classed.

/// A code with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explained {
    pub(crate) text: String,
    pub(crate) meaning: Option<String>,
}

/// A level of classification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    /// As the record has it, `SECRET`.
    pub(crate) name: String,
    /// Class for the style sheet.
    pub(crate) class: &'static str,
    pub(crate) meaning: Option<String>,
}

impl Level {
    pub(crate) fn new(name: &str) -> Level {
        Level {
            name: name.to_owned(),
            class: level_class(name),
            meaning: None,
        }
    }
}

/// Class for the style sheet of a level or a portion mark.
fn level_class(level: &str) -> &'static str {
    let level = level.trim().to_ascii_uppercase();
    let starts = |starts: &[&str]| starts.iter().any(|start| level.starts_with(start));
    if starts(&["TOP SECRET", "TS", "COSMIC"]) {
        "level-ts"
    } else if level == "S" || starts(&["SECRET", "S/", "S-", "NATO S", "NS"]) {
        "level-s"
    } else if level == "C" || starts(&["CONFIDENTIAL", "C/", "C-", "NATO C", "NC"]) {
        "level-c"
    } else if starts(&["SBU", "SENSITIVE", "LIMITED", "LOU", "OUO", "OFFICIAL", "FOR OFFICIAL", "FOUO", "U//FOUO"]) {
        "level-r"
    } else if level == "U" || starts(&["UNCLAS"]) {
        "level-u"
    } else {
        "level-none"
    }
}

/// A post's name for a person.
pub(crate) fn post_name(post: &str) -> String {
    post.to_owned()
}

/// A portion mark, `S/NF`.
pub(crate) fn portion(mark: &str) -> Level {
    Level::new(mark)
}

pub(crate) fn caption(_caption: &str) -> Option<String> {
    None
}

pub(crate) fn addressee(name: &str) -> Explained {
    Explained {
        text: name.to_owned(),
        meaning: None,
    }
}

pub(crate) fn routing(indicator: &str) -> Explained {
    Explained {
        text: indicator.to_owned(),
        meaning: None,
    }
}

pub(crate) fn precedence(word: &str) -> Explained {
    Explained {
        text: word.to_owned(),
        meaning: None,
    }
}

pub(crate) fn reason(_order: Option<&str>, _sent: Option<&str>, _reason: &str) -> Option<String> {
    None
}

pub(crate) fn exemption(_order: Option<&str>, _code: &str) -> Option<String> {
    None
}

pub(crate) fn transmission_security(_letters: &str) -> Option<String> {
    None
}

pub(crate) fn operating_signal(_signal: &str) -> Option<String> {
    None
}
