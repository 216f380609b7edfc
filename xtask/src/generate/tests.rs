use chancery_format::{Hints, Wrapper, read};

use super::*;

fn options(form: Form, n_cables: u64, damage: f64, duplicates: f64) -> Options {
    Options {
        n_cables,
        mix: Mix {
            seed: 7,
            damage,
            duplicates,
        },
        form,
        out: None,
    }
}

fn written(options: &Options) -> String {
    let mut out = String::new();
    each_batch(options, |batch| {
        out.push_str(&batch.text);
        Ok(())
    })
    .unwrap();
    out
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let options = options(Form::Csv, 300, 0.1, 0.1);
    assert!(written(&options) == written(&options));
}

/// Every cable reads as what it was meant to be, in whatever form it is written.
#[test]
fn cables_read_as_they_are_meant() {
    let world = Arc::new(World::new());
    for form in [Form::Csv, Form::Files, Form::Html] {
        let options = options(form, 1_200, 0.0, 0.0);
        let mut telegram = Telegram::default();
        // Cables of all years: those at the start of a corpus are old.
        let plans = Planner::new(Arc::clone(&world), options.n_cables, options.mix);
        for plan in plans.step_by(if form == Form::Csv { 1 } else { 6 }) {
            telegram.write(&plan, &world, options.mix.seed);
            let mut text = String::new();
            form.write(&mut text, &plan, &world, &telegram);
            let document = read(text.as_bytes(), &Hints::default());
            let expected = match form {
                Form::Csv => Wrapper::CablegateCsv,
                Form::Html => Wrapper::CablegateHtml,
                Form::Files | Form::Jsonl => Wrapper::Text,
            };
            assert_eq!(document.wrapper, expected);
            let record = document.record();
            let identifier = plan.number.identifier(&world.posts);
            assert_eq!(record.id.as_deref(), Some(&*identifier), "{text}");
            assert_eq!(record.sent.as_deref(), Some(&*plan.sent.iso()), "{text}");
            let tags: Vec<&str> = record.tags.iter().map(|tag| &*tag.code).collect();
            assert_eq!(tags, plan.tags, "{text}");
            assert_eq!(
                record.subject.as_deref(),
                Some(&*telegram.subject),
                "{text}"
            );
            let references: Vec<String> = plan
                .references
                .iter()
                .map(|number| number.identifier(&world.posts))
                .collect();
            let read: Vec<String> = record
                .references
                .iter()
                .filter_map(|reference| reference.id.clone())
                .collect();
            assert_eq!(read, references, "{text}");
            assert!(!record.paragraphs.is_empty(), "{text}");
            assert!(record.signature.is_some(), "{text}");
        }
    }
}

/// Rows are parted again at their quotes, whatever happened to the texts in them.
#[test]
fn the_table_reads_back() {
    let table = written(&options(Form::Csv, 300, 0.3, 0.2));
    let rows = rows(&table);
    assert_eq!(rows.len(), 300);
    for (number, row) in (1u64..).zip(&rows) {
        assert_eq!(row.len(), 8);
        assert_eq!(row[0], number.to_string());
    }
    let n_identifiers = rows
        .iter()
        .map(|row| &row[2])
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    assert!((220..280).contains(&n_identifiers), "{n_identifiers}");
}

/// A plain reader of the table: a backslash takes the next sign as it is.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut signs = table.chars().peekable();
    while signs.next() == Some('"') {
        let mut field = String::new();
        loop {
            match signs.next().unwrap() {
                '\\' => field.extend(signs.next()),
                '"' => break,
                sign => field.push(sign),
            }
        }
        row.push(field);
        if signs.next() == Some('\n') {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

#[test]
fn lines_of_json_hold_the_columns() {
    let lines = written(&options(Form::Jsonl, 20, 0.2, 0.0));
    assert_eq!(lines.lines().count(), 20);
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(row["identifier"].is_string() && row["body"].is_string());
        assert!(row["references"].is_array());
    }
}

#[test]
fn files_have_names_of_their_own() {
    let mut names = std::collections::BTreeSet::new();
    let mut n_files = 0;
    each_batch(&options(Form::Files, 300, 0.0, 0.3), |batch| {
        n_files += batch.files.len();
        names.extend(batch.files.iter().map(|(name, _)| name.clone()));
        Ok(())
    })
    .unwrap();
    assert_eq!((n_files, names.len()), (300, 300));
}
