//! `cargo xtask accuracy`: how far what is read from a cable's text is right.
//!
//! Two yardsticks. [`pages`]: a mirror's page states identifier, time, classification, origin, title and linked tags
//! around the cable; the text is parsed without any of it, and the two are compared. [`gold`]: what no page states is
//! labelled by hand in fifty cables drawn by a fixed rule, as numbers and short keys.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chancery_format::{Hints, Wrapper, read};

mod gold;
mod pages;

/// Compares all pages of a folder; `list` prints every difference.
pub(crate) fn run(folder: &Path, list: bool) -> Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut pages = pages::Report::default();
    let mut gold = gold::Report::new(&files)?;
    for file in &files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let document = read(&bytes, &Hints::default());
        if document.wrapper == Wrapper::Text {
            continue;
        }
        // The text alone, without anything the page says.
        let alone = read(document.text.as_bytes(), &Hints::default()).record();
        pages.add(stem(file), &document.metadata, &alone);
        if is_page(file) {
            gold.add(stem(file), &alone);
        }
    }
    pages.print(list);
    println!();
    gold.print(list);
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// A file of the mirror, which the gold cables are drawn from.
fn is_page(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "html")
}

/// The name of a file without its ending, which for a page is the identifier of its cable.
fn stem(file: &Path) -> &str {
    file.file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default()
}

/// A share in per cent with two decimals, cut and not rounded, so that 100.00% means all.
fn share(part: usize, whole: usize) -> String {
    match (part * 10_000).checked_div(whole) {
        Some(share) => format!("{}.{:02}%", share / 100, share % 100),
        None => "-".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        assert_eq!(share(1, 3), "33.33%");
        assert_eq!(share(2999, 3000), "99.96%");
        assert_eq!(share(3, 3), "100.00%");
        assert_eq!(share(0, 0), "-");
    }
}
