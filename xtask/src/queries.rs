//! `cargo xtask queries`: questions to measure with, made of the words of a corpus, as `class<TAB>query`.
//!
//! The same table gives the same questions. Two hundred are mixed as people mix them; ten are hard, for they match
//! nearly everything. How often a word occurs is counted in at most 25,000 cables of the table, evenly spread.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::generate::random::Random;

/// Cables that are counted.
const N_SAMPLED: u64 = 25_000;
/// Bytes of a row, more or less.
const ROW: u64 = 6_000;

/// Writes the questions for a table to standard output or `--out PATH`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (csv, out): (PathBuf, Option<PathBuf>) = match arguments {
        [csv] => (csv.into(), None),
        [csv, option, out] if option == "--out" => (csv.into(), Some(out.into())),
        _ => bail!("cargo xtask queries CSV [--out PATH]"),
    };
    let questions = questions(&Sample::read(&csv)?)?;
    let lines: Vec<String> = questions
        .into_iter()
        .map(|(class, query)| format!("{class}\t{query}\n"))
        .collect();
    let lines = lines.concat();
    match out {
        Some(path) => {
            std::fs::write(&path, lines).with_context(|| format!("cannot write {}", path.display()))
        }
        None => Ok(std::io::stdout().write_all(lines.as_bytes())?),
    }
}

/// Some cables of a table, and in how many of them each word occurs.
struct Sample {
    cables: Vec<Cable>,
    /// In byte order.
    words: Vec<(String, u32)>,
    counts: HashMap<String, u32>,
}

struct Cable {
    post: String,
    /// `2007-10`.
    month: (u16, u16),
    /// The body in small letters, its words parted by single blanks, other signs by ` . `.
    body: String,
}

impl Sample {
    fn read(csv: &Path) -> Result<Sample> {
        let file = File::open(csv).with_context(|| format!("cannot open {}", csv.display()))?;
        let stride = (file.metadata()?.len() / ROW / N_SAMPLED).max(1);
        let mut rows = BufReader::with_capacity(1 << 20, file);
        let mut cables = Vec::new();
        let mut row = Vec::new();
        for number in 0u64.. {
            if !next_row(&mut rows, &mut row)? {
                break;
            }
            if number.is_multiple_of(stride) {
                cables.extend(Cable::of_row(&String::from_utf8_lossy(&row)));
            }
        }
        ensure!(cables.len() >= 500, "too few cables to make questions of");
        let mut last: HashMap<&str, (u32, usize)> = HashMap::new();
        for (at, cable) in (1..).zip(&cables) {
            for word in cable.body.split(' ').filter(|word| is_word(word)) {
                let (count, seen) = last.entry(word).or_default();
                if *seen != at {
                    (*count, *seen) = (*count + 1, at);
                }
            }
        }
        let counts: HashMap<String, u32> = last
            .into_iter()
            .map(|(word, (count, _))| (word.to_owned(), count))
            .collect();
        let mut words: Vec<(String, u32)> = counts
            .iter()
            .map(|(word, count)| (word.clone(), *count))
            .collect();
        words.sort();
        Ok(Sample {
            cables,
            words,
            counts,
        })
    }

    /// Whether a word occurs in a share of the cables between these, in hundredths of a per cent.
    fn is_between(&self, word: &str, least: usize, most: usize) -> bool {
        let count = self.counts.get(word).map_or(0, |count| *count as usize);
        let share = count * 10_000;
        (least * self.cables.len()..=most * self.cables.len()).contains(&share)
    }

    /// So many words whose frequency lies between these.
    fn words(&self, n: usize, least: usize, most: usize, random: &mut Random) -> Result<Vec<&str>> {
        let fitting: Vec<&str> = self
            .words
            .iter()
            .map(|(word, _)| word.as_str())
            .filter(|word| self.is_between(word, least, most))
            .collect();
        ensure!(fitting.len() >= n, "too few words of that frequency");
        let mut chosen = BTreeSet::new();
        while chosen.len() < n {
            chosen.insert(fitting[random.below(fitting.len())]);
        }
        Ok(chosen.into_iter().collect())
    }

    fn cable(&self, random: &mut Random) -> &Cable {
        &self.cables[random.below(self.cables.len())]
    }

    /// So many words of one cable, each in 0.5 to 30 per cent of all.
    fn together(&self, n: usize, random: &mut Random) -> String {
        loop {
            let fitting: BTreeSet<&str> = self
                .cable(random)
                .body
                .split(' ')
                .filter(|word| is_word(word) && self.is_between(word, 50, 3_000))
                .collect();
            let fitting: Vec<&str> = fitting.into_iter().collect();
            if fitting.len() < n * 2 {
                continue;
            }
            let mut chosen = BTreeSet::new();
            while chosen.len() < n {
                chosen.insert(fitting[random.below(fitting.len())]);
            }
            return chosen.into_iter().collect::<Vec<_>>().join(" ");
        }
    }

    /// Two or three words that follow each other in three cables or more, not all of them everywhere.
    fn phrase(&self, n: usize, random: &mut Random) -> String {
        loop {
            let words: Vec<&str> = self.cable(random).body.split(' ').collect();
            let Some(from) = words
                .len()
                .checked_sub(n)
                .map(|last| random.below(last + 1))
            else {
                continue;
            };
            let words = &words[from..from + n];
            let fits = words.iter().all(|word| is_word(word))
                && words.iter().any(|word| self.is_between(word, 0, 6_000));
            let phrase = words.join(" ");
            let padded = format!(" {phrase} ");
            if fits
                && self
                    .cables
                    .iter()
                    .filter(|cable| cable.body.contains(&padded))
                    .nth(2)
                    .is_some()
            {
                return format!("\"{phrase}\"");
            }
        }
    }
}

impl Cable {
    /// `None` where the row has not the columns it should have.
    fn of_row(row: &str) -> Option<Cable> {
        let columns: Vec<&str> = row.splitn(8, "\",\"").collect();
        let [_, created, identifier, .., body] = columns[..] else {
            return None;
        };
        let mut date = created.split(['/', ' ']);
        let month = date.next()?.parse().ok()?;
        let year = date.nth(1)?.parse().ok()?;
        let mut words = String::with_capacity(body.len());
        let mut is_parted = true;
        for sign in body.chars() {
            if sign.is_alphanumeric() {
                words.extend(sign.to_lowercase());
                is_parted = false;
                continue;
            }
            if !is_parted {
                words.push(' ');
                is_parted = true;
            }
            if !sign.is_whitespace() && !words.ends_with(" . ") {
                words.push_str(". ");
            }
        }
        Some(Cable {
            post: identifier
                .trim_matches(|sign: char| sign.is_ascii_digit())
                .to_owned(),
            month: (year, month),
            body: words,
        })
    }

    /// The half-year around it, as a field of the query language.
    fn half_year(&self) -> String {
        let (year, month) = self.month;
        let (from, to) = if month <= 6 { (1, 6) } else { (7, 12) };
        format!("date:{year}-{from:02}..{year}-{to:02}")
    }
}

fn is_word(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Reads a row of the table with its line ends; false at the end.
fn next_row(rows: &mut impl BufRead, row: &mut Vec<u8>) -> Result<bool> {
    row.clear();
    loop {
        if rows.read_until(b'\n', row)? == 0 {
            return Ok(!row.is_empty());
        }
        // Quotes inside a field have a backslash before them, and so have backslashes.
        let Some(before) = row.strip_suffix(b"\"\n") else {
            continue;
        };
        let n_backslashes = before.iter().rev().take_while(|b| **b == b'\\').count();
        if n_backslashes.is_multiple_of(2) {
            return Ok(true);
        }
    }
}

fn questions(sample: &Sample) -> Result<Vec<(&'static str, String)>> {
    let mut random = Random::new(2, 0);
    let random = &mut random;
    let mut questions = Vec::new();
    let mut add = |class, queries: Vec<String>| {
        questions.extend(queries.into_iter().map(|query| (class, query)));
    };
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    add("common", owned(sample.words(25, 1_000, 6_000, random)?));
    add("rare", owned(sample.words(25, 2, 6, random)?));
    add(
        "and2",
        (0..20).map(|_| sample.together(2, random)).collect(),
    );
    add(
        "and3",
        (0..20).map(|_| sample.together(3, random)).collect(),
    );
    add(
        "phrase",
        (0..30)
            .map(|at| sample.phrase(2 + at % 2, random))
            .collect(),
    );
    let prefixes = sample.words(20, 10, 1_000, random)?;
    let prefixes = (0..).zip(prefixes).map(|(at, word)| {
        let n = (3 + at % 3).min(word.len());
        format!("{}*", &word[..n])
    });
    add("prefix", prefixes.collect());
    let mut filtered = Vec::new();
    for (at, word) in (0..).zip(sample.words(30, 200, 4_000, random)?) {
        let cable = sample.cable(random);
        filtered.push(match at % 3 {
            0 => format!("{word} post:{}", cable.post),
            1 => format!("{word} {}", cable.half_year()),
            _ => format!("{word} post:{} {}", cable.post, cable.half_year()),
        });
    }
    add("filter", filtered);
    add("facet", owned(sample.words(15, 500, 6_000, random)?));
    add("facet", owned(sample.words(15, 50, 500, random)?));
    let fixed = |queries: &[&str]| queries.iter().map(|query| (*query).to_owned()).collect();
    add(
        "hard-phrase",
        fixed(&["\"of the\"", "\"in the\"", "\"to the\"", "\"and the\""]),
    );
    add(
        "hard-and",
        fixed(&["the of and", "in that for with", "is by as was"]),
    );
    add("hard-prefix", fixed(&["s*", "a*", "pr*"]));
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_at_their_last_quotation_mark() {
        let table = "\"1\",\"a\\\"\nb\\\\\"\n\"2\",\"c\"\n";
        let mut rows = table.as_bytes();
        let mut row = Vec::new();
        assert!(next_row(&mut rows, &mut row).unwrap());
        assert_eq!(row, b"\"1\",\"a\\\"\nb\\\\\"\n");
        assert!(next_row(&mut rows, &mut row).unwrap());
        assert!(!next_row(&mut rows, &mut row).unwrap());
    }

    #[test]
    fn cables_are_taken_apart() {
        let row = "\"3\",\"10/8/2007 15:40\",\"07STRELSAU92\",\"\",\"\",\"\",\"FM\",\"1. The King,\nand he.\"\n";
        let cable = Cable::of_row(row).unwrap();
        assert_eq!(cable.post, "STRELSAU");
        assert_eq!(cable.half_year(), "date:2007-07..2007-12");
        assert_eq!(cable.body, "1 . the king . and he . ");
    }
}
