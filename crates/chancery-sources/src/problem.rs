//! Why something was not taken, or not whole.

use std::fmt;
use std::io;

use crate::Doubt;

/// How [`Problem::NoTextColumn`] begins in words.
pub const NO_TEXT_COLUMN: &str = "has no column known to hold the text";

/// Why something was not taken, or not whole. In words: "is …", so that a place can stand in front.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No file has this name, or no longer.
    Gone,
    /// The operating system refused.
    CannotRead {
        /// In its words.
        error: String,
    },
    /// A device, a pipe, a socket.
    NotAFile,
    /// A symbolic link met in a folder.
    SymbolicLink,
    /// A folder that the caller wants left out, given by name.
    LeftOut,
    /// Nothing in it.
    Empty,
    /// Larger than one thing may be.
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// Archives in archives beyond the limit; this one was not opened.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More members than one file may have; the rest was left.
    TooMany {
        /// The limit.
        limit: u64,
    },
    /// More bytes than may be unpacked from one file; the rest was left.
    TooMuch {
        /// The limit.
        limit_bytes: u64,
    },
    /// Grows beyond measure when unpacked, as only a bomb does; the rest was left.
    Bomb {
        /// How many times its size it may become.
        limit_ratio: u64,
    },
    /// Damaged; what stands before the damage was taken.
    Broken {
        /// What it was read as.
        what: &'static str,
        /// What is wrong, in the words of its reader.
        how: String,
    },
    /// Ends before its end; what is there was taken.
    Incomplete {
        /// What it was read as.
        what: &'static str,
    },
    /// A row whose closing quote is lost; it ends where the next row begins.
    RowLost,
    /// A name such as `../../x` or `/etc/x`, as a remark on the first thing taken from there: the name is only a name.
    UnsafePath,
    /// A link or device in an archive; it has no content.
    NoContent,
    /// Encrypted.
    Encrypted {
        /// What it is.
        what: &'static str,
    },
    /// A kind of file that holds others or holds text, and that is not read.
    Unsupported {
        /// What it is.
        what: &'static str,
    },
    /// A document without a text layer, as a scan is.
    NoText {
        /// How many pages it has.
        n_pages: usize,
    },
    /// A document, mail, row or element with the text of several cables; of each its text was taken.
    Several {
        /// How many.
        n: usize,
        /// Whether the whole is kept with the first: rows and elements are, documents and mails are not.
        is_kept: bool,
    },
    /// A table or JSON object without the column that holds the text.
    NoTextColumn {
        /// The names that are there, some of them.
        columns: String,
        /// The one that is likely to hold it, as its fields are longest.
        likely: Option<String>,
    },
    /// Columns whose first values look like something else than what they are taken for; all was taken as it was told.
    UnlikeColumns {
        /// Which.
        columns: Vec<Doubt>,
    },
    /// A line that is no JSON object.
    BadLine {
        /// Which, from 1.
        number: u64,
        /// What is wrong.
        how: String,
    },
}

impl Problem {
    /// Whether a limit cut something off that may be sound.
    pub fn is_cut(&self) -> bool {
        matches!(
            self,
            Problem::TooLarge { .. }
                | Problem::TooDeep { .. }
                | Problem::TooMany { .. }
                | Problem::TooMuch { .. }
                | Problem::Bomb { .. }
        )
    }

    /// Whether everything at the place was taken all the same: a remark, never an item of its own.
    pub fn is_remark(&self) -> bool {
        matches!(
            self,
            Problem::UnsafePath | Problem::Several { .. } | Problem::UnlikeColumns { .. }
        )
    }

    /// What can be done about it, where that is not plain from what it is.
    pub fn help(&self) -> Option<String> {
        match self {
            Problem::NoTextColumn { likely, .. } => Some(match likely {
                Some(name) => format!(
                    "say which column is the text, perhaps `--column 'text={name}'`, and likewise `--column id=NAME`"
                ),
                None => "say which column is the text, `--column text=NAME`, and likewise `--column id=NAME`"
                    .to_owned(),
            }),
            Problem::UnlikeColumns { columns } => {
                let options: Vec<String> = columns
                    .iter()
                    .map(|doubt| format!("`--column {}=NAME`", doubt.taken_for))
                    .collect();
                Some(format!(
                    "where that is wrong, say which column it is: {}; running again mends what was taken",
                    options.join(" ")
                ))
            }
            _ => None,
        }
    }

    pub(crate) fn broken(what: &'static str, how: impl fmt::Display) -> Problem {
        let how = how.to_string();
        let how = how.chars().take(200).collect();
        Problem::Broken { what, how }
    }

    /// What a failed read means; `what` is what was being read.
    pub(crate) fn of(error: &io::Error, what: &'static str) -> Problem {
        if let Some(problem) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Problem>())
        {
            return problem.clone();
        }
        match error.kind() {
            io::ErrorKind::NotFound => Problem::Gone,
            io::ErrorKind::UnexpectedEof => Problem::Incomplete { what },
            _ if error.raw_os_error().is_some() => Problem::CannotRead {
                error: error.to_string(),
            },
            _ => Problem::broken(what, error),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Gone => write!(f, "is gone"),
            Problem::CannotRead { error } => write!(f, "cannot be read: {error}"),
            Problem::NotAFile => write!(f, "is not a regular file"),
            Problem::SymbolicLink => write!(f, "is a symbolic link, which is not followed"),
            Problem::LeftOut => write!(f, "is an archive, not a folder of cables"),
            Problem::Empty => write!(f, "is empty"),
            Problem::TooLarge { limit_bytes } => write!(
                f,
                "is larger than {}, the limit for one thing",
                InWords(*limit_bytes)
            ),
            Problem::TooDeep { limit } => {
                write!(f, "is an archive within {limit} others, the limit")
            }
            Problem::TooMany { limit } => {
                write!(
                    f,
                    "holds more than {limit} things, the limit; the rest was left"
                )
            }
            Problem::TooMuch { limit_bytes } => write!(
                f,
                "unpacks to more than {}, the limit; the rest was left",
                InWords(*limit_bytes)
            ),
            Problem::Bomb { limit_ratio } => write!(
                f,
                "unpacks to more than {limit_ratio} times its size, the limit; the rest was left"
            ),
            Problem::Broken { what, how } => write!(f, "is damaged: {what}: {how}"),
            Problem::Incomplete { what } => write!(f, "ends before its end: {what}"),
            Problem::RowLost => write!(
                f,
                "has lost its closing quote; ended where the next row begins"
            ),
            Problem::UnsafePath => write!(
                f,
                "has a name that leads out of its archive; taken as a name only"
            ),
            Problem::NoContent => write!(f, "is a link or device in an archive, without content"),
            Problem::Encrypted { what } => write!(f, "is encrypted: {what}"),
            Problem::Unsupported { what } => write!(f, "is of a kind that is not read: {what}"),
            Problem::NoText { n_pages } => write!(
                f,
                "has no text layer: {n_pages} page{} of images",
                if *n_pages == 1 { "" } else { "s" }
            ),
            Problem::Several { n, is_kept } => write!(
                f,
                "holds {n} cables; the text of each was taken, the {}",
                if *is_kept {
                    "whole is kept with the first"
                } else {
                    "document itself is not kept"
                }
            ),
            Problem::NoTextColumn { columns, .. } => {
                write!(f, "{NO_TEXT_COLUMN}, among {columns}")
            }
            Problem::UnlikeColumns { columns } => {
                for (index, doubt) in columns.iter().enumerate() {
                    if index > 0 {
                        write!(f, "; ")?;
                    }
                    write!(
                        f,
                        "the column `{}` is taken for the {}, and its values do not look like that: `{}`",
                        doubt.column,
                        match doubt.taken_for {
                            "id" => "identifier",
                            name => name,
                        },
                        doubt.example
                    )?;
                }
                Ok(())
            }
            Problem::BadLine { number, how } => {
                write!(f, "is no JSON object: line {number}: {how}")
            }
        }
    }
}

/// A number of bytes for a person: whole MiB where it is that.
struct InWords(u64);

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            n if n >= 1 << 20 && n.is_multiple_of(1 << 20) => write!(f, "{} MiB", n >> 20),
            n => write!(f, "{n} bytes"),
        }
    }
}
