//! Cables that are referred to and not in the archive.

use chancery_archive::{Archive, Error, Missing};
use serde::Serialize;

use super::Problem;
use super::answer::Answer;
use super::cables;
use super::call::{Call, Format};
use super::search::{self, SpelledLikeJson};
use super::stream::Out;
use crate::json::{MissingJson, csv_row};

/// How many come as one JSON object.
const MOST: usize = 1000;

/// How many are looked up at a time while they are sent.
const PAGE: usize = 500;

#[derive(Serialize)]
struct MissingCablesJson {
    schema: &'static str,
    total: u64,
    n_references: u64,
    offset: usize,
    next_offset: Option<usize>,
    cables: Vec<MissingJson>,
    near: Vec<SpelledLikeJson>,
}

pub(super) fn missing(archive: &Archive, call: &Call) -> Result<Answer, Problem> {
    let wanted = Missing {
        post: call.given("post").map(str::to_owned),
        year: call.given("year").and_then(|year| year.parse().ok()),
        cited_by: match call.given("cited_by") {
            Some(spelling) => Some(cables::key(archive, spelling)?),
            None => None,
        },
        offset: call.number("offset", 0),
        limit: call.number("limit", 20),
        referrers: call.number("referrers", 20),
    };
    if call.format == Format::Json {
        if wanted.limit > MOST {
            return Err(Problem::parameter(
                "limit",
                "too many for one JSON object",
                Some(format!(
                    "at most {MOST}, or lines of JSON with format=jsonl"
                )),
            ));
        }
        let found = archive.missing(&wanted)?;
        let next = wanted.offset + found.cables.len();
        let near = match &wanted.post {
            Some(post) if found.total == 0 => posts_like(archive, post)?,
            _ => Vec::new(),
        };
        return Answer::json(&MissingCablesJson {
            schema: "chancery/missing-cables/1",
            total: found.total,
            n_references: found.n_references,
            offset: wanted.offset,
            next_offset: ((next as u64) < found.total && !found.cables.is_empty()).then_some(next),
            cables: found.cables.iter().map(MissingJson::from).collect(),
            near,
        });
    }
    let (format, most) = (call.format, call.number("limit", usize::MAX));
    Ok(Answer::stream("missing", move |archive, out| {
        write(archive, wanted, most, format, out)
    }))
}

/// Posts spelled like one that has no cable, here or missing.
fn posts_like(archive: &Archive, post: &str) -> Result<Vec<SpelledLikeJson>, Problem> {
    let of_post = Missing {
        post: Some(post.to_owned()),
        limit: 0,
        ..Missing::default()
    };
    if archive.missing(&of_post)?.total > 0 {
        return Ok(Vec::new());
    }
    let is_plain = post.chars().all(char::is_alphanumeric);
    search::near(
        archive,
        &if is_plain {
            format!("post:{post}")
        } else {
            format!("post:\"{}\"", post.replace('"', " "))
        },
    )
}

fn write(
    archive: &Archive,
    mut wanted: Missing,
    most: usize,
    format: Format,
    out: &mut Out,
) -> Result<(), Error> {
    if format == Format::Csv {
        out.text(&csv_row(MissingJson::COLUMNS));
    }
    let mut left = most;
    let mut generation = None;
    loop {
        wanted.limit = left.min(PAGE);
        let found = archive.missing(&wanted)?;
        // Pages of two states do not fit together; half a list is told by the connection that breaks off.
        if *generation.get_or_insert(found.generation) != found.generation {
            return Err(Error::Request {
                reason: "the archive changed while the list was sent".to_owned(),
                suggestion: None,
            });
        }
        for cable in &found.cables {
            let cable = MissingJson::from(cable);
            let is_open = match format {
                Format::Csv => out.text(&cable.csv()),
                _ => out.line(&cable),
            };
            if !is_open {
                return Ok(());
            }
        }
        left -= found.cables.len();
        wanted.offset += found.cables.len();
        if left == 0 || found.cables.len() < wanted.limit {
            return Ok(());
        }
    }
}
