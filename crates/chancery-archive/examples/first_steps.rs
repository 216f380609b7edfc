//! From a folder of files to answers, in one page.
//!
//! ```text
//! cargo run --example first_steps -- samples "castle OR regent" [ARCHIVE]
//! ```
//!
//! Without a folder for the archive it makes one that goes away at the end.

#![expect(
    clippy::print_stdout,
    reason = "an example shows what it does on the terminal"
)]

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use chancery_archive::{Archive, IngestEvent, IngestOptions, Outcome, Search, ingest};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let files = PathBuf::from(arguments.next().unwrap_or_else(|| "samples".into()));
    let query = arguments.next().unwrap_or_default();
    let temporary = tempfile::tempdir()?;
    let folder = arguments
        .next()
        .map_or_else(|| temporary.path().to_owned(), PathBuf::from);

    // An archive is a folder. It is made where there is none yet.
    let archive = Archive::open_or_create(&folder)?;

    // Ingest reads files and folders, and tells what became of each file. Doing it again changes nothing.
    let begun = Instant::now();
    let stop = AtomicBool::new(false);
    let mut observer = |event: &IngestEvent| {
        if let IngestEvent::Done { path, outcome, .. } = event
            && let Outcome::NotACable { reason, .. } | Outcome::Unreadable { reason, .. } = outcome
        {
            println!("{} {reason}", path.display());
        }
    };
    let summary = ingest(
        &archive,
        &[files],
        &IngestOptions::default(),
        &mut observer,
        &stop,
    )?;
    println!("{summary:#?} in {:?}", begun.elapsed());
    println!("{:#?}", archive.overview()?);

    // A question gives the exact number of cables that match, and as many of them as are asked for.
    let begun = Instant::now();
    let answer = archive.search(&Search {
        query: query.to_string_lossy().into_owned(),
        limit: 5,
        facets: true,
        ..Search::default()
    })?;
    println!(
        "{} cables match {:?} in {:?}",
        answer.total,
        answer.parsed,
        begun.elapsed()
    );
    for hit in &answer.hits {
        let subject = hit.cable.subject.as_deref().unwrap_or("(no subject)");
        println!("{}  {subject}", hit.cable.key);
        if let Some(passage) = &hit.passage {
            let mut text = passage.text.clone();
            for mark in passage.marks.iter().rev() {
                text.insert(mark.end, ']');
                text.insert(mark.start, '[');
            }
            println!("    {text}");
        }
    }
    for facet in &answer.facets {
        let values: Vec<String> = facet
            .values
            .iter()
            .take(8)
            .map(|value| format!("{} {}", value.value, value.count))
            .collect();
        println!("{}: {}", facet.field, values.join(", "));
    }

    // A cable has its texts, where they were found, and the cables around it.
    if let Some(hit) = answer.hits.first()
        && let Some(cable) = archive.cable(&hit.cable.key)?
    {
        println!(
            "{} has {} texts, refers to {} cables of the archive, and {} refer to it",
            cable.key,
            cable.editions.len(),
            cable
                .references
                .iter()
                .filter(|reference| reference.target.is_some())
                .count(),
            cable.cited_by.len()
        );
    }
    Ok(())
}
