//! The same text in SQLite's full-text index, given its best case: no journal, no waiting for the disk.
//!
//!     sqlite-fts5 index CSV FOLDER [--optimize]
//!     sqlite-fts5 query FOLDER QUESTIONS [--once | --repeat N] [--top | --page]

use std::path::Path;

use anyhow::{Result, bail};
use chancery_bench::measure::{self, Watch, rounded};
use chancery_bench::questions::{Mode, Request};
use chancery_bench::rows::Rows;
use rusqlite::Connection;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", csv, folder] => index(Path::new(csv), Path::new(folder), false)?,
        ["index", csv, folder, "--optimize"] => index(Path::new(csv), Path::new(folder), true)?,
        ["query", ..] => query(&Request::parse(&arguments[1..])?)?,
        _ => bail!(
            "usage: sqlite-fts5 index CSV FOLDER [--optimize] | query FOLDER QUESTIONS [options]"
        ),
    };
    println!("{result}");
    Ok(())
}

fn index(csv: &Path, folder: &Path, is_optimized: bool) -> Result<serde_json::Value> {
    let watch = Watch::start();
    std::fs::create_dir_all(folder)?;
    let mut connection = Connection::open(folder.join("cables.sqlite"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
         CREATE TABLE cables (id INTEGER PRIMARY KEY, identifier TEXT, post TEXT, origin TEXT, classification TEXT,
             day INTEGER, subject TEXT, text TEXT);
         CREATE VIRTUAL TABLE words USING fts5 (subject, text, content = 'cables', content_rowid = 'id');",
    )?;
    let mut n_cables = 0u64;
    let transaction = connection.transaction()?;
    {
        let mut into_cables =
            transaction.prepare("INSERT INTO cables VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
        let mut into_words =
            transaction.prepare("INSERT INTO words (rowid, subject, text) VALUES (?, ?, ?)")?;
        for row in Rows::open(csv)? {
            let row = row?;
            n_cables += 1;
            let (id, day) = (n_cables as i64, row.day as i64);
            into_cables.execute((
                id,
                &row.identifier,
                row.post(),
                &row.origin,
                &row.classification,
                day,
                &row.subject,
                &row.text,
            ))?;
            into_words.execute((id, &row.subject, &row.text))?;
        }
    }
    transaction.commit()?;
    let committed = watch.seconds();
    connection.execute_batch(
        "CREATE INDEX by_post ON cables (post); CREATE INDEX by_day ON cables (day);",
    )?;
    if is_optimized {
        connection.execute_batch("INSERT INTO words (words) VALUES ('optimize');")?;
    }
    let bytes_csv = std::fs::metadata(csv)?.len();
    let bytes = measure::bytes_on_disk(folder);
    let mut result = watch.cost();
    result.insert("program".into(), "sqlite-fts5".into());
    result.insert("seconds_to_commit".into(), rounded(committed).into());
    result.insert("n_cables".into(), n_cables.into());
    result.insert("bytes_on_disk".into(), bytes.into());
    result.insert(
        "of_csv".into(),
        rounded(bytes as f64 / bytes_csv as f64).into(),
    );
    Ok(result.into())
}

fn query(request: &Request) -> Result<serde_json::Value> {
    if !matches!(request.mode, Mode::Top | Mode::Page) {
        bail!("only --top and --page");
    }
    let watch = Watch::start();
    let connection = Connection::open(request.folder.join("cables.sqlite"))?;
    let answers = request.ask(|question| {
        let (words, filter) = parse(&question.query);
        let from = format!(
            "FROM words JOIN cables ON cables.id = words.rowid WHERE words MATCH ?{filter}"
        );
        let mut top = connection.prepare(&format!(
            "SELECT cables.identifier, cables.origin, cables.subject {from} ORDER BY rank LIMIT 10"
        ))?;
        let mut rows = top.query([&words])?;
        while let Some(row) = rows.next()? {
            std::hint::black_box(row.get::<_, String>(2)?);
        }
        if request.mode == Mode::Top {
            return Ok(10);
        }
        let mut count = connection.prepare(&format!("SELECT count(*) {from}"))?;
        Ok(count.query_row([&words], |row| row.get::<_, i64>(0))? as u64)
    })?;
    let mut result = watch.cost();
    result.insert("program".into(), "sqlite-fts5".into());
    result.insert("answers".into(), answers);
    Ok(result.into())
}

/// The question in the language of FTS5, and what is left for `WHERE`.
fn parse(text: &str) -> (String, String) {
    let (mut words, mut filter) = (Vec::new(), String::new());
    for part in text.split_inclusive(' ') {
        let bare = part.trim();
        if let Some(post) = bare.strip_prefix("post:") {
            filter.push_str(&format!(" AND cables.post = '{}'", post.replace('\'', "")));
        } else if let Some((from, to)) = bare
            .strip_prefix("date:")
            .and_then(|range| range.split_once(".."))
        {
            let month = |text: &str| text.replace('-', "").parse::<u64>().unwrap_or(0) * 100;
            filter.push_str(&format!(
                " AND cables.day BETWEEN {} AND {}",
                month(from),
                month(to) + 31
            ));
        } else {
            words.push(bare);
        }
    }
    (words.join(" "), filter)
}
