//! The sentences and paragraphs of invented cables.

use std::fmt::Write;

use super::World;
use super::plan::{Level, Plan};
use super::posts::{GIVEN, capitalised};
use super::random::{Random, rounded};

/// Column at which lines are wrapped.
const WIDTH: usize = 65;
/// Bytes on a page of the wire.
const PAGE: usize = 4_500;
/// Bytes that the head of the text takes of the first page, more or less.
const HEAD: usize = 900;
/// Words of a cable that may come back in it.
const N_REMEMBERED: usize = 2_048;

/// Lines under construction.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) text: String,
    column: usize,
    /// Blanks before the next word.
    gap: usize,
    /// What a page separator begins with; empty where the cable has none.
    separator: String,
    page_from: usize,
    /// Where the number of all pages is to be written.
    totals: Vec<usize>,
}

impl Lines {
    /// Begins a text whose pages are parted by lines beginning with `separator`.
    pub(crate) fn begin(&mut self, separator: &str) {
        self.text.clear();
        self.totals.clear();
        self.separator.clear();
        self.separator.push_str(separator);
        (self.column, self.gap, self.page_from) = (0, 0, 0);
    }

    /// Writes how many pages there are in all, and gives that.
    pub(crate) fn finish(&mut self) -> usize {
        let n_pages = self.totals.len() + 1;
        for &at in &self.totals {
            self.text
                .replace_range(at..at + 3, &format!("{n_pages:03}"));
        }
        n_pages
    }

    fn word(&mut self, word: &str) {
        if self.column > 0 && self.column + self.gap + word.len() > WIDTH {
            self.end_line();
        }
        if self.column > 0 {
            const BLANKS: &str = "  ";
            self.text.push_str(&BLANKS[..self.gap.min(2)]);
            self.column += self.gap;
        }
        self.text.push_str(word);
        self.column += word.len();
        self.gap = 1;
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.column = 0;
        let is_full = self.text.len() + HEAD - self.page_from > PAGE;
        if is_full && !self.separator.is_empty() {
            let page = self.totals.len() + 1;
            self.text.push('\n');
            self.text.push_str(&self.separator);
            let _ = write!(self.text, "  {page:03} OF ");
            self.totals.push(self.text.len());
            self.text.push_str("000\n\n\n");
            self.page_from = self.text.len() + HEAD;
        }
    }

    /// Whole lines as they are.
    fn lines(&mut self, lines: &str) {
        self.text.push_str(lines);
        self.column = 0;
    }
}

/// Somebody who writes one cable.
pub(crate) struct Prose<'w> {
    world: &'w World,
    plan: &'w Plan,
    random: Random,
    previous: usize,
    used: Vec<u32>,
    token: String,
    /// Blanks after a sentence.
    gap: usize,
}

impl<'w> Prose<'w> {
    pub(crate) fn new(world: &'w World, plan: &'w Plan, random: Random) -> Prose<'w> {
        Prose {
            world,
            plan,
            random,
            previous: 0,
            used: Vec::new(),
            token: String::new(),
            gap: 1 + plan.number.post % 2,
        }
    }

    /// All paragraphs, headings and the signature.
    pub(crate) fn body(&mut self, out: &mut Lines) {
        let length = rounded(self.random.log_normal(8.2, 0.85)).clamp(150, 250_000);
        let has_pilcrow = self.random.chance(0.05);
        let summary = ["SUMMARY: ", "Summary: ", "Summary. ", "SUMMARY. "][self.random.below(4)];
        for number in 1.. {
            let is_last = number > 1 && out.text.len() + 500 >= length;
            if number > 1 && self.random.chance(0.2) {
                self.heading(out);
            }
            let pilcrow = if has_pilcrow { "¶" } else { "" };
            let mark = self.portion_mark();
            out.lines(&format!("{pilcrow}{number}. {mark}"));
            if number == 1 {
                out.lines(summary);
            } else if is_last {
                out.lines("COMMENT: ");
            }
            // The words before count as half a line.
            out.column = 20;
            out.gap = 0;
            let most = length.saturating_sub(out.text.len()).max(120);
            let from = out.text.len();
            for at in 0..2 + self.random.below(6) {
                if at > 0 && out.text.len() - from > most {
                    break;
                }
                self.sentence(out);
            }
            if number == 1 && length > 1_000 {
                out.word("End");
                out.word("Summary.");
            } else if is_last {
                out.word("End");
                out.word("Comment.");
            }
            out.lines("\n\n");
            if is_last || out.text.len() >= length {
                break;
            }
        }
        out.lines(&self.signature());
        out.lines("\n");
    }

    /// A title of some words, in capitals.
    pub(crate) fn title(&mut self) -> String {
        let mut title = String::new();
        if self.random.chance(0.3) {
            title.push_str(
                &self
                    .world
                    .posts
                    .get(self.plan.number.post)
                    .post
                    .country
                    .to_uppercase(),
            );
            title.push_str(": ");
        }
        for at in 0..4 + self.random.below(8) {
            if at > 0 {
                title.push(' ');
            }
            let rank = match self.random.below(5) {
                0 | 1 => self.topic_word(),
                2 | 3 => self.world.vocabulary.content(&mut self.random),
                _ => 3 + self.random.below(12),
            };
            let word = self.world.vocabulary.word(rank);
            title.extend(word.chars().map(|c| c.to_ascii_uppercase()));
        }
        title
    }

    /// Who signs: the head of the post of those years.
    pub(crate) fn signature(&self) -> String {
        let number = self.plan.number;
        let surname = self
            .world
            .posts
            .surname_of(number.post, usize::from(number.year / 3));
        surname.to_ascii_uppercase()
    }

    /// An officer of the post, `Dora Fennhart`.
    pub(crate) fn officer(&mut self) -> String {
        let post = self.plan.number.post;
        let given = self.random.of(GIVEN);
        let surname = self.world.posts.surname_of(post, self.random.below(12));
        format!("{given} {surname}")
    }

    fn portion_mark(&mut self) -> &'static str {
        if self.plan.sent.year < 1979 {
            return "";
        }
        let whole = match self.plan.level {
            Level::Unclassified => "(U) ",
            Level::OfficialUse if self.plan.sent.year < 1995 => "(LOU) ",
            Level::OfficialUse => "(SBU) ",
            Level::Confidential => "(C) ",
            Level::ConfidentialNoforn => "(C/NF) ",
            Level::Secret => "(S) ",
            Level::SecretNoforn => "(S/NF) ",
        };
        if self.random.chance(0.85) {
            whole
        } else {
            "(U) "
        }
    }

    fn heading(&mut self, out: &mut Lines) {
        let mut heading = String::new();
        for at in 0..2 + self.random.below(4) {
            if at > 0 {
                heading.push(' ');
            }
            let rank = self.topic_word();
            heading.push_str(&capitalised(self.world.vocabulary.word(rank)));
        }
        let rule = "-".repeat(heading.len());
        out.lines(&format!("{heading}\n{rule}\n\n"));
    }

    fn sentence(&mut self, out: &mut Lines) {
        let n_words = 6 + rounded(12.8 * self.random.log_normal(0.0, 0.5));
        let quoted = if self.random.chance(0.03) {
            let from = self.random.below(n_words);
            from..(from + 2 + self.random.below(4)).min(n_words)
        } else {
            0..0
        };
        for at in 0..n_words {
            self.next_token();
            if at == 0
                && let Some(first) = self.token.get_mut(..1)
            {
                first.make_ascii_uppercase();
            }
            if quoted.start == at && !quoted.is_empty() {
                self.token.insert(0, '"');
            }
            if at + 1 == n_words {
                self.token.push('.');
            } else if self.random.below(16) == 0 {
                self.token.push(',');
            }
            if quoted.end == at + 1 && !quoted.is_empty() {
                self.token.push('"');
            }
            out.word(&self.token);
        }
        out.gap = self.gap;
    }

    fn topic_word(&mut self) -> usize {
        let (main, second) = self.plan.topics;
        let topic = if self.random.below(3) < 2 {
            main
        } else {
            second
        };
        self.world.vocabulary.of_topic(topic, &mut self.random)
    }

    /// Puts the next word, name or number into `token`.
    fn next_token(&mut self) {
        self.token.clear();
        let kind = self.random.below(1_000);
        let rank = match kind {
            0..380 => self
                .world
                .vocabulary
                .successor(self.previous, &mut self.random),
            770..880 => self.topic_word(),
            880..945 if !self.used.is_empty() => {
                self.used[self.random.below(self.used.len())] as usize
            }
            945..960 => return self.number(),
            960..985 => return self.person(),
            985..990 => return self.place(),
            990..992 => return self.typing_error(),
            992..995 => return self.hyphenated(),
            995..1000 => return self.abbreviation(),
            _ => self.world.vocabulary.any(&mut self.random),
        };
        // No word stands twice in a row.
        let rank = if rank == self.previous {
            self.world.vocabulary.content(&mut self.random)
        } else {
            rank
        };
        self.put(rank);
    }

    fn put(&mut self, rank: usize) {
        let vocabulary = &self.world.vocabulary;
        let from = self.token.len();
        self.token.push_str(vocabulary.word(rank));
        if vocabulary.is_name(rank)
            && let Some(first) = self.token.get_mut(from..=from)
        {
            first.make_ascii_uppercase();
        }
        if vocabulary.is_content(rank) && self.used.len() < N_REMEMBERED {
            self.used.push(rank as u32);
        }
        self.previous = rank;
    }

    fn number(&mut self) {
        let n = 1 + self.random.below(999);
        let text = match self.random.below(6) {
            0 => format!("{n} percent"),
            1 => format!("{n},{:03}", self.random.below(1_000)),
            2 => format!("{}", self.plan.sent.year - self.random.below(6) as u16),
            3 => self.plan.sent.recent_day(&mut self.random),
            4 => format!("USD {n} million"),
            _ => n.to_string(),
        };
        self.token.push_str(&text);
    }

    fn person(&mut self) {
        let surname = self
            .world
            .posts
            .surname(self.plan.number.post, &mut self.random);
        match self.random.below(4) {
            0 => {
                self.token.push_str(self.random.of(GIVEN));
                self.token.push(' ');
            }
            1 => self
                .token
                .push_str(self.random.of(&["Mr. ", "Minister ", "General ", "Dr. "])),
            _ => {}
        }
        self.token.push_str(surname);
    }

    fn place(&mut self) {
        let posts = &self.world.posts;
        let post = if self.random.chance(0.7) {
            self.plan.number.post
        } else {
            posts.any(&mut self.random)
        };
        self.token.push_str(&posts.get(post).post.title());
    }

    fn typing_error(&mut self) {
        let rank = self.world.vocabulary.content(&mut self.random);
        let word = self.world.vocabulary.word(rank);
        let at = 1 + self.random.below(word.len() - 2);
        self.token.push_str(&word[..at]);
        // Two letters change places, or one is lost.
        if self.random.below(2) == 0 {
            self.token.push_str(&word[at + 1..at + 2]);
            self.token.push_str(&word[at..=at]);
            self.token.push_str(&word[at + 2..]);
        } else {
            self.token.push_str(&word[at + 1..]);
        }
    }

    fn hyphenated(&mut self) {
        let rank = self.world.vocabulary.content(&mut self.random);
        self.put(rank);
        self.token.push('-');
        let rank = self.topic_word();
        self.token.push_str(self.world.vocabulary.word(rank));
    }

    fn abbreviation(&mut self) {
        const ABBREVIATIONS: &[&str] = &[
            "UN", "EU", "NGO", "NGOs", "GDP", "IMF", "WTO", "U.S.", "USG", "MFA", "MOD", "MOI",
            "DCM", "ECON", "POL", "RSO", "reftel", "OSCE", "IAEA", "AIDS",
        ];
        self.token.push_str(self.random.of(ABBREVIATIONS));
    }
}
