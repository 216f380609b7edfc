//! Addressees that are not posts: agencies, commands, offices and collectives.

use std::sync::LazyLock;

use super::posts::{self, Post};
use super::{Certainty, Table, items, legal, number, optional};

/// A row of `addressees.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownAddressee {
    /// The plain language address: `CIA WASHDC`, `IRAQ COLLECTIVE`.
    pub plad: &'static str,
    /// What kind of addressee it is.
    pub kind: AddresseeKind,
    /// Key of the post it also originates cables as; see [`KnownAddressee::post`].
    pub post_key: Option<&'static str>,
    /// Who it is.
    pub meaning: &'static str,
    /// In how many of the 641 published cables read for the table it stands in the header.
    pub n_cables: u16,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
    routing_indicators: &'static str,
}

/// What kind of addressee a [`KnownAddressee`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddresseeKind {
    /// A department or agency at home.
    Agency,
    /// A military command or one of its parts.
    Command,
    /// An office at a post with an address of its own: attaches, defense cooperation.
    Office,
    /// One name for many posts; stored as one addressee, never expanded.
    Collective,
}

/// The addressee with this plain language address, in capitals and with single blanks, without precedence, number and
/// office codes.
pub fn lookup(plad: &str) -> Option<&'static KnownAddressee> {
    ADDRESSEES.get(plad)
}

/// Whether an address reads as a collective, known or not: it ends in COLLECTIVE, or names ALL ... POSTS.
pub fn is_collective(plad: &str) -> bool {
    match lookup(plad) {
        Some(known) => known.kind == AddresseeKind::Collective,
        None => {
            plad.ends_with(" COLLECTIVE") || plad.starts_with("ALL ") && plad.ends_with(" POSTS")
        }
    }
}

/// Who an address line names and where that is, for a person: `Embassy in Baghdad, Iraq`.
///
/// Case and the number of blanks do not count. A place that is in no table is told by the word in front of it. `None`
/// where neither says anything, or where the place holds an unreadable sign.
pub fn describe(address: &str) -> Option<String> {
    let upper = address.to_ascii_uppercase();
    let upper: Vec<&str> = upper.split_whitespace().collect();
    let upper = upper.join(" ");
    lookup(&upper)
        .map(|known| known.meaning.to_owned())
        .or_else(|| posts::by_plad(&upper).map(Post::description))
        .or_else(|| by_address_word(&upper))
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
    // A damaged name names no place.
    if crate::garble::is_in(upper) {
        return None;
    }
    if is_collective(upper) {
        return Some("A standing list of posts".to_owned());
    }
    WORDS.into_iter().find_map(|(word, meaning)| {
        let place = upper.strip_prefix(word)?;
        Some(format!("{meaning} {}", posts::title_case(place)))
    })
}

/// All addressees, in byte order of address.
pub fn all() -> &'static [KnownAddressee] {
    &ADDRESSEES.rows
}

impl KnownAddressee {
    /// The stations seen beside the address, the most frequent first. Others share them.
    pub fn routing_indicators(&self) -> impl Iterator<Item = &'static str> {
        items(self.routing_indicators)
    }

    /// The post it also originates cables as.
    pub fn post(&self) -> Option<&'static Post> {
        self.post_key.map(|key| legal(posts::by_name(key)))
    }

    fn of_row(row: [&'static str; 8]) -> KnownAddressee {
        let [
            plad,
            kind,
            routing_indicators,
            post,
            meaning,
            n_cables,
            source,
            certainty,
        ] = row;
        KnownAddressee {
            plad,
            kind: AddresseeKind::of_cell(kind),
            post_key: optional(post),
            meaning,
            n_cables: legal(number(n_cables)),
            source,
            certainty: Certainty::of_cell(certainty),
            routing_indicators,
        }
    }
}

impl AddresseeKind {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            AddresseeKind::Agency => "agency at home",
            AddresseeKind::Command => "military command",
            AddresseeKind::Office => "office at a post",
            AddresseeKind::Collective => "one name for many posts",
        }
    }

    fn of_cell(cell: &str) -> AddresseeKind {
        legal(match cell {
            "agency" => Some(AddresseeKind::Agency),
            "command" => Some(AddresseeKind::Command),
            "office" => Some(AddresseeKind::Office),
            "collective" => Some(AddresseeKind::Collective),
            _ => None,
        })
    }
}

const TEXT: &str = include_str!("addressees.tsv");

static ADDRESSEES: LazyLock<Table<KnownAddressee>> =
    LazyLock::new(|| Table::parse(TEXT, KnownAddressee::of_row));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;

    #[test]
    fn table_is_in_order() {
        check_table::<8>(
            TEXT,
            "plad kind routing_indicators post meaning n_cables source certainty",
            1,
        );
        for row in all() {
            assert!(row.n_cables >= 5, "{} is too rare", row.plad);
            assert!(
                row.routing_indicators().next().is_some(),
                "{} has no station",
                row.plad
            );
            assert!(
                row.routing_indicators()
                    .all(|station| station.starts_with('R')),
                "{}",
                row.plad
            );
            assert!(!row.meaning.is_empty(), "{}", row.plad);
            let of_post = row.post().map(|post| post.canonical);
            assert_eq!(of_post, row.post_key);
            if let Some(post) = posts::by_plad(row.plad) {
                assert_eq!(
                    of_post,
                    Some(post.canonical),
                    "{} is the address of a post",
                    row.plad
                );
            }
        }
    }

    #[test]
    fn addresses_are_described() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(describe(address).as_deref(), expected, "{address}");
        };
        check("AMEMBASSY BAGHDAD", Some("Embassy in Baghdad, Iraq"));
        check(
            "amconsul rio de  janeiro",
            Some("Consulate in Rio de Janeiro, Brazil"),
        );
        check(
            "USMISSION USUN NEW YORK",
            Some("Mission USUN New York, United States"),
        );
        check("AMEMBASSY STRELSAU", Some("Embassy in Strelsau"));
        check("AMEMBASSY STRVL¿AU", None);
        check("RURITANIA COLLECTIVE", Some("A standing list of posts"));
        check("SECSTATE WASHDC", Some("Department of State"));
        check("THE BLACK DUKE", None);
        check("", None);
    }

    #[test]
    fn look_ups() {
        let cia = lookup("CIA WASHINGTON DC").expect("a common addressee");
        assert_eq!(
            (cia.kind, cia.post_key),
            (AddresseeKind::Agency, Some("CIA"))
        );
        assert_eq!(cia.routing_indicators().collect::<Vec<_>>(), ["RUEAIIA"]);
        assert_eq!(lookup("AMEMBASSY BAGHDAD"), None);
        assert!(is_collective("IRAQ COLLECTIVE"));
        assert!(is_collective("WESTERN HEMISPHERIC AFFAIRS DIPL POSTS"));
        assert!(is_collective("SOUTH SEAS COLLECTIVE"));
        assert!(is_collective("ALL DIPLOMATIC POSTS"));
        assert!(!is_collective("CIA WASHDC"));
    }
}
