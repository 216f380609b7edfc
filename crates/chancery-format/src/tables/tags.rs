//! TAGS: subject, program, geographic and organization codes.
//!
//! Geographic codes changed their meaning twice, so a look-up takes the year of the cable. The date of the second
//! change is not public; [`FIRST_GENC_YEAR`] is the project's working limit, and an entry says by which
//! [`Regime`] it was read, for a caller that has reason to doubt.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::{Certainty, Index, Table, legal, optional};

/// From this year on, a geographic code is read in the ISO-like regime first.
///
/// FIPS 10-4 was withdrawn in 2008 and cables of 2010 still use its codes; its successor GENC dates from 2012. When
/// the Department changed is not established.
pub const FIRST_GENC_YEAR: u16 = 2013;

/// The year in which FIPS 10-4 was withdrawn. From then until [`FIRST_GENC_YEAR`] a drafter may have had either set in
/// mind.
pub const FIPS_WITHDRAWN_YEAR: u16 = 2008;

/// Through this year, a geographic code is read by the handbook of 1974 first.
pub const LAST_HANDBOOK_1974_YEAR: u16 = 1979;

/// What a term of the TAGS line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TagKind {
    /// What the cable is about: `PREL`.
    Subject,
    /// A program or passing priority: `KNNP`.
    Program,
    /// A country, territory or region: `IZ`, `XF`.
    Geographic,
    /// A body: `NATO`, `UNGA/C-4`.
    Organization,
    /// A person, `(SURNAME, GIVEN)`; there is no table of them.
    Person,
    /// None of these, as far as the tables and the shape tell.
    Unknown,
}

/// The set of geographic codes an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Regime {
    /// Codes of 1973-79 that the FIPS years changed.
    Handbook1974,
    /// FIPS 10-4 with State's own additions, to the 2010s.
    Fips,
    /// The later, ISO-like set.
    Genc,
    /// World regions of the 1974 handbook, used to the 2010s.
    Region1974,
    /// Regions outside the 1974 list, seen in cables of the 2000s.
    Region2000s,
    /// Regions of a digit and a letter.
    RegionModern,
}

/// What the tables say about one code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagEntry {
    /// The code, in capitals.
    pub code: &'static str,
    /// Which table it is in.
    pub kind: TagKind,
    /// What it stands for. Absent where no public source says, and on misprints.
    pub name: Option<&'static str>,
    /// The code meant, where this one is a misprint seen in cables.
    pub stands_for: Option<&'static str>,
    /// The set a geographic code was read in; absent for the other kinds.
    pub regime: Option<Regime>,
    /// ISO 3166-1 alpha-2 code of a country, withdrawn ones included.
    pub iso_country: Option<&'static str>,
    /// The field of a subject code, `Political affairs`, or the sort of an organization, `party`.
    pub group: Option<&'static str>,
    /// When a subject code was in the handbook or in use.
    pub era: Option<&'static str>,
    /// What else is to be known.
    pub note: Option<&'static str>,
    /// Where the row comes from.
    pub source: &'static str,
    /// How far it can be trusted.
    pub certainty: Certainty,
}

/// The entry of `code`, in capitals, as a cable of `year` means it.
///
/// Two characters are a country or region before they are an organization. A geographic code is looked for in the
/// regime of the year first, then in the others, nearest in time first; without a year it is read as in the FIPS
/// years. `None` for persons and for codes no table has; [`TagKind::of_shape`] judges those.
pub fn lookup(code: &str, year: Option<u16>) -> Option<&'static TagEntry> {
    match meanings(code) {
        [] => None,
        [only] => Some(only),
        several => nearest(several, year),
    }
}

/// Every meaning a geographic code has had, in byte order of the regimes' names.
pub fn geographic_meanings(code: &str) -> &'static [TagEntry] {
    match meanings(code) {
        meanings @ [first, ..] if first.kind == TagKind::Geographic => meanings,
        _ => &[],
    }
}

/// All that a code can mean: of a country or region the meanings it has had, of another code the first in the tables.
fn meanings(code: &str) -> &'static [TagEntry] {
    match packed(code) {
        Some(code) => SHORT.get(&code).copied().unwrap_or_default(),
        None => ORGANIZATIONS.get_all(code).get(..1).unwrap_or_default(),
    }
}

/// A code of up to seven bytes, nearly all of them, as a number; `None` for a longer one.
fn packed(code: &str) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes[..7]
        .get_mut(..code.len())?
        .copy_from_slice(code.as_bytes());
    bytes[7] = code.len() as u8;
    Some(u64::from_le_bytes(bytes))
}

/// The meanings of every short code of all tables: one look-up where each table would need one of its own.
static SHORT: LazyLock<Index<u64, &'static [TagEntry]>> = LazyLock::new(|| {
    let mut short: Index<u64, &'static [TagEntry]> = Index::default();
    let mut add = |table: &'static Table<TagEntry>, lengths: RangeInclusive<usize>| {
        for row in &table.rows {
            let meanings = match row.code.len() {
                2 => table.get_all(row.code),
                _ => &table.get_all(row.code)[..1],
            };
            if let Some(code) = packed(row.code).filter(|_| lengths.contains(&row.code.len())) {
                short.entry(code).or_insert(meanings);
            }
        }
    };
    add(&GEOGRAPHIC, 2..=2);
    add(&SUBJECTS, 4..=5);
    add(&PROGRAMS, 4..=5);
    add(&ORGANIZATIONS, 2..=7);
    short
});

/// The entries of one table, in byte order of code; none for persons and unknown terms.
pub fn all(kind: TagKind) -> &'static [TagEntry] {
    match kind {
        TagKind::Subject => &SUBJECTS.rows,
        TagKind::Program => &PROGRAMS.rows,
        TagKind::Geographic => &GEOGRAPHIC.rows,
        TagKind::Organization => &ORGANIZATIONS.rows,
        TagKind::Person | TagKind::Unknown => &[],
    }
}

/// The meaning of a geographic code that a cable of a year has in mind.
fn nearest(meanings: &'static [TagEntry], year: Option<u16>) -> Option<&'static TagEntry> {
    use Regime::{Fips, Genc, Handbook1974, Region1974, Region2000s, RegionModern};
    let order = match year {
        Some(year) if year <= LAST_HANDBOOK_1974_YEAR => [
            Handbook1974,
            Fips,
            Region1974,
            Region2000s,
            Genc,
            RegionModern,
        ],
        Some(year) if year >= FIRST_GENC_YEAR => [
            Genc,
            RegionModern,
            Fips,
            Region1974,
            Region2000s,
            Handbook1974,
        ],
        _ => [
            Fips,
            Region1974,
            Region2000s,
            Genc,
            RegionModern,
            Handbook1974,
        ],
    };
    let rank = |entry: &&TagEntry| {
        order
            .iter()
            .position(|&regime| Some(regime) == entry.regime)
    };
    meanings.iter().min_by_key(rank)
}

impl TagKind {
    /// What a term in capitals looks like, for terms no table has.
    ///
    /// A comma or parenthesis makes a person; two characters a country; four letters beginning with K a program, or
    /// with the letter of a subject field a subject. The rest is unknown, since organizations have no shape.
    pub fn of_shape(term: &str) -> TagKind {
        let bytes = term.as_bytes();
        match bytes {
            _ if bytes.iter().any(|byte| matches!(byte, b',' | b'(' | b')')) => TagKind::Person,
            [first, second] if first.is_ascii_alphanumeric() && second.is_ascii_uppercase() => {
                TagKind::Geographic
            }
            [first, rest @ ..] if rest.len() == 3 && rest.iter().all(u8::is_ascii_uppercase) => {
                match first {
                    b'K' => TagKind::Program,
                    b'A' | b'B' | b'C' | b'E' | b'M' | b'O' | b'P' | b'S' | b'T' => {
                        TagKind::Subject
                    }
                    _ => TagKind::Unknown,
                }
            }
            _ => TagKind::Unknown,
        }
    }
}

impl TagEntry {
    /// An entry with the cells every table has.
    fn new(
        kind: TagKind,
        code: &'static str,
        name: &'static str,
        [note, source, certainty]: [&'static str; 3],
    ) -> Self {
        TagEntry {
            code,
            kind,
            name: optional(name),
            stands_for: None,
            regime: None,
            iso_country: None,
            group: None,
            era: None,
            note: optional(note),
            source,
            certainty: Certainty::of_cell(certainty),
        }
    }

    fn of_subject([code, name, field, stands_for, era, tail @ ..]: [&'static str; 8]) -> Self {
        let entry = TagEntry::new(TagKind::Subject, code, name, tail);
        TagEntry {
            stands_for: optional(stands_for),
            group: optional(field),
            era: optional(era),
            ..entry
        }
    }

    fn of_program([code, name, stands_for, tail @ ..]: [&'static str; 6]) -> Self {
        TagEntry {
            stands_for: optional(stands_for),
            ..TagEntry::new(TagKind::Program, code, name, tail)
        }
    }

    fn of_place(
        [code, regime, name, iso_country, stands_for, tail @ ..]: [&'static str; 8],
    ) -> Self {
        TagEntry {
            stands_for: optional(stands_for),
            regime: Some(Regime::of_cell(regime)),
            iso_country: optional(iso_country),
            ..TagEntry::new(TagKind::Geographic, code, name, tail)
        }
    }

    fn of_organization([code, name, kind, tail @ ..]: [&'static str; 6]) -> Self {
        TagEntry {
            group: optional(kind),
            ..TagEntry::new(TagKind::Organization, code, name, tail)
        }
    }
}

impl Regime {
    /// The years in which a code was read so, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Regime::Handbook1974 => "1973 to 1979",
            Regime::Fips => "to about 2012 (FIPS 10-4)",
            Regime::Genc => "from about 2013 (GENC)",
            Regime::Region1974 => "regions of the 1974 handbook",
            Regime::Region2000s => "regions of the 2000s",
            Regime::RegionModern => "regions from about 2013",
        }
    }

    fn of_cell(cell: &str) -> Regime {
        legal(match cell {
            "handbook-1974" => Some(Regime::Handbook1974),
            "fips" => Some(Regime::Fips),
            "genc" => Some(Regime::Genc),
            "region-1974" => Some(Regime::Region1974),
            "region-2000s" => Some(Regime::Region2000s),
            "region-modern" => Some(Regime::RegionModern),
            _ => None,
        })
    }
}

const SUBJECTS_TEXT: &str = include_str!("tags_subject.tsv");
const PROGRAMS_TEXT: &str = include_str!("tags_program.tsv");
const GEOGRAPHIC_TEXT: &str = include_str!("tags_geographic.tsv");
const ORGANIZATIONS_TEXT: &str = include_str!("tags_organization.tsv");

static SUBJECTS: LazyLock<Table<TagEntry>> =
    LazyLock::new(|| Table::parse(SUBJECTS_TEXT, TagEntry::of_subject));
static PROGRAMS: LazyLock<Table<TagEntry>> =
    LazyLock::new(|| Table::parse(PROGRAMS_TEXT, TagEntry::of_program));
static GEOGRAPHIC: LazyLock<Table<TagEntry>> =
    LazyLock::new(|| Table::parse(GEOGRAPHIC_TEXT, TagEntry::of_place));
static ORGANIZATIONS: LazyLock<Table<TagEntry>> =
    LazyLock::new(|| Table::parse(ORGANIZATIONS_TEXT, TagEntry::of_organization));

#[cfg(test)]
mod tests {
    use super::super::testing::check_table;
    use super::*;
    use crate::tables::posts;

    #[test]
    fn tables_are_in_order() {
        check_table::<8>(
            SUBJECTS_TEXT,
            "code name field stands_for era note source certainty",
            1,
        );
        check_table::<6>(
            PROGRAMS_TEXT,
            "code name stands_for note source certainty",
            1,
        );
        check_table::<8>(
            GEOGRAPHIC_TEXT,
            "code regime name iso_country stands_for note source certainty",
            2,
        );
        check_table::<6>(
            ORGANIZATIONS_TEXT,
            "code name kind note source certainty",
            1,
        );
    }

    #[test]
    fn codes_have_the_shape_of_their_kind() {
        let kinds = [TagKind::Subject, TagKind::Program, TagKind::Geographic];
        for entry in kinds.into_iter().flat_map(all) {
            if let Some(meant) = entry.stands_for {
                assert_eq!(entry.name, None, "{} is a misprint", entry.code);
                let meant = lookup(meant, None).expect("a misprint stands for a code");
                assert_eq!(meant.stands_for, None, "{}", entry.code);
            } else {
                assert_eq!(TagKind::of_shape(entry.code), entry.kind, "{}", entry.code);
            }
        }
        for entry in all(TagKind::Subject) {
            let field = entry.group.expect("subjects have a field");
            assert_eq!(field[..1], entry.code[..1], "{} in {field}", entry.code);
            assert_ne!(
                entry.name, entry.stands_for,
                "{} has one of both",
                entry.code
            );
        }
        for entry in all(TagKind::Organization) {
            let legal = |byte: u8| byte.is_ascii_uppercase() || b"0123456789-/ ".contains(&byte);
            assert!(entry.code.bytes().all(legal), "{}", entry.code);
            assert!(
                entry.name.is_some() && entry.group.is_some(),
                "{}",
                entry.code
            );
        }
        for entry in all(TagKind::Geographic) {
            let unnamed = entry.stands_for.is_some() || entry.regime == Some(Regime::Region2000s);
            assert!(entry.name.is_some() || unnamed, "{}", entry.code);
            let is_iso =
                |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(entry.iso_country.is_none_or(is_iso), "{}", entry.code);
        }
    }

    #[test]
    fn genc_codes_of_countries_are_their_iso_codes() {
        let own = ["XG", "XJ", "XP", "XR", "XS", "XW"];
        for entry in all(TagKind::Geographic)
            .iter()
            .filter(|entry| entry.regime == Some(Regime::Genc))
        {
            assert!(
                entry.iso_country == Some(entry.code) || own.contains(&entry.code),
                "{}",
                entry.code
            );
        }
    }

    #[test]
    fn posts_lie_in_countries_of_the_fips_table() {
        for post in posts::all() {
            let country = lookup(post.geographic_tag, Some(2000))
                .expect("posts have a legal geographic code");
            assert_eq!(country.regime, Some(Regime::Fips), "{}", post.canonical);
            assert_eq!(
                (country.name, country.iso_country),
                (Some(post.country), Some(post.iso_country)),
                "{}",
                post.canonical
            );
        }
    }

    #[test]
    fn look_ups_go_by_year() {
        let check = |code, year, name| {
            assert_eq!(
                lookup(code, year).and_then(|entry| entry.name),
                Some(name),
                "{code} {year:?}"
            );
        };
        check("CH", Some(2006), "China");
        check("CH", Some(2016), "Switzerland");
        check("CH", None, "China");
        check("RS", Some(1995), "Russia");
        check("RS", Some(2016), "Serbia");
        check("PN", Some(1976), "Panama");
        check("PM", Some(1976), "Panama");
        check("XK", Some(1976), "Central America");
        check("XK", Some(2016), "Kosovo");
        check("2M", Some(2016), "Middle East");
        check("CE", Some(2006), "Sri Lanka");
        check("EU", Some(2006), "European Union");
        check("KNNP", Some(2006), "Nuclear non-proliferation");
        check("PREL", None, "External political relations");
        check(
            "UNGA/C-4",
            None,
            "General Assembly Fourth Committee (decolonization)",
        );
        assert_eq!(
            lookup("PHUH", None).and_then(|entry| entry.stands_for),
            Some("PHUM")
        );
        assert_eq!(lookup("QQQQ", None), None);
    }

    #[test]
    fn shapes() {
        assert_eq!(TagKind::of_shape("(KAROLYI, ANNA)"), TagKind::Person);
        assert_eq!(TagKind::of_shape("KXYZ"), TagKind::Program);
        assert_eq!(TagKind::of_shape("PXYZ"), TagKind::Subject);
        assert_eq!(TagKind::of_shape("ZZ"), TagKind::Geographic);
        assert_eq!(TagKind::of_shape("MEDIA REACTION"), TagKind::Unknown);
    }
}
