//! What each cable of a corpus will be, in the order of time: when, from whom, of what, referring to which.

use std::collections::VecDeque;
use std::sync::Arc;

use super::calendar::Minute;
use super::posts::Posts;
use super::random::{Random, Weighted, share};
use super::tags;
use super::vocabulary::N_TOPICS;
use super::{Mix, World};

/// Cables back that a reference may go.
const REACH: usize = 4_000;
/// Cables of one post back that a reference may go.
const REACH_AT_POST: usize = 64;

/// What one row of the corpus is to be.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// From 1: its place in the corpus.
    pub(crate) row: u64,
    /// The row whose text it has; its own unless it is a copy.
    pub(crate) text_of: u64,
    /// What kind of copy it is.
    pub(crate) copy: Option<Copy>,
    /// Whether something happened to its text on the way.
    pub(crate) is_damaged: bool,
    pub(crate) number: Number,
    pub(crate) sent: Minute,
    pub(crate) level: Level,
    pub(crate) topics: (usize, usize),
    pub(crate) tags: Vec<&'static str>,
    pub(crate) references: Vec<Number>,
}

/// How a cable comes to be there twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Copy {
    /// Sent again: another start of transmission, the same text.
    Retransmission,
    /// The end is missing.
    Cut,
    /// A few words differ.
    SecondEdition,
}

/// Year, post and serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) year: u16,
    pub(crate) post: usize,
    pub(crate) serial: u32,
}

impl Number {
    /// The identifier, `07STRELSAU92`.
    pub(crate) fn identifier(self, posts: &Posts) -> String {
        let post = posts.get(self.post).post.canonical;
        format!("{:02}{post}{}", self.year % 100, self.serial)
    }
}

/// How secret it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Unclassified,
    OfficialUse,
    Confidential,
    ConfidentialNoforn,
    Secret,
    SecretNoforn,
}

/// Gives the plans of a corpus one after the other; needs memory for the reach of references only.
pub(crate) struct Planner {
    world: Arc<World>,
    mix: Mix,
    n_cables: u64,
    next: u64,
    random: Random,
    /// Last serial of each post, and its year.
    serials: Vec<(u16, u32)>,
    recent: VecDeque<Number>,
    recent_at: Vec<VecDeque<Number>>,
    originals: VecDeque<Plan>,
    levels: Weighted,
}

impl Planner {
    pub(crate) fn new(world: Arc<World>, n_cables: u64, mix: Mix) -> Planner {
        let n_posts = world.posts.len();
        Planner {
            random: Random::new(mix.seed, 0),
            world,
            mix,
            n_cables,
            next: 0,
            serials: vec![(0, 0); n_posts],
            recent: VecDeque::new(),
            recent_at: vec![VecDeque::new(); n_posts],
            originals: VecDeque::new(),
            levels: Weighted::new([30.0, 23.3, 38.6, 1.8, 4.6, 1.7].into_iter()),
        }
    }

    fn copy(&mut self, row: u64) -> Option<Plan> {
        if self.originals.is_empty() || !self.random.chance(self.mix.duplicates) {
            return None;
        }
        let original = &self.originals[self.random.below(self.originals.len())];
        let copy = [Copy::Retransmission, Copy::Cut, Copy::SecondEdition][self.random.below(3)];
        Some(Plan {
            row,
            copy: Some(copy),
            is_damaged: false,
            ..original.clone()
        })
    }

    fn original(&mut self, row: u64) -> Plan {
        let jitter = self.random.unit();
        let sent = Minute::at_share(share(row - 1, self.n_cables) + jitter / 1e9);
        let post = self.world.posts.any(&mut self.random);
        let (year, serial) = &mut self.serials[post];
        if *year != sent.year {
            (*year, *serial) = (sent.year, 0);
        }
        // Not every cable of a post is in a corpus.
        *serial += 1 + u32::from(self.random.chance(0.35)) * (1 + self.random.below(4) as u32);
        let number = Number {
            year: sent.year,
            post,
            serial: *serial,
        };
        let topic = self.random.below(N_TOPICS);
        let level = [
            Level::Unclassified,
            Level::OfficialUse,
            Level::Confidential,
            Level::ConfidentialNoforn,
            Level::Secret,
            Level::SecretNoforn,
        ][self.levels.draw(&mut self.random)];
        let plan = Plan {
            row,
            text_of: row,
            copy: None,
            is_damaged: self.random.chance(self.mix.damage),
            number,
            sent,
            level,
            topics: (topic, self.random.below(N_TOPICS)),
            tags: tags::draw(&self.world, post, topic, &mut self.random),
            references: self.references(number),
        };
        remember(&mut self.recent, number, REACH);
        remember(&mut self.recent_at[post], number, REACH_AT_POST);
        if self.mix.duplicates > 0.0 {
            remember(&mut self.originals, plan.clone(), REACH);
        }
        plan
    }

    fn references(&mut self, of: Number) -> Vec<Number> {
        let mut references: Vec<Number> = Vec::new();
        for _ in 0..self.random.poisson(1.0).min(6) {
            let own = self.random.below(3) < 2;
            let from = if own {
                &self.recent_at[of.post]
            } else {
                &self.recent
            };
            if from.is_empty() {
                continue;
            }
            let mut reference = from[self.random.below(from.len())];
            // Some that nobody has.
            if self.random.chance(0.1) && reference.serial > 1 {
                reference.serial -= 1;
            }
            if reference != of && !references.contains(&reference) {
                references.push(reference);
            }
        }
        references
    }
}

impl Iterator for Planner {
    type Item = Plan;

    fn next(&mut self) -> Option<Plan> {
        if self.next >= self.n_cables {
            return None;
        }
        self.next += 1;
        let row = self.next;
        Some(self.copy(row).unwrap_or_else(|| self.original(row)))
    }
}

fn remember<T>(last: &mut VecDeque<T>, new: T, reach: usize) {
    if last.len() >= reach {
        last.pop_front();
    }
    last.push_back(new);
}
