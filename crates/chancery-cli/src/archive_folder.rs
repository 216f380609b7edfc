//! Which folder is the archive when `--archive` does not say.

use std::path::{Path, PathBuf};

use chancery_archive::{Archive, CableKey};

use crate::error::CommandError;
use crate::render::references;
use crate::terminal::Terminal;

/// How the folders of archives are named: `samples.cables`.
const EXTENSION: &str = "cables";

/// The archive that a command finds or is told.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ArchiveArg {
    /// Folder of the archive
    #[arg(long = "archive", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

/// Where `paths` are taken to: what `--archive` says, or a folder in the current one named after what it holds.
///
/// `samples` goes to `samples.cables`, and so does `samples.txt`; several paths go to `chancery.cables`. Never into
/// the folder that is taken in: it may be somebody else's, or on a medium that cannot be written.
pub(crate) fn to_write(arg: &ArchiveArg, paths: &[PathBuf]) -> PathBuf {
    if let Some(folder) = &arg.folder {
        return folder.clone();
    }
    let name = match paths {
        // The name of `.` or `..` is only known in full.
        [path] => std::path::absolute(path)
            .ok()
            .and_then(|path| normalized(&path).file_stem().map(ToOwned::to_owned)),
        _ => None,
    };
    let mut name = name.unwrap_or_else(|| "chancery".into());
    name.push(".");
    name.push(EXTENSION);
    PathBuf::from(name)
}

/// Where to look: what `--archive` says, or the one archive in the current folder.
pub(crate) fn to_read(arg: &ArchiveArg) -> Result<PathBuf, CommandError> {
    if let Some(folder) = &arg.folder {
        return Ok(folder.clone());
    }
    only_one()?.ok_or_else(|| {
        CommandError::new("there is no archive in this folder")
            .hint("name one with `--archive DIR`")
            .hint("`chancery open PATH` makes one of a folder of cables")
    })
}

/// Says that an archive has no such cable, which refer to it, and which are near. Every command says it so.
pub(crate) fn report_no_such_cable(
    archive: &Archive,
    spelling: &str,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    const N_NEAR: usize = 5;
    terminal.error(format_args!(
        "the archive {} has no cable {spelling}",
        archive.folder().display()
    ));
    if let Some(missing) = archive.missing_cable(spelling)? {
        let referrers: Vec<&str> = missing.cited_by.iter().map(CableKey::as_str).collect();
        let more = match missing.n_cited_by.saturating_sub(referrers.len() as u64) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        terminal.note(format_args!(
            "{} is missing: referred to by {}{more}; {}",
            missing.id,
            referrers.join(", "),
            references::window(&missing.window)
        ));
    }
    let near = archive.neighbours(spelling, N_NEAR)?;
    if !near.is_empty() {
        let near: Vec<&str> = near.iter().map(|line| line.key.as_str()).collect();
        terminal.hint(format_args!("near it: {}", near.join(", ")));
    }
    Ok(())
}

/// The one archive in the current folder, where there is any.
pub(crate) fn only_one() -> Result<Option<PathBuf>, CommandError> {
    let mut found = archives_in(Path::new("."));
    match found.len() {
        0 => Ok(None),
        1 => Ok(Some(found.remove(0))),
        _ => {
            let names: Vec<String> = found
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            Err(CommandError::new(format!(
                "there are several archives in this folder: {}",
                names.join(", ")
            ))
            .hint(format!("name one: `--archive {}`", names[0])))
        }
    }
}

/// The folders that are archives by their name, sorted.
fn archives_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut archives: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| {
            name.extension()
                .is_some_and(|extension| extension == EXTENSION)
        })
        .collect();
    archives.sort();
    archives
}

/// The path without `.` and `..`, as it is spelled: links are not followed, since only the name counts.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                normalized.pop();
            }
            component => normalized.push(component),
        }
    }
    normalized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expected: &str) {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let folder = to_write(&ArchiveArg { folder: None }, &paths);
        assert_eq!(folder, Path::new(expected));
    }

    #[test]
    fn archives_are_named_after_what_they_hold() {
        check(&["samples"], "samples.cables");
        check(&["../a/samples/"], "samples.cables");
        check(&["a/b/.."], "a.cables");
        check(&["07STRELSAU92.txt"], "07STRELSAU92.cables");
        check(&["a", "b"], "chancery.cables");
        check(&["/"], "chancery.cables");
    }
}
