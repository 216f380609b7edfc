//! The archive itself, in process, asked the same questions in the same way.
//!
//!     archive-queries query FOLDER QUESTIONS [--once | --repeat N] [--page | --facets]

use anyhow::{Result, bail};
use chancery_archive::{Archive, Interval, Search};
use chancery_bench::measure::{Watch, rounded};
use chancery_bench::questions::{Mode, Request};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(("query", rest)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    else {
        bail!(
            "usage: archive-queries query FOLDER QUESTIONS [--once | --repeat N] [--page | --facets]"
        );
    };
    let request = Request::parse(rest)?;
    let watch = Watch::start();
    let archive = Archive::open(&request.folder)?;
    let opened = watch.seconds();
    // A page has its passages always. Of facets there are six, and a histogram beside them.
    let is_counted = request.mode == Mode::Facets;
    let further = ["country", "caption"].map(str::to_owned);
    let answers = request.ask(|question| {
        let answer = archive.search(&Search {
            query: question.query.clone(),
            limit: 10,
            facets: is_counted,
            facet_fields: if is_counted {
                further.to_vec()
            } else {
                Vec::new()
            },
            histogram: is_counted.then_some(Interval::Month),
            ..Search::default()
        })?;
        std::hint::black_box(&answer.hits);
        Ok(answer.total)
    })?;
    let mut result = watch.cost();
    result.insert("program".into(), "chancery".into());
    result.insert("open_ms".into(), rounded(opened * 1000.0).into());
    result.insert("answers".into(), answers);
    println!("{}", serde_json::Value::Object(result));
    Ok(())
}
