//! Inputs of the commands that read cables: files, folders, standard input, rows of a table, cables of an archive.
//!
//! `read`, `check` and `write` take the same arguments and go through the same loop, so that they agree on what is an
//! input, what it is called in a message, and what becomes of one that gives no cable.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chancery_archive::Archive;
use chancery_format::record::Metadata;
use chancery_format::{Document, Hints, MAX_TEXT_BYTES, Mrn, NotACable};
use chancery_sources::{Content, HEAD_BYTES, Item, Options};
use walkdir::WalkDir;

use crate::archive_folder;
use crate::error::{CommandError, Exit};
use crate::render::counted;
use crate::terminal::Terminal;

/// What the commands that read cables have in common.
#[derive(Debug, clap::Args)]
pub(crate) struct InputArgs {
    /// Files and folders; `-`, or none, is standard input
    ///
    /// In a folder, files that are no cables are passed over, as are links and names that begin with a dot. Tables, JSON,
    /// packed files, archives of files, volumes, PDF and mail are taken apart as `chancery ingest` does: each row, line,
    /// member, document or message is a cable. The name of a file that reads as an identifier, `07STRELSAU92.txt`, names a
    /// cable whose text does not. A name that is no file is the identifier of a cable of `--archive`, or of the one
    /// folder `*.cables` in the current folder.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Identifier of a cable whose text names none, in any spelling
    #[arg(long, value_name = "MRN", value_parser = parse_mrn)]
    id: Option<Mrn>,

    /// Take cables from this archive too, by identifier in any spelling
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,
}

/// An identifier given on the command line.
fn parse_mrn(text: &str) -> Result<Mrn, &'static str> {
    Mrn::parse(text, None).ok_or("an identifier has a year, a post and a number: 07STRELSAU92")
}

/// One cable of the inputs.
pub(crate) struct CableInput {
    /// What to call it in messages: `a.txt`, `<stdin>`, `cables.csv row 2`.
    pub(crate) name: String,
    pub(crate) document: Document,
    /// Whether the command was given more inputs than this one.
    pub(crate) is_one_of_several: bool,
}

/// What became of the inputs.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) n_cables: u64,
    /// Files of folders that gave no cable.
    n_passed_over: u64,
    /// Links in folders.
    n_links: u64,
    any_unread: bool,
    any_not_a_cable: bool,
    /// Whether there was more than one input to look at.
    pub(crate) several: bool,
}

impl Met {
    /// How the inputs alone would end the command.
    pub(crate) fn exit(&self) -> Exit {
        if self.any_unread {
            Exit::Trouble
        } else if self.any_not_a_cable {
            Exit::Negative
        } else {
            Exit::Success
        }
    }

    /// What was passed over in folders, in words; empty where nothing was.
    pub(crate) fn passed_over(&self) -> String {
        let mut parts = Vec::new();
        if self.n_passed_over > 0 {
            let files = counted(self.n_passed_over, "file", "files");
            parts.push(format!("{files} passed over, being no cables"));
        }
        if self.n_links > 0 {
            let links = counted(self.n_links, "link", "links");
            parts.push(format!("{links} not followed"));
        }
        parts.join("; ")
    }
}

/// Reads all inputs in order and hands on each cable. Whatever is wrong with an input is said, and the rest goes on.
pub(crate) fn each_cable(
    args: &InputArgs,
    terminal: &mut Terminal,
    mut take: impl FnMut(CableInput, &mut Terminal) -> Result<(), CommandError>,
) -> Result<Met, CommandError> {
    let stdin = [PathBuf::from("-")];
    let named = match args.files.as_slice() {
        [] => &stdin,
        files => files,
    };
    // An identifier is looked up in the one archive of the current folder, as `search` does.
    let folder = match &args.archive {
        Some(folder) => Some(folder.clone()),
        None if named.iter().any(|path| names_a_cable(path)) => archive_folder::only_one()?,
        None => None,
    };
    let archive = match folder {
        Some(folder) => Some(Archive::open(&folder)?),
        None => None,
    };
    let mut met = Met::default();
    let walked: Vec<Named> = named
        .iter()
        .map(|path| Named::walk(path, &mut met))
        .collect();
    met.several = walked.iter().map(|named| named.files.len()).sum::<usize>() > 1;
    for named in walked {
        let n_before = met.n_cables;
        let mut told = false;
        for file in &named.files {
            told |= one_input(file, args, archive.as_ref(), &mut met, terminal, &mut take)?;
        }
        // A folder is an input like any other: one that gives no cable is told, once.
        if named.is_folder && met.n_cables == n_before && !told {
            let name = display_name(&named.path);
            terminal.error(format_args!("{name}: holds no cable"));
            met.any_not_a_cable = true;
        }
    }
    Ok(met)
}

/// Takes the cables of one file; true where something else was said of it.
fn one_input(
    file: &Walked,
    args: &InputArgs,
    archive: Option<&Archive>,
    met: &mut Met,
    terminal: &mut Terminal,
    take: &mut impl FnMut(CableInput, &mut Terminal) -> Result<(), CommandError>,
) -> Result<bool, CommandError> {
    let path = &file.path;
    let name = display_name(path);
    let mut source = (!is_stdin(path)).then(|| path.to_string_lossy().into_owned());
    let mut id = args.id.clone();
    let mut beside = Metadata::default();
    let head = Head::of(path, terminal);
    if let Some(told) = apart(file, &head, args, met, terminal, take)? {
        return Ok(told);
    }
    let read = match read_input(path, head) {
        Err(error) if !file.found && error.kind() == io::ErrorKind::NotFound => {
            if let Some(stored) = from_archive(&name, archive, terminal)? {
                source = Some(stored.path);
                id = id.or(stored.id);
                beside = stored.beside;
                Input::Bytes(stored.bytes)
            } else {
                match archive {
                    // The archive was asked, and says no.
                    Some(_) if is_identifier(&name) => met.any_not_a_cable = true,
                    _ => {
                        report_unread(path, &error, terminal);
                        met.any_unread = true;
                    }
                }
                return Ok(true);
            }
        }
        Err(error) => {
            report_unread(path, &error, terminal);
            met.any_unread = true;
            return Ok(true);
        }
        Ok(read) => read,
    };
    let bytes = match read {
        Input::Bytes(bytes) => bytes,
        Input::TooLarge => {
            return Ok(met.not_a_cable(file, &name, NotACable::TooLarge, terminal));
        }
    };
    let hints = Hints { path: source, id };
    // The telegrams of a text that has several.
    let parts = chancery_format::split(&bytes);
    if parts.len() <= 1 {
        let mut document = chancery_format::read(&bytes, &hints);
        // What stood around a cable comes before what stands within it.
        let inner = std::mem::replace(&mut document.metadata, beside);
        for (label, value) in inner.0 {
            if document.metadata.get(&label).is_none() {
                document.metadata.push(&label, &value);
            }
        }
        // No longer needed, and a cable may be large.
        drop(bytes);
        if let Some(reason) = document.not_a_cable() {
            return Ok(met.not_a_cable(file, &name, reason, terminal));
        }
        met.n_cables += 1;
        let is_one_of_several = met.several;
        take(
            CableInput {
                name,
                document,
                is_one_of_several,
            },
            terminal,
        )?;
        return Ok(false);
    }
    met.several = true;
    let mut told = false;
    let n_parts = parts.len();
    for (index, part) in parts.into_iter().enumerate() {
        let name = format!("{name} ({} of {n_parts})", index + 1);
        let document = chancery_format::read(&bytes[part], &hints);
        if let Some(reason) = document.not_a_cable() {
            report_not_a_cable(&name, reason, terminal);
            met.any_not_a_cable = true;
            told = true;
            continue;
        }
        met.n_cables += 1;
        take(
            CableInput {
                name,
                document,
                is_one_of_several: true,
            },
            terminal,
        )?;
    }
    Ok(told)
}

/// What an input begins with.
struct Head {
    bytes: Vec<u8>,
    is_all: bool,
}

impl Head {
    /// The head of a file, or of standard input, which goes on behind it. Empty where it does not read: reading it as a
    /// whole will say why.
    fn of(path: &Path, terminal: &mut Terminal) -> Head {
        let mut bytes = Vec::new();
        let limit = HEAD_BYTES as u64;
        if is_stdin(path) {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                terminal.note("reading a cable from the terminal; end it with Ctrl-D");
            }
            let _ = stdin.lock().take(limit).read_to_end(&mut bytes);
        } else if fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
            let _ = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        }
        Head {
            is_all: bytes.len() < HEAD_BYTES,
            bytes,
        }
    }
}

/// Takes the cables of whatever holds others as the archive does: a table, JSON, a packed file or an archive of files, a
/// volume, a PDF, a mail. `None` where it is none of these; else whether something was said of it.
fn apart(
    file: &Walked,
    head: &Head,
    args: &InputArgs,
    met: &mut Met,
    terminal: &mut Terminal,
    take: &mut impl FnMut(CableInput, &mut Terminal) -> Result<(), CommandError>,
) -> Result<Option<bool>, CommandError> {
    if !chancery_sources::is_taken_apart(&head.bytes, head.is_all) {
        return Ok(None);
    }
    let mut told = false;
    let mut failed = None;
    let n_before = met.n_cables;
    let several = met.several;
    // Of a file found in a folder that gives no cable nothing is said but their number.
    let mut problems = Vec::new();
    let mut sink = |item: Item| {
        let name = item.place.to_string();
        match item.content {
            Content::Found(mut found) => {
                if found.id.is_none() {
                    found.id = args.id.as_ref().map(ToString::to_string);
                }
                let document = found.read(&item.place);
                if let Some(reason) = document.not_a_cable() {
                    problems.push(format!("{name}: not a cable: {reason}"));
                    return ControlFlow::Continue(());
                }
                if let Some(remark) = &found.remark {
                    terminal.warn(format_args!("{name}: {remark}"));
                }
                met.n_cables += 1;
                // A packed file of one content, or a mail, may be the only cable.
                let is_one_of_several = several || !item.place.steps().is_empty();
                met.several |= is_one_of_several;
                let input = CableInput {
                    name,
                    document,
                    is_one_of_several,
                };
                failed = take(input, terminal).err();
            }
            Content::Problem(problem) => {
                problems.push(format!("{name}: {problem}"));
            }
        }
        if !file.found || met.n_cables > n_before {
            for problem in problems.drain(..) {
                terminal.error(problem);
                met.any_not_a_cable = true;
                told = true;
            }
        }
        if failed.is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let _ = if is_stdin(&file.path) {
        let mut stream = head.bytes.chain(io::stdin().lock());
        chancery_sources::walk_stream(
            &display_name(&file.path),
            &mut stream,
            &Options::default(),
            &mut sink,
        )
    } else {
        let paths = [file.path.clone()];
        chancery_sources::walk(&paths, &Options::default(), &mut sink)
    };
    if !problems.is_empty() {
        met.n_passed_over += 1;
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(Some(told)),
    }
}

impl Met {
    /// Notes an input that is no cable, and says so where it was given by name.
    fn not_a_cable(
        &mut self,
        file: &Walked,
        name: &str,
        reason: NotACable,
        terminal: &mut Terminal,
    ) -> bool {
        if file.found {
            self.n_passed_over += 1;
        } else {
            report_not_a_cable(name, reason, terminal);
            self.any_not_a_cable = true;
        }
        !file.found
    }
}

/// A cable of an archive, to be read as the archive reads it.
struct Stored {
    /// The original, or the text that stands for it: that of a PDF, a row, a mail.
    bytes: Vec<u8>,
    /// Where it came from.
    path: String,
    /// The identifier that its source gave.
    id: Option<Mrn>,
    /// What its source said beside the text.
    beside: Metadata,
}

/// A cable of the archive; what is near is said where there is no such cable.
fn from_archive(
    spelling: &str,
    archive: Option<&Archive>,
    terminal: &mut Terminal,
) -> Result<Option<Stored>, CommandError> {
    let Some(archive) = archive else {
        return Ok(None);
    };
    let key = archive.resolve(spelling)?;
    let exported = match &key {
        Some(key) => archive.exported(key, true)?,
        None => Vec::new(),
    };
    let (Some(key), false) = (key, exported.is_empty()) else {
        if is_identifier(spelling) {
            archive_folder::report_no_such_cable(archive, spelling, terminal)?;
        }
        return Ok(None);
    };
    let n_editions = exported.last().map_or(1, |last| last.edition);
    if n_editions > 1 {
        terminal.note(format_args!(
            "{key}: {n_editions} editions in the archive; this is the first"
        ));
    }
    let source = exported
        .into_iter()
        .next()
        .and_then(|first| first.original)
        .ok_or_else(|| CommandError::new(format!("{key}: the archive has lost the original")))?;
    Ok(Some(Stored {
        bytes: match source.read {
            Some(text) => text.into_bytes(),
            None => source.original.bytes,
        },
        path: source.original.path,
        beside: source.beside,
        id: source
            .source_identifier
            .and_then(|id| Mrn::parse(&id, None)),
    }))
}

/// Whether a path means standard input.
fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a name that was given is no file and reads as an identifier.
fn names_a_cable(path: &Path) -> bool {
    is_identifier(&path.to_string_lossy()) && fs::symlink_metadata(path).is_err()
}

/// Whether a name reads as the identifier of a cable or as the key of one without.
fn is_identifier(name: &str) -> bool {
    name.starts_with("x-") || Mrn::parse(name, None).is_some()
}

/// The name to show for an input.
fn display_name(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        path.to_string_lossy().into_owned()
    }
}

/// What was read.
enum Input {
    /// All of it.
    Bytes(Vec<u8>),
    /// More than can be a cable; reading stopped.
    TooLarge,
}

/// Reads a file, or what follows the head of standard input, up to the most a cable can be.
fn read_input(path: &Path, head: Head) -> io::Result<Input> {
    const LIMIT_BYTES: u64 = MAX_TEXT_BYTES as u64;
    let mut bytes = Vec::new();
    if is_stdin(path) {
        bytes = head.bytes;
        if !head.is_all {
            let rest = io::stdin().lock();
            rest.take(LIMIT_BYTES + 1).read_to_end(&mut bytes)?;
        }
    } else {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if metadata.len() > LIMIT_BYTES {
            return Ok(Input::TooLarge);
        }
        bytes.reserve_exact(metadata.len() as usize + 1);
        // Bounded all the same: devices and pipes have no length.
        file.take(LIMIT_BYTES + 1).read_to_end(&mut bytes)?;
    }
    Ok(if bytes.len() > MAX_TEXT_BYTES {
        Input::TooLarge
    } else {
        Input::Bytes(bytes)
    })
}

/// Says that an input is no cable, and why.
fn report_not_a_cable(name: &str, reason: NotACable, terminal: &mut Terminal) {
    terminal.error(format_args!("{name}: not a cable: {reason}"));
}

/// Says that an input could not be read, and why.
fn report_unread(path: &Path, error: &io::Error, terminal: &mut Terminal) {
    let name = display_name(path);
    terminal.error(format_args!("{name}: {}", why_unread(path, error)));
    let is_identifier = error.kind() == io::ErrorKind::NotFound
        && !path.is_symlink()
        && Mrn::parse(&name, None).is_some();
    if is_identifier {
        terminal.hint("`--archive DIR` takes a cable from an archive by its identifier");
    }
}

/// Why a path cannot be read, in words.
pub(crate) fn why_unread(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            "is a link to a file that is not there".to_owned()
        }
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        // What a link that leads back to itself gives has no stable kind.
        _ if path.is_symlink() && fs::canonicalize(path).is_err() => {
            "is a link that leads nowhere".to_owned()
        }
        io::ErrorKind::NotADirectory => {
            "no such file: a part of the path is a file, not a folder".to_owned()
        }
        _ => format!("cannot be read: {error}"),
    }
}

/// One file to look at.
#[derive(Clone, Debug)]
struct Walked {
    path: PathBuf,
    /// Found in a folder, not given by name: it need not be a cable.
    found: bool,
}

/// An input as it was given, with the files it stands for.
struct Named {
    path: PathBuf,
    is_folder: bool,
    files: Vec<Walked>,
}

impl Named {
    /// A file stands for itself, a folder for the files in it, by name. Names that begin with a dot are left out of
    /// folders, and links in them are not followed.
    fn walk(path: &Path, met: &mut Met) -> Named {
        let mut files = Vec::new();
        let is_folder =
            !is_stdin(path) && fs::metadata(path).is_ok_and(|metadata| metadata.is_dir());
        if is_folder {
            let entries = WalkDir::new(path)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|entry| {
                    entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
                });
            for entry in entries {
                match entry {
                    Ok(entry) if entry.file_type().is_file() => files.push(Walked {
                        path: entry.into_path(),
                        found: true,
                    }),
                    Ok(entry) => {
                        met.n_links += u64::from(entry.path_is_symlink() && entry.depth() > 0);
                    }
                    // Reading it will say what is wrong with it.
                    Err(error) => files.push(Walked {
                        path: error.path().unwrap_or(path).to_owned(),
                        found: false,
                    }),
                }
            }
        } else {
            files.push(Walked {
                path: path.to_owned(),
                found: false,
            });
        }
        Named {
            path: path.to_owned(),
            is_folder,
            files,
        }
    }
}
