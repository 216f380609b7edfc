//! A cable written as a telegram reads as the same cable.

use std::path::{Path, PathBuf};

use chancery_format::testing::{generate, round_trip};
use chancery_format::{Hints, Severity, read};

/// Files whose cable does not come back the same, with the cause. An entry that comes back fails the test.
const FIXME_DIFFERS: &[(&str, &str)] = &[(
    "garbled-text.txt",
    "a garble of blanks passes for the columns of a table",
)];

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push(path);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn differences_of(path: &Path) -> Option<Vec<String>> {
    let bytes = std::fs::read(path).expect("a listed file can be read");
    let hints = Hints {
        path: Some(path.to_string_lossy().into_owned()),
        id: None,
    };
    let document = read(&bytes, &hints);
    document
        .not_a_cable()
        .is_none()
        .then(|| round_trip::differences(&document))
}

#[test]
fn invented_cables() {
    let mut paths = Vec::new();
    files(&root().join("corpus"), &mut paths);
    files(&root().join("samples"), &mut paths);
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    let (mut n_cables, mut wrong) = (0, Vec::new());
    for path in &paths {
        let Some(differences) = differences_of(path) else {
            continue;
        };
        n_cables += 1;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let known = FIXME_DIFFERS.iter().any(|(file, _)| *file == name);
        if known == differences.is_empty() {
            wrong.push(format!("{name}:\n  {}", differences.join("\n  ")));
        }
    }
    assert!(n_cables > 200, "{n_cables} cables were found");
    assert!(
        wrong.is_empty(),
        "{} of {n_cables} cables differ, or are listed and do not:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The real cables beside the checkout: a share, and no word of them.
#[test]
fn real_cables() {
    let folder = root().join("../shared/corpus");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "txt" || extension == "html")
    });
    if paths.is_empty() {
        println!("skipped: no real cables beside the checkout");
        return;
    }
    let show = std::env::var_os("CHANCERY_SHOW_DIFFERENCES").is_some();
    let (mut n_cables, mut n_same) = (0, 0);
    for path in &paths {
        let Some(differences) = differences_of(path) else {
            continue;
        };
        n_cables += 1;
        n_same += usize::from(differences.is_empty());
        if show && !differences.is_empty() {
            println!("{}:", path.display());
            for difference in differences {
                println!("  {difference}");
            }
        }
    }
    println!("{n_same} of {n_cables} real cables are read back the same");
    assert!(
        n_same * 1_000 >= n_cables * 995,
        "{n_same} of {n_cables} are read back the same"
    );
}

/// Well-formed telegrams of the generator have nothing that the form cannot hold.
#[test]
fn generated_cables() {
    let mut wrong = Vec::new();
    for seed in 0..=255u8 {
        let text = generate::wire(&mut generate::Choices::new(&[seed]));
        let differences = round_trip::differences(&read(text.as_bytes(), &Hints::default()));
        if !differences.is_empty() {
            wrong.push(format!("{text}\n  {}", differences.join("\n  ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}:\n{}",
        wrong.len(),
        wrong.join("\n=====\n")
    );
}

/// Damaged cables: what differs is counted by field, and few differ that were read without a guess.
#[test]
fn damaged_cables() {
    const N_CABLES: u16 = 1_500;
    let show = std::env::var_os("CHANCERY_SHOW_DIFFERENCES").is_some();
    let mut by_field = std::collections::BTreeMap::<String, usize>::new();
    let (mut n_cables, mut n_same, mut n_sure, mut n_sure_same) = (0, 0, 0, 0);
    for seed in 0..N_CABLES {
        let text = generate::damaged_cable(&seed.to_le_bytes());
        let document = read(text.as_bytes(), &Hints::default());
        if document.not_a_cable().is_some() {
            continue;
        }
        let differences = round_trip::differences(&document);
        let sure = document
            .diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity() == Severity::Information);
        n_cables += 1;
        n_same += usize::from(differences.is_empty());
        n_sure += usize::from(sure);
        n_sure_same += usize::from(sure && differences.is_empty());
        for difference in &differences {
            let field = difference.split(':').next().unwrap_or("");
            let field = field.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            *by_field.entry(field.to_owned()).or_default() += 1;
        }
        if show && sure && !differences.is_empty() {
            println!("seed {seed}: {}", differences.join("\n  "));
        }
    }
    println!(
        "{n_same} of {n_cables} damaged cables come back the same, {n_sure_same} of {n_sure} read without a warning; {by_field:?}"
    );
    assert!(n_same * 100 >= n_cables * 85, "{n_same} of {n_cables}");
    assert!(
        n_sure_same * 100 >= n_sure * 88,
        "{n_sure_same} of {n_sure} that were read without a warning"
    );
}
