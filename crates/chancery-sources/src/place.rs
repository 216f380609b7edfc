//! Where something was found: a file, then the way into it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The place of an item: `dump.zip!cables/1.txt`, `cables.csv#17`, `letters.mbox#3!note.txt`.
///
/// Names of members are names only. They are never opened as paths.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    path: Arc<Path>,
    steps: Vec<Step>,
}

/// One step into a file. A compressed file with one content is no step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A member of an archive, or the attachment of a mail, by its name; what is not UTF-8 in it is replaced.
    Member(String),
    /// A row, a line, a document, a message.
    Part {
        /// Which one, from 1.
        number: u64,
        /// Its first byte, counted from the start of what holds it, decompressed.
        offset: u64,
    },
}

impl Place {
    /// A whole file; `-` for standard input.
    pub fn file(path: &Path) -> Place {
        Place {
            path: path.into(),
            steps: Vec::new(),
        }
    }

    /// The place a step further in.
    #[must_use]
    pub fn within(&self, step: Step) -> Place {
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        steps.extend_from_slice(&self.steps);
        steps.push(step);
        Place {
            path: Arc::clone(&self.path),
            steps,
        }
    }

    /// The file that a walk opens.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The way into the file, from the outside in.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The place of a member or an attachment within this.
    pub(crate) fn member(&self, name: &[u8]) -> Place {
        self.within(Step::Member(String::from_utf8_lossy(name).into_owned()))
    }

    pub(crate) fn part(&self, number: u64, offset: u64) -> Place {
        self.within(Step::Part { number, offset })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        for step in &self.steps {
            match step {
                Step::Member(name) => write!(f, "!{name}")?,
                Step::Part { number, .. } => write!(f, "#{number}")?,
            }
        }
        Ok(())
    }
}
