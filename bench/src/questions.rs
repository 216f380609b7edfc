//! The questions, from a file of `class<TAB>query`, and how long the answers took.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::measure::rounded;

pub struct Question {
    pub class: String,
    pub query: String,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The best ten.
    Top,
    /// The best ten and how many there are.
    Page,
    /// A page with the best passage of each.
    Snippets,
    /// A page with counts over all matches.
    Facets,
    /// A page with counts of six fields and by year over all matches.
    Counts,
}

/// What stands behind `query`: `INDEX QUESTIONS [--once | --repeat N] [--top | --page | --snippets | --facets | --counts]`.
pub struct Request {
    pub folder: std::path::PathBuf,
    pub questions: Vec<Question>,
    pub n_times: usize,
    pub mode: Mode,
}

impl Request {
    pub fn parse(arguments: &[String]) -> Result<Request> {
        let (mut paths, mut n_times, mut mode) = (Vec::new(), 5, Mode::Page);
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match &**argument {
                "--once" => n_times = 1,
                "--repeat" => n_times = arguments.next().context("--repeat N")?.parse()?,
                "--top" => mode = Mode::Top,
                "--page" => mode = Mode::Page,
                "--snippets" => mode = Mode::Snippets,
                "--facets" => mode = Mode::Facets,
                "--counts" => mode = Mode::Counts,
                _ => paths.push(Path::new(argument)),
            }
        }
        let [folder, questions] = paths[..] else {
            bail!("which index and which questions?");
        };
        let questions = std::fs::read_to_string(questions)
            .with_context(|| format!("cannot read {}", questions.display()))?
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(class, query)| Question {
                class: class.to_owned(),
                query: query.to_owned(),
            })
            .collect();
        Ok(Request {
            folder: folder.to_owned(),
            questions,
            n_times: n_times.max(1),
            mode,
        })
    }

    /// Asks every question so many times in a row, and gives percentiles over the questions of each one's median.
    pub fn ask(&self, mut answer: impl FnMut(&Question) -> Result<u64>) -> Result<Value> {
        let mut by_class: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        let (mut n_hits, mut refused) = (0, Vec::new());
        for question in &self.questions {
            let mut times = Vec::new();
            let mut hits = 0;
            for _ in 0..self.n_times {
                let started = Instant::now();
                match answer(question) {
                    Ok(found) => hits = found,
                    Err(error) => {
                        refused.push(format!("{}: {error}", question.query));
                        break;
                    }
                }
                times.push(started.elapsed().as_secs_f64() * 1000.0);
            }
            n_hits += hits;
            if !times.is_empty() {
                by_class
                    .entry(&question.class)
                    .or_default()
                    .push(percentile(&mut times, 50));
            }
        }
        let mut classes = serde_json::Map::new();
        let mut mixed = Vec::new();
        for (class, mut times) in by_class {
            if !class.starts_with("hard") {
                mixed.extend_from_slice(&times);
            }
            classes.insert(class.to_owned(), figures(&mut times));
        }
        Ok(json!({
            "mode": format!("{:?}", self.mode).to_lowercase(),
            "times_each": self.n_times,
            "hits": n_hits,
            "mixed": figures(&mut mixed),
            "classes": classes,
            "refused": refused,
        }))
    }
}

/// Percentiles of some times.
pub fn figures(times: &mut [f64]) -> Value {
    json!({
        "n": times.len(),
        "p50_ms": rounded(percentile(times, 50)),
        "p95_ms": rounded(percentile(times, 95)),
    })
}

fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).copied().unwrap_or(0.0)
}
