//! A search engine as one would build it on tantivy in an afternoon: the text with positions, the store compressed.
//!
//!     bare-tantivy index CSV FOLDER [--merge]
//!     bare-tantivy query FOLDER QUESTIONS [--once | --repeat N] [--top | --page | --snippets | --facets]

use std::ops::Bound;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chancery_bench::measure::{self, Watch, rounded};
use chancery_bench::questions::{Mode, Request};
use chancery_bench::rows::Rows;
use serde_json::json;
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TEXT, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, TantivyDocument, Term};

/// As many as the goals allow everybody.
const N_THREADS: usize = 2;
const HEAP: usize = 1_000_000_000;

#[derive(Clone, Copy)]
struct Fields {
    identifier: Field,
    post: Field,
    origin: Field,
    classification: Field,
    day: Field,
    year: Field,
    subject: Field,
    text: Field,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", csv, folder] => index(Path::new(csv), Path::new(folder), false)?,
        ["index", csv, folder, "--merge"] => index(Path::new(csv), Path::new(folder), true)?,
        ["query", ..] => query(&Request::parse(&arguments[1..])?)?,
        _ => bail!(
            "usage: bare-tantivy index CSV FOLDER [--merge] | query FOLDER QUESTIONS [options]"
        ),
    };
    println!("{result}");
    Ok(())
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        identifier: schema.add_text_field("identifier", STRING | STORED),
        post: schema.add_text_field("post", STRING),
        origin: schema.add_text_field("origin", STRING | STORED | FAST),
        classification: schema.add_text_field("classification", STRING | STORED | FAST),
        day: schema.add_u64_field("day", INDEXED | STORED | FAST),
        year: schema.add_u64_field("year", FAST),
        subject: schema.add_text_field("subject", TEXT | STORED),
        text: schema.add_text_field("text", TEXT | STORED),
    };
    (schema.build(), fields)
}

fn index(csv: &Path, folder: &Path, is_merged: bool) -> Result<serde_json::Value> {
    let watch = Watch::start();
    std::fs::create_dir_all(folder)?;
    let (schema, fields) = schema();
    let index = Index::builder()
        .schema(schema)
        .settings(IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor {
                compression_level: Some(3),
            }),
            ..IndexSettings::default()
        })
        .create_in_dir(folder)
        .with_context(|| format!("cannot create an index in {}", folder.display()))?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(N_THREADS, HEAP)?;
    let mut n_cables = 0u64;
    for row in Rows::open(csv)? {
        let row = row?;
        let mut document = TantivyDocument::new();
        document.add_text(fields.identifier, &row.identifier);
        document.add_text(fields.post, row.post());
        document.add_text(fields.origin, &row.origin);
        document.add_text(fields.classification, &row.classification);
        document.add_u64(fields.day, row.day);
        document.add_u64(fields.year, row.year());
        document.add_text(fields.subject, &row.subject);
        document.add_text(fields.text, &row.text);
        writer.add_document(document)?;
        n_cables += 1;
    }
    writer.commit()?;
    let committed = watch.seconds();
    if is_merged {
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.garbage_collect_files().wait()?;
    }
    writer.wait_merging_threads()?;
    let bytes_csv = std::fs::metadata(csv)?.len();
    let bytes = measure::bytes_on_disk(folder);
    let mut result = watch.cost();
    result.insert("program".into(), "bare-tantivy".into());
    result.insert("seconds_to_commit".into(), rounded(committed).into());
    result.insert("n_cables".into(), n_cables.into());
    result.insert(
        "n_segments".into(),
        index.searchable_segment_ids()?.len().into(),
    );
    result.insert("bytes_on_disk".into(), bytes.into());
    result.insert(
        "of_csv".into(),
        rounded(bytes as f64 / bytes_csv as f64).into(),
    );
    Ok(result.into())
}

fn query(request: &Request) -> Result<serde_json::Value> {
    let watch = Watch::start();
    let index = Index::open_in_dir(&request.folder)?;
    let (_, fields) = schema();
    let reader = index.reader()?;
    let searcher = reader.searcher();
    let opened = watch.seconds();
    let facets: Aggregations = serde_json::from_value(json!({
        "origin": { "terms": { "field": "origin", "size": 10 } },
        "year": { "terms": { "field": "year", "size": 50 } },
    }))?;
    let answers = request.ask(|question| {
        let query = parse(&question.query, fields)?;
        let top = TopDocs::with_limit(10).order_by_score();
        let (found, total) = match request.mode {
            Mode::Top => (searcher.search(&*query, &top)?, 10),
            Mode::Page | Mode::Snippets => searcher.search(&*query, &(top, Count))?,
            Mode::Facets | Mode::Counts => {
                let aggregations =
                    AggregationCollector::from_aggs(facets.clone(), Default::default());
                let (found, total, counts) =
                    searcher.search(&*query, &(top, Count, aggregations))?;
                std::hint::black_box(counts);
                (found, total)
            }
        };
        let snippets = if request.mode == Mode::Snippets {
            Some(SnippetGenerator::create(&searcher, &*query, fields.text)?)
        } else {
            None
        };
        for (_, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            for field in [fields.identifier, fields.origin, fields.subject] {
                std::hint::black_box(document.get_first(field).and_then(|value| value.as_str()));
            }
            if let Some(snippets) = &snippets {
                std::hint::black_box(snippets.snippet_from_doc(&document).to_html());
            }
        }
        Ok(total as u64)
    })?;
    let mut result = watch.cost();
    result.insert("program".into(), "bare-tantivy".into());
    result.insert("open_ms".into(), rounded(opened * 1000.0).into());
    result.insert("answers".into(), answers);
    Ok(result.into())
}

/// As much of Chancery's query language as the questions use: words, phrases, `prefix*`, `post:` and `date:` ranges.
fn parse(text: &str, fields: Fields) -> Result<Box<dyn Query>> {
    let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let query: Box<dyn Query>;
        if let Some(quoted) = rest.strip_prefix('"') {
            let (phrase, behind) = quoted.split_once('"').context("a phrase without its end")?;
            let terms: Vec<Term> = phrase
                .split_whitespace()
                .map(|word| term(word, fields))
                .collect();
            query = match &terms[..] {
                [only] => term_query(only.clone()),
                _ => Box::new(PhraseQuery::new(terms)),
            };
            rest = behind.trim_start();
        } else {
            let (part, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            rest = behind.trim_start();
            query = if let Some(post) = part.strip_prefix("post:") {
                let term = Term::from_field_text(fields.post, post);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            } else if let Some(range) = part.strip_prefix("date:") {
                let (from, to) = range.split_once("..").context("a range of dates")?;
                let bound = |month: &str, day| -> Result<Term> {
                    let number: u64 = month.replace('-', "").parse()?;
                    Ok(Term::from_field_u64(fields.day, number * 100 + day))
                };
                Box::new(RangeQuery::new(
                    Bound::Included(bound(from, 0)?),
                    Bound::Included(bound(to, 31)?),
                ))
            } else if let Some(prefix) = part.strip_suffix('*') {
                Box::new(RegexQuery::from_pattern(
                    &format!("{prefix}.*"),
                    fields.text,
                )?)
            } else {
                term_query(term(part, fields))
            };
        }
        parts.push((Occur::Must, query));
    }
    Ok(match parts.len() {
        1 => parts.remove(0).1,
        _ => Box::new(BooleanQuery::new(parts)),
    })
}

fn term(word: &str, fields: Fields) -> Term {
    Term::from_field_text(fields.text, &word.to_lowercase())
}

fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
