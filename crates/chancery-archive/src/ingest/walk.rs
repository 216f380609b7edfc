//! Which files a run will look at.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::{Error, layout};

/// One file to look at, or one that is known already not to be readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) n_bytes: u64,
    /// Why it cannot be read, where the walk has shown that.
    pub(super) problem: Option<String>,
}

/// All files under the paths, in the order of the paths and within each by name.
///
/// Names that begin with a dot, and archives, are left out unless they are given themselves. Symbolic links are not
/// followed unless they are given themselves: what they lead to is either under the paths anyway or not meant.
///
/// # Errors
///
/// Where a path is not there, before anything else is looked at.
pub(super) fn walk(paths: &[PathBuf]) -> Result<Vec<Input>, Error> {
    for path in paths {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::NoSuchInput { path: path.clone() });
            }
            _ => {}
        }
    }
    Ok(paths.iter().flat_map(|path| walk_one(path)).collect())
}

fn walk_one(root: &Path) -> Vec<Input> {
    if layout::is_archive(root) {
        return vec![Input {
            path: root.to_owned(),
            n_bytes: 0,
            problem: Some("is an archive, not a folder of cables".to_owned()),
        }];
    }
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => Some(input(&entry)),
            Err(error) => Some(Input {
                path: error.path().unwrap_or(root).to_owned(),
                n_bytes: 0,
                problem: Some(match error.io_error() {
                    Some(error) => cannot_read(error),
                    None => error.to_string(),
                }),
            }),
        })
        .collect()
}

fn input(entry: &DirEntry) -> Input {
    // For a link given by name this is what it leads to.
    let metadata = if entry.depth() == 0 {
        fs::metadata(entry.path())
    } else {
        entry.metadata().map_err(io::Error::from)
    };
    let (n_bytes, problem) = match metadata {
        Ok(metadata) if metadata.is_file() => (metadata.len(), None),
        Ok(metadata) if metadata.is_symlink() => (
            0,
            Some("is a symbolic link, which is not followed".to_owned()),
        ),
        Ok(_) => (0, Some("is not a regular file".to_owned())),
        Err(error) => (0, Some(cannot_read(&error))),
    };
    Input {
        path: entry.path().to_owned(),
        n_bytes,
        problem,
    }
}

fn is_left_out(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
        || (entry.file_type().is_dir() && layout::is_archive(entry.path()))
}

/// A reason in words for a file that could not be read.
pub(super) fn cannot_read(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_by_name_and_hidden_files_stay_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b/2.txt", "b/1.txt", "a.txt", ".git/config", "c/.hidden"] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::create_dir_all(root.join("d")).unwrap();
        layout::write_marker(&root.join("d")).unwrap();
        let names = |paths: &[PathBuf]| -> Vec<String> {
            walk(paths)
                .unwrap()
                .iter()
                .map(|input| {
                    let path = input.path.strip_prefix(root).unwrap();
                    path.to_string_lossy().into_owned()
                })
                .collect()
        };
        assert_eq!(names(&[root.to_owned()]), ["a.txt", "b/1.txt", "b/2.txt"]);
        assert_eq!(
            names(&[root.join("c/.hidden"), root.join("b")]),
            ["c/.hidden", "b/1.txt", "b/2.txt"]
        );
        let error = walk(&[root.to_owned(), root.join("nowhere")]).unwrap_err();
        assert!(error.is_not_found());
        assert!(walk(&[root.join("d")]).unwrap()[0].problem.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("real.txt"), "x").unwrap();
        fs::create_dir(root.join("in")).unwrap();
        std::os::unix::fs::symlink(root.join("real.txt"), root.join("in/link.txt")).unwrap();
        let walked = walk(&[root.join("in")]).unwrap();
        assert!(
            walked[0]
                .problem
                .as_ref()
                .unwrap()
                .contains("symbolic link")
        );
        let given = walk(&[root.join("in/link.txt")]).unwrap();
        assert_eq!((given[0].n_bytes, &given[0].problem), (1, &None));
        std::os::unix::fs::symlink(root.join("nowhere"), root.join("dangling")).unwrap();
        assert!(walk(&[root.join("dangling")]).unwrap_err().is_not_found());
    }
}
