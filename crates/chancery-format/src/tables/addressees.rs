//! Addressees that are not posts: agencies, commands, offices and collectives.

use std::sync::LazyLock;

use super::posts::{self, Post};
use super::{Certainty, Table, items, legal, number, optional};

/// A row of `addressees.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
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
