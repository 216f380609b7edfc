//! What the codes of a cable mean, in words of the reading room.
//!
//! The facts are in [`chancery_format::tables`]; here they are worded and, for the eye, classed. A code that no table
//! has is shown without a meaning: nothing is guessed.

use chancery_format::tables::classifications::{self, ClassificationKind};
use chancery_format::tables::posts::{self, Post, PostKind};
use chancery_format::tables::{
    addressees, captions, executive_orders, operating_signals, portion_marks, precedences, tags,
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
        let (class, meaning) = match level.map(|level| (level.kind, level.rank)) {
            None | Some((ClassificationKind::None, _)) => (UNKNOWN, None),
            Some((ClassificationKind::Unclassified, _)) => (UNCLASSIFIED, Some("no protection")),
            Some((ClassificationKind::Administrative, _)) => (
                CONTROLLED,
                Some("not secret, but not for the public either"),
            ),
            Some((ClassificationKind::StatutoryOverlay, rank)) => (
                class_of_rank(rank),
                Some("a category of the Atomic Energy Act"),
            ),
            Some((_, rank)) => (class_of_rank(rank), Some(damage(rank))),
        };
        Level {
            name: name.to_owned(),
            class,
            meaning: meaning.map(str::to_owned),
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

/// What the orders say that publication would do.
fn damage(rank: u8) -> &'static str {
    match rank {
        90.. => "its publication was expected to cause exceptionally grave damage",
        75.. => "its publication was expected to cause serious damage",
        _ => "its publication was expected to cause damage",
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
    let mut words = caption;
    loop {
        if let Some(row) = captions::lookup(words) {
            return Some(row.meaning.to_owned());
        }
        words = words.trim_end().rsplit_once(' ')?.0;
    }
}

/// A precedence in words, `NIACT IMMEDIATE`.
pub(crate) fn precedence(word: &str) -> Explained {
    let meaning = precedences::lookup(word).map(|row| row.meaning.to_owned());
    Explained::new(word, meaning)
}

/// A post for a person, from its key: `Rio de Janeiro`.
pub(crate) fn post_name(key: &str) -> String {
    posts::by_name(key).map_or_else(|| title_case(key), name_of)
}

/// The name of a post; that of a mission may begin with the letters of an organization, `USUN New York`.
fn name_of(post: &Post) -> String {
    let (first, rest) = post.name.split_once(' ').unwrap_or((post.name, ""));
    if post.kind == PostKind::Mission && first.starts_with("US") {
        let name = format!("{first} {}", title_case(rest));
        name.trim_end().to_owned()
    } else {
        title_case(post.name)
    }
}

/// A term of the TAGS line, as most years meant it.
pub(crate) fn tag(code: &str) -> Option<String> {
    Some(tags::lookup(code, None)?.name?.to_owned())
}

/// An address line: who that is and where.
pub(crate) fn addressee(name: &str) -> Explained {
    let upper = name.to_ascii_uppercase();
    let upper: Vec<&str> = upper.split_whitespace().collect();
    let upper = upper.join(" ");
    let meaning = addressees::lookup(&upper)
        .map(|known| known.meaning.to_owned())
        .or_else(|| described(posts::by_plad(&upper)?))
        .or_else(|| by_address_word(&upper));
    Explained::new(name, meaning)
}

/// Says what a post is and where, as far as that is not its name already.
fn described(post: &Post) -> Option<String> {
    let place = name_of(post);
    let there = if place.eq_ignore_ascii_case(post.country) {
        place.clone()
    } else {
        format!("{place}, {}", post.country)
    };
    Some(match post.kind {
        PostKind::Embassy => format!("Embassy in {there}"),
        PostKind::Consulate => format!("Consulate in {there}"),
        PostKind::InterestsSection => format!("Interests section in {there}"),
        PostKind::Mission if post.plad.starts_with("REO ") => {
            format!("Regional embassy office in {there}")
        }
        PostKind::Mission => format!("Mission {place}, {}", post.country),
        PostKind::Delegation => "Travelling delegation".to_owned(),
        PostKind::Bureau if post.canonical == "STATE" => "Department of State".to_owned(),
        PostKind::Bureau => "Office in Washington".to_owned(),
        PostKind::Military => "Military command".to_owned(),
        _ => return None,
    })
}

/// What the words of an address line say where the place is in no table.
fn by_address_word(upper: &str) -> Option<String> {
    const WORDS: [(&str, &str); 7] = [
        ("AMEMBASSY ", "Embassy in"),
        ("AMCONSUL ", "Consulate in"),
        ("AMCONGEN ", "Consulate general in"),
        ("USMISSION ", "Mission"),
        ("USDEL ", "Delegation"),
        ("REO ", "Regional embassy office in"),
        ("USINT ", "Interests section in"),
    ];
    if addressees::is_collective(upper) {
        return Some("A standing list of posts".to_owned());
    }
    WORDS.into_iter().find_map(|(word, meaning)| {
        let place = upper.strip_prefix(word)?;
        Some(format!("{meaning} {}", title_case(place)))
    })
}

/// A routing indicator: the posts behind that station.
pub(crate) fn routing(indicator: &str) -> Explained {
    let names: Vec<String> = posts::by_routing_indicator(indicator)
        .iter()
        .map(|post| name_of(post))
        .collect();
    let meaning = (!names.is_empty()).then(|| format!("Station of {}", names.join(" or ")));
    Explained::new(indicator, meaning)
}

/// The letters of the security line, `CCCCC`: which levels travelled so.
pub(crate) fn transmission_security(letters: &str) -> Option<String> {
    let highest = classifications::by_zny_letters(letters)
        .filter(|level| level.kind != ClassificationKind::Allied)
        .min_by_key(|level| level.name.len())?;
    Some(format!(
        "protected as {} on the way",
        highest.name.to_lowercase()
    ))
}

/// Capitals as a name is printed: `Rio de Janeiro`.
fn title_case(capitals: &str) -> String {
    let mut name = String::with_capacity(capitals.len());
    let mut word = String::new();
    for character in capitals.chars().chain([' ']) {
        if character.is_alphanumeric() {
            word.push(character);
            continue;
        }
        let is_small = matches!(
            word.to_ascii_uppercase().as_str(),
            "DE" | "DA" | "DO" | "OF" | "THE" | "AND" | "IN"
        );
        for (index, letter) in word.chars().enumerate() {
            if index == 0 && (name.is_empty() || !is_small) {
                name.extend(letter.to_uppercase());
            } else {
                name.extend(letter.to_lowercase());
            }
        }
        word.clear();
        name.push(character);
    }
    name.pop();
    name
}

/// A reason or a declassification code, `1.4(d)`, `XGDS-2`, under the order that a cable cites and its date.
///
/// The order in force on the day decides between the readings of a code, since cables of 2003 to 2010 cite 12958 and
/// mean it as amended; where that order has no such code the one cited is asked, then any.
pub(crate) fn order_code(order: Option<&str>, sent: Option<&str>, code: &str) -> Option<String> {
    let in_force = sent
        .and_then(|sent| sent.get(..10)?.parse::<jiff::civil::Date>().ok())
        .and_then(|day| {
            let year = u16::try_from(day.year()).ok()?;
            executive_orders::in_force(year, day.month().unsigned_abs(), day.day().unsigned_abs())
        })
        .filter(|in_force| order.is_none_or(|order| order == in_force.cited_as))
        .map(|in_force| in_force.number);
    let newest = executive_orders::orders_with_code(code)
        .last()
        .map(|order| order.number);
    [in_force, order, newest]
        .into_iter()
        .flatten()
        .find_map(|order| executive_orders::code(order, code))
        .map(|row| row.meaning.to_owned())
}

/// An operating signal or prosign, `ZNY`; the digit that selects a variant may follow.
pub(crate) fn operating_signal(signal: &str) -> Option<String> {
    let row = operating_signals::lookup(signal).or_else(|| {
        operating_signals::lookup(signal.trim_end_matches(|c: char| c.is_ascii_digit()))
    })?;
    Some(row.meaning.to_owned())
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

    #[test]
    fn captions_may_be_followed_by_names() {
        assert!(caption("NODIS").is_some());
        assert_eq!(caption("EYES ONLY FOR THE REGENT"), caption("EYES ONLY"));
        assert_eq!(caption("BLUE ONLY"), None);
        assert_eq!(caption(""), None);
    }

    #[test]
    fn addressees_are_decoded() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(addressee(name).meaning.as_deref(), expected, "{name}");
        };
        check("AMEMBASSY BAGHDAD", Some("Embassy in Baghdad, Iraq"));
        check(
            "AMCONSUL RIO DE JANEIRO",
            Some("Consulate in Rio de Janeiro, Brazil"),
        );
        check(
            "USMISSION USUN NEW YORK",
            Some("Mission USUN New York, United States"),
        );
        check("AMEMBASSY STRELSAU", Some("Embassy in Strelsau"));
        check("RURITANIA COLLECTIVE", Some("A standing list of posts"));
        check("SECSTATE WASHDC", Some("Department of State"));
        check("THE BLACK DUKE", None);
        check("", None);
    }

    #[test]
    fn codes_are_read_under_the_order_of_their_day() {
        let check = |order: &str, sent: &str, code: &str, expected: &str| {
            let meaning = order_code(Some(order), Some(sent), code).unwrap_or_default();
            assert!(meaning.contains(expected), "{code} of {order}: {meaning}");
        };
        check(
            "12958",
            "2007-10-08T15:40:00Z",
            "1.4(b)",
            "Foreign government information",
        );
        check(
            "12958",
            "1999-10-08T15:40:00Z",
            "1.5(b)",
            "Foreign government information",
        );
        check(
            "12958",
            "2005-10-08T15:40:00Z",
            "1.5(d)",
            "Foreign relations",
        );
        check("11652", "1976-10-01T18:15:00Z", "XGDS-2", "");
        assert!(order_code(None, None, "1.4(d)").is_some());
        assert_eq!(order_code(Some("0"), Some("soon"), "Q9"), None);
        assert!(order_code(Some("11652"), None, "XGDS-2").is_some());
    }

    #[test]
    fn names_are_set_in_small_letters() {
        for (capitals, name) in [
            ("STRELSAU", "Strelsau"),
            ("RIO DE JANEIRO", "Rio de Janeiro"),
            ("PORT-AU-PRINCE", "Port-Au-Prince"),
            ("", ""),
        ] {
            assert_eq!(title_case(capitals), name);
        }
    }
}
