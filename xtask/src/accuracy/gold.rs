//! What fifty cables say, labelled by hand, against what is read from their texts alone.
//!
//! `gold.tsv` has one row per cable and field, with what is right as short keys; its comments say what each key means.
//! Which cables are in it is not chosen by hand: [`draw`] takes them from the folder's pages by a fixed seed, and the
//! report says where the folder holds other pages than those.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chancery_format::record::{AddresseeRecord, Record};

const TABLE: &str = include_str!("gold.tsv");

/// The pages whose names give the smallest hashes behind this seed are the ones that were read.
const SEED: &str = "seed 1973";
const N_DRAWN: usize = 50;

/// A field of the table, and how a record's value is put into its keys.
type Field = (&'static str, fn(&Record) -> String);

/// In the order of the rows of a cable.
const FIELDS: [Field; 16] = [
    ("to", |record| addressees(&record.to)),
    ("info", |record| addressees(&record.info)),
    ("precedence", precedence),
    ("captions", |record| joined(&record.captions)),
    ("order", order),
    ("tags", tags),
    ("subject", subject),
    ("references", references),
    ("officer", officer),
    ("reasons", |record| joined(&record.reasons)),
    ("paragraphs", paragraphs),
    ("headings", headings),
    ("texts", texts),
    ("summary", |record| part(record.summary.as_deref())),
    ("comment", |record| part(record.comment.as_deref())),
    ("signature", signature),
];

/// The comparison of all gold cables.
pub(super) struct Report {
    right: BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>,
    tallies: [Tally; FIELDS.len()],
    differences: Vec<String>,
    n_cables: usize,
    n_not_drawn: usize,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    items_right: usize,
    items: usize,
}

impl Report {
    /// Starts a report over a folder's files.
    pub(super) fn new(files: &[PathBuf]) -> Result<Report> {
        let right = table()?;
        let drawn = draw(
            files
                .iter()
                .filter(|file| super::is_page(file))
                .map(|file| super::stem(Path::new(file))),
        );
        let n_not_drawn = right.keys().filter(|cable| !drawn.contains(cable)).count();
        Ok(Report {
            right,
            tallies: [Tally::default(); FIELDS.len()],
            differences: Vec::new(),
            n_cables: 0,
            n_not_drawn,
        })
    }

    /// Compares one page's text, where the table has its cable.
    pub(super) fn add(&mut self, cable: &str, record: &Record) {
        let Some(right) = self.right.get(cable) else {
            return;
        };
        self.n_cables += 1;
        for ((field, read), tally) in FIELDS.iter().zip(&mut self.tallies) {
            let right = right.get(field).copied().unwrap_or("-");
            let read = read(record);
            let comparison = compare(right, &read);
            tally.items += comparison.n_items();
            tally.items_right += comparison.n_right;
            if comparison.is_right() {
                tally.right += 1;
            } else {
                tally.wrong += 1;
                self.differences.push(format!(
                    "{field}\t{cable}\n    right: {}\n    read:  {}",
                    joined(&comparison.missing),
                    joined(&comparison.extra)
                ));
            }
        }
    }

    /// Prints the table, and every difference if `list` says so.
    pub(super) fn print(&self, list: bool) {
        println!(
            "{} of {} cables labelled by hand; a field is right when the whole of it is",
            self.n_cables,
            self.right.len()
        );
        if self.n_not_drawn > 0 {
            println!(
                "{} of them would not be drawn from this folder by \"{SEED}\"",
                self.n_not_drawn
            );
        }
        if list {
            for difference in &self.differences {
                println!("{difference}");
            }
        }
        println!(
            "{:<16}{:>8}{:>8}{:>10}{:>10}{:>10}{:>10}",
            "field", "right", "wrong", "share", "items", "right", "share"
        );
        let mut sum = Tally::default();
        for ((field, _), tally) in FIELDS.iter().zip(&self.tallies) {
            tally.print(field);
            sum.right += tally.right;
            sum.wrong += tally.wrong;
            sum.items += tally.items;
            sum.items_right += tally.items_right;
        }
        sum.print("all");
    }
}

impl Tally {
    fn print(&self, field: &str) {
        println!(
            "{field:<16}{:>8}{:>8}{:>10}{:>10}{:>10}{:>10}",
            self.right,
            self.wrong,
            super::share(self.right, self.right + self.wrong),
            self.items,
            self.items_right,
            super::share(self.items_right, self.items)
        );
    }
}

/// The names to be labelled, sorted: the fifty with the smallest FNV-1a hash of the seed and the name.
fn draw<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut hashed: Vec<(u64, &str)> = names
        .map(|name| (fnv64(SEED.bytes().chain(name.bytes())), name))
        .collect();
    hashed.sort_unstable();
    hashed.dedup();
    let mut drawn: Vec<&str> = hashed
        .into_iter()
        .take(N_DRAWN)
        .map(|(_, name)| name)
        .collect();
    drawn.sort_unstable();
    drawn
}

/// The table by cable and field.
fn table() -> Result<BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>> {
    let mut table: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (index, line) in TABLE.lines().enumerate() {
        if line.starts_with('#') || line == "cable\tfield\tright" {
            continue;
        }
        let mut cells = line.split('\t');
        let (Some(cable), Some(field), Some(right), None) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            bail!("gold.tsv:{}: expected three cells", index + 1);
        };
        if !FIELDS.iter().any(|(name, _)| *name == field) {
            bail!("gold.tsv:{}: no field is called {field}", index + 1);
        }
        if table
            .entry(cable)
            .or_default()
            .insert(field, right)
            .is_some()
        {
            bail!("gold.tsv:{}: {cable} has {field} twice", index + 1);
        }
    }
    Ok(table)
}

/// How the tokens of one field compare.
#[derive(Debug, Default, PartialEq, Eq)]
struct Comparison {
    n_right: usize,
    missing: Vec<String>,
    extra: Vec<String>,
}

impl Comparison {
    fn is_right(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty()
    }

    /// A missing token beside an extra one is one item read wrongly.
    fn n_items(&self) -> usize {
        self.n_right + self.missing.len().max(self.extra.len())
    }
}

/// Aligns the tokens of what is right with those read, so that the fewest are left over.
fn compare(right: &str, read: &str) -> Comparison {
    let right: Vec<&str> = right.split(' ').collect();
    let read: Vec<&str> = read.split(' ').collect();
    // costs[i][j]: tokens left over when the first i and j are aligned.
    let mut costs = vec![vec![0_usize; read.len() + 1]; right.len() + 1];
    for i in 0..=right.len() {
        for j in 0..=read.len() {
            let mut cost = usize::MAX;
            if i == 0 && j == 0 {
                cost = 0;
            }
            if i > 0 {
                cost = cost.min(costs[i - 1][j] + usize::from(!right[i - 1].starts_with('?')));
            }
            if j > 0 {
                cost = cost.min(costs[i][j - 1] + 1);
            }
            if i > 0 && j > 0 && fits(right[i - 1], read[j - 1]) {
                cost = cost.min(costs[i - 1][j - 1]);
            }
            costs[i][j] = cost;
        }
    }
    let mut comparison = Comparison::default();
    let (mut i, mut j) = (right.len(), read.len());
    while i > 0 || j > 0 {
        let cost = costs[i][j];
        if i > 0 && j > 0 && fits(right[i - 1], read[j - 1]) && costs[i - 1][j - 1] == cost {
            i -= 1;
            j -= 1;
            comparison.n_right += 1;
        } else if i > 0 && costs[i - 1][j] + usize::from(!right[i - 1].starts_with('?')) == cost {
            i -= 1;
            if !right[i].starts_with('?') {
                comparison.missing.push(right[i].to_owned());
            }
        } else {
            j -= 1;
            comparison.extra.push(read[j].to_owned());
        }
    }
    comparison.missing.reverse();
    comparison.extra.reverse();
    comparison
}

/// Whether a token is among the readings that are right: `a|b` allows two, `?a` need not be there.
fn fits(right: &str, read: &str) -> bool {
    right
        .trim_start_matches('?')
        .split('|')
        .any(|right| right == read)
}

/// Tokens in one line, or `-` for none.
fn joined(tokens: &[String]) -> String {
    if tokens.is_empty() {
        "-".to_owned()
    } else {
        tokens.join(" ")
    }
}

/// `RUEHC:2SW14:PRIORITY:1409`: routing, name, precedence, serial; names behind XMT are counted at the end.
fn addressees(list: &[AddresseeRecord]) -> String {
    joined(
        &list
            .iter()
            .map(|addressee| {
                let exempt = match addressee.exempt.len() {
                    0 => String::new(),
                    n => format!(":x{n}"),
                };
                format!(
                    "{}:{}:{}:{}{exempt}",
                    addressee.routing.as_deref().unwrap_or("-"),
                    name_key(&addressee.name),
                    hyphened(addressee.precedence.as_deref()),
                    addressee.serial.as_deref().unwrap_or("-")
                )
            })
            .collect::<Vec<_>>(),
    )
}

/// `2SW14`: words, their first signs, and the length without blanks.
fn name_key(name: &str) -> String {
    let initials: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect();
    let length = name.chars().filter(|c| !c.is_whitespace()).count();
    format!("{}{initials}{length}", name.split_whitespace().count())
}

fn hyphened(words: Option<&str>) -> String {
    words.map_or_else(|| "-".to_owned(), |words| words.replace(' ', "-"))
}

/// `IMMEDIATE:PRIORITY`.
fn precedence(record: &Record) -> String {
    format!(
        "{}:{}",
        hyphened(record.precedence.action.as_deref()),
        hyphened(record.precedence.info.as_deref())
    )
}

/// `12958:2017-10-08`, `12958:N/A`: the order, and the day or what stands for it.
fn order(record: &Record) -> String {
    let Some(order) = &record.executive_order else {
        return "-".to_owned();
    };
    let until = order
        .declassify_on
        .clone()
        .or_else(|| (!order.exemptions.is_empty()).then(|| order.exemptions.join(",")))
        .or_else(|| order.event.as_ref().map(|_| "event".to_owned()));
    format!(
        "{}:{}",
        order.order.as_deref().unwrap_or("-"),
        until.as_deref().unwrap_or("-")
    )
}

/// `PREL SY`; a person is the key of the name.
fn tags(record: &Record) -> String {
    joined(
        &record
            .tags
            .iter()
            .map(|tag| match &*tag.kind {
                "person" => name_key(&tag.code),
                _ => tag.code.clone(),
            })
            .collect::<Vec<_>>(),
    )
}

/// `S/NF:9:1a2b3c4d`: portion mark, words and checksum.
fn subject(record: &Record) -> String {
    record.subject.as_deref().map_or_else(
        || "-".to_owned(),
        |subject| {
            format!(
                "{}:{}",
                record.subject_portion.as_deref().unwrap_or("-"),
                part(Some(subject))
            )
        },
    )
}

/// `A=07TBILISI1605+`: label, identifier or kind, and a plus for AND PREVIOUS.
fn references(record: &Record) -> String {
    joined(
        &record
            .references
            .iter()
            .map(|reference| {
                format!(
                    "{}={}{}",
                    reference.label.as_deref().unwrap_or("-"),
                    reference.id.as_deref().unwrap_or(&reference.kind),
                    if reference.and_previous { "+" } else { "" }
                )
            })
            .collect::<Vec<_>>(),
    )
}

/// `3:L.L.B`: words of the classifying officer's name and their initials.
fn officer(record: &Record) -> String {
    let name = record
        .classified_by
        .as_ref()
        .and_then(|officer| officer.name.as_deref());
    let Some(name) = name else {
        return "-".to_owned();
    };
    let initials: Vec<String> = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .map(|initial| initial.to_uppercase().to_string())
        .collect();
    format!("{}:{}", initials.len(), initials.join("."))
}

/// `2:C:b`: number, portion mark, and the first letter of the role.
fn paragraphs(record: &Record) -> String {
    joined(
        &record
            .paragraphs
            .iter()
            .map(|paragraph| {
                format!(
                    "{}:{}:{}",
                    number(paragraph.number),
                    paragraph.portion.as_deref().unwrap_or("-"),
                    paragraph.role.get(..1).unwrap_or("-")
                )
            })
            .collect::<Vec<_>>(),
    )
}

fn number(number: Option<u32>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

/// `3=4`: the paragraph that has a heading, and the words of the heading.
fn headings(record: &Record) -> String {
    joined(
        &record
            .paragraphs
            .iter()
            .filter_map(|paragraph| {
                let words = paragraph.heading.as_ref()?.split_whitespace().count();
                Some(format!("{}={words}", number(paragraph.number)))
            })
            .collect::<Vec<_>>(),
    )
}

/// `3=1a2b3c4d`: a numbered paragraph and the checksum of its text.
fn texts(record: &Record) -> String {
    joined(
        &record
            .paragraphs
            .iter()
            .filter_map(|paragraph| {
                Some(format!(
                    "{}={}",
                    paragraph.number?,
                    checksum(&paragraph.text)
                ))
            })
            .collect::<Vec<_>>(),
    )
}

/// `214:1a2b3c4d`: words and checksum of a summary, a comment or a subject.
fn part(text: Option<&str>) -> String {
    text.map_or_else(
        || "-".to_owned(),
        |text| format!("{}:{}", text.split_whitespace().count(), checksum(text)),
    )
}

/// `4:B:1a2b3c4d`: length, first letter and checksum.
fn signature(record: &Record) -> String {
    record.signature.as_deref().map_or_else(
        || "-".to_owned(),
        |name| {
            format!(
                "{}:{}:{}",
                name.chars().count(),
                name.chars().next().unwrap_or('-'),
                checksum(name)
            )
        },
    )
}

/// FNV-1a of 32 bits over a text without its white space, so that wraps do not count.
fn checksum(text: &str) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in text.split_whitespace().flat_map(str::bytes) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{hash:08x}")
}

fn fnv64(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole() {
        let table = table().unwrap();
        assert_eq!(table.len(), N_DRAWN);
        for (cable, fields) in &table {
            assert_eq!(fields.len(), FIELDS.len(), "{cable}");
        }
        let rows: Vec<(&str, usize)> = TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .map(|line| {
                let mut cells = line.split('\t');
                let cable = cells.next().unwrap();
                let field = cells.next().unwrap();
                let order = FIELDS.iter().position(|(name, _)| *name == field);
                (cable, order.unwrap())
            })
            .collect();
        assert!(rows.is_sorted());
    }

    #[test]
    fn table_is_what_the_seed_draws() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
        let mut files = Vec::new();
        if super::super::collect(&folder, &mut files).is_err() {
            println!("skipped: {} is not here", folder.display());
            return;
        }
        assert_eq!(Report::new(&files).unwrap().n_not_drawn, 0);
    }

    #[test]
    fn draws_are_fixed() {
        let names: Vec<String> = (1..=60).map(|n| format!("06STRELSAU{n}")).collect();
        let drawn = draw(names.iter().map(String::as_str));
        assert_eq!(drawn.len(), N_DRAWN);
        assert!(drawn.is_sorted());
        assert_eq!(draw(names.iter().rev().map(String::as_str)), drawn);
    }

    #[test]
    fn comparisons() {
        let check = |right: &str, read: &str, n_right, missing: &[&str], extra: &[&str]| {
            let comparison = compare(right, read);
            assert_eq!(comparison.n_right, n_right, "{right} / {read}");
            assert_eq!(comparison.missing, missing, "{right} / {read}");
            assert_eq!(comparison.extra, extra, "{right} / {read}");
        };
        check("1:C:s 2:C:b", "1:C:s 2:C:b", 2, &[], &[]);
        check("1:C:s 2:C:b", "1:C:s 2:C:c", 1, &["2:C:b"], &["2:C:c"]);
        check("1:C:s 2:C:b 3:C:b", "1:C:s 3:C:b", 2, &["2:C:b"], &[]);
        check("1:C:s ?-:-:b 2:C:b", "1:C:s 2:C:b", 2, &[], &[]);
        check("1:C:s ?-:-:b 2:C:b", "1:C:s -:-:b 2:C:b", 3, &[], &[]);
        check("A=report|A=other", "A=other", 1, &[], &[]);
        check("-", "A=other", 0, &["-"], &["A=other"]);
        check("-", "-", 1, &[], &[]);
    }

    #[test]
    fn keys() {
        assert_eq!(name_key("SECSTATE WASHDC"), "2SW14");
        assert_eq!(checksum("A  KING\nIS ILL"), checksum("AKINGISILL"));
        assert_eq!(checksum(""), "811c9dc5");
        assert_eq!(checksum("a"), "e40c292c");
    }
}
