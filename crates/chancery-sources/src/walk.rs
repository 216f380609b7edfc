//! The walk: which files, in which order, and what each is handed to.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chancery_format::record::Metadata;
use walkdir::{DirEntry, WalkDir};

use crate::recognize::{Kind, recognize};
use crate::stream::{Counted, Stream};
use crate::table::Role;
use crate::{
    Content, Found, Item, Options, Place, Problem, Reader, Step, cablegate, compressed, json, mail,
    pdf, table, tar, tei, zip,
};

pub(crate) type Flow = ControlFlow<()>;

/// What stands between the pages of a document.
const PAGE_END: char = '\u{c}';

/// How much there is to walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Files of the outside.
    pub n_files: u64,
    /// Their length; what comes from standard input is not known and not counted.
    pub n_bytes: u64,
}

/// Counts what [`walk`] would read from the same paths, without reading it.
pub fn measure(paths: &[PathBuf], options: &Options) -> Extent {
    let mut extent = Extent::default();
    for path in paths {
        for file in files(path, options) {
            extent.n_files += 1;
            extent.n_bytes += file.n_bytes;
        }
    }
    extent
}

/// The files that [`walk`] would open, in its order, with their length; without standard input and what cannot be opened.
pub fn files_of<'p>(
    paths: &'p [PathBuf],
    options: &'p Options,
) -> impl Iterator<Item = (PathBuf, u64)> + 'p {
    paths
        .iter()
        .flat_map(|path| files(path, options))
        .filter(|file| file.problem.is_none())
        .map(|file| (file.path, file.n_bytes))
}

/// Walks through files and folders, in the order of the paths and within a folder by name; `-` is standard input.
///
/// Names that begin with a dot are left out unless they are given themselves, and so are folders that
/// [`Options::leave_out`] names. Symbolic links are not followed unless they are given themselves. The result is a break
/// only where `sink` gave one.
pub fn walk(
    paths: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut resume = options
        .resume_after
        .as_ref()
        .filter(|place| is_met(paths, options, place.path()));
    let mut walker = Walker::new(options, sink);
    for path in paths {
        if path.as_os_str() == "-" {
            match resume {
                Some(place) if place.path() != path => {}
                // What was read from standard input cannot be read again to look for a place: it is taken whole.
                _ => {
                    resume = None;
                    walker.stream(&Place::file(path), &mut io::stdin().lock())?;
                }
            }
            continue;
        }
        for file in files(path, options) {
            match resume {
                Some(place) if place.path() != file.path => {
                    walker.n_before += file.n_bytes;
                }
                Some(place) => {
                    resume = None;
                    walker.file_after(&file, place)?;
                }
                None => walker.file(&file)?,
            }
        }
    }
    ControlFlow::Continue(())
}

/// Walks through what a reader gives, as [`walk`] does through a file of that name.
pub fn walk_stream(
    name: &str,
    reader: &mut dyn Read,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut walker = Walker::new(options, sink);
    walker.stream(&Place::file(Path::new(name)), reader)
}

/// One file of the outside, or one known not to be readable.
struct OuterFile {
    path: PathBuf,
    n_bytes: u64,
    problem: Option<Problem>,
}

fn is_met(paths: &[PathBuf], options: &Options, path: &Path) -> bool {
    paths.iter().any(|root| {
        root == path || path.starts_with(root) && files(root, options).any(|file| file.path == path)
    })
}

fn files<'p>(root: &'p Path, options: &'p Options) -> Box<dyn Iterator<Item = OuterFile> + 'p> {
    let alone = |problem| {
        Box::new(std::iter::once(OuterFile {
            path: root.to_owned(),
            n_bytes: 0,
            problem: Some(problem),
        }))
    };
    if root.as_os_str() == "-" {
        return Box::new(std::iter::empty());
    }
    match fs::metadata(root) {
        Err(error) => return alone(Problem::of(&error, "file")),
        Ok(metadata) if metadata.is_dir() && (options.leave_out)(root) => {
            return alone(Problem::LeftOut);
        }
        Ok(_) => {}
    }
    let entries = WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry, options));
    Box::new(entries.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => Some(outer_file(&entry)),
        Err(error) => Some(OuterFile {
            path: error.path().unwrap_or(root).to_owned(),
            n_bytes: 0,
            problem: Some(match error.io_error() {
                Some(error) => Problem::of(error, "folder"),
                None => Problem::CannotRead {
                    error: error.to_string(),
                },
            }),
        }),
    }))
}

fn is_left_out(entry: &DirEntry, options: &Options) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
        || (entry.file_type().is_dir() && (options.leave_out)(entry.path()))
}

fn outer_file(entry: &DirEntry) -> OuterFile {
    // For a link given by name this is what it leads to.
    let metadata = if entry.depth() == 0 {
        fs::metadata(entry.path())
    } else {
        entry.metadata().map_err(io::Error::from)
    };
    let (n_bytes, problem) = match metadata {
        Ok(metadata) if metadata.is_file() => (metadata.len(), None),
        Ok(metadata) if metadata.is_symlink() => (0, Some(Problem::SymbolicLink)),
        Ok(_) => (0, Some(Problem::NotAFile)),
        Err(error) => (0, Some(Problem::of(&error, "file"))),
    };
    OuterFile {
        path: entry.path().to_owned(),
        n_bytes,
        problem,
    }
}

/// The state of a walk.
pub(crate) struct Walker<'a> {
    pub(crate) options: &'a Options,
    sink: &'a mut dyn FnMut(Item) -> Flow,
    /// Bytes of the outer files before the current one.
    n_before: u64,
    /// Bytes read of the current one, and its length.
    n_here: Rc<Cell<u64>>,
    n_long: u64,
    /// Bytes unpacked from the current one.
    pub(crate) unpacked: Rc<Cell<u64>>,
    n_members: u64,
    n_emitted: u64,
    /// Everything up to this place is passed over.
    passing: Option<Place>,
    /// The member whose unsafe name was last remarked on.
    remarked: Option<Place>,
}

impl<'a> Walker<'a> {
    fn new(options: &'a Options, sink: &'a mut dyn FnMut(Item) -> Flow) -> Walker<'a> {
        Walker {
            options,
            sink,
            n_before: 0,
            n_here: Rc::default(),
            n_long: 0,
            unpacked: Rc::default(),
            n_members: 0,
            n_emitted: 0,
            passing: None,
            remarked: None,
        }
    }

    pub(crate) fn found(&mut self, place: Place, mut found: Found) -> Flow {
        if found.remark.is_none() {
            found.remark = self.remark_on_name(&place);
        }
        self.emit(place, Content::Found(found))
    }

    /// Once for each member with such a name, with the first thing taken from it: that its name leads outside.
    fn remark_on_name(&mut self, place: &Place) -> Option<Problem> {
        let at = place.steps().iter().position(
            |step| matches!(step, Step::Member(name) if leads_outside(name.as_bytes())),
        )?;
        let is_known = self.remarked.as_ref().is_some_and(|known| {
            known.path() == place.path() && known.steps() == &place.steps()[..=at]
        });
        if is_known {
            return None;
        }
        let mut member = Place::file(place.path());
        for step in &place.steps()[..=at] {
            member = member.within(step.clone());
        }
        self.remarked = Some(member);
        Some(Problem::UnsafePath)
    }

    /// Hands out a document whose text is read instead of its bytes: as one thing, or the text of each of several
    /// telegrams, for which the document is what an archive is for its members.
    pub(crate) fn document(&mut self, place: &Place, mut found: Found) -> Flow {
        let text = found.text.take().unwrap_or_default();
        let parts = chancery_format::split(text.as_bytes());
        if parts.len() < 2 {
            found.text = Some(text);
            return self.found(place.clone(), found);
        }
        let has_pages = text.contains(PAGE_END);
        let page_at = |at: usize| 1 + text[..at].matches(PAGE_END).count();
        let n = parts.len();
        for (number, part) in (1..).zip(parts) {
            let Some(own) = text.get(part.clone()) else {
                continue;
            };
            let mut one = Found::new(found.reader, own.as_bytes().to_vec());
            one.metadata.clone_from(&found.metadata);
            one.metadata.push("Part", &format!("{number} of {n}"));
            if has_pages {
                let first = page_at(part.start + own.len() - own.trim_start().len());
                let last = page_at(part.start + own.trim_end().len());
                let pages = if first == last {
                    first.to_string()
                } else {
                    format!("{first} to {last}")
                };
                one.metadata.push("On pages", &pages);
            }
            one.remark = match (number, &found.remark) {
                (1, Some(remark)) => Some(remark.clone()),
                (1, None) => Some(Problem::Several { n, is_kept: false }),
                _ => None,
            };
            self.found(place.part(number, part.start as u64), one)?;
        }
        ControlFlow::Continue(())
    }

    /// Hands out a row, object or element, or the text of each of several telegrams in it. The first keeps the whole as
    /// its original, and what the source says of it; the others are their texts.
    pub(crate) fn record(&mut self, place: Place, mut found: Found) -> Flow {
        let text = found.text.as_deref().unwrap_or_default();
        let parts = chancery_format::split(text.as_bytes());
        if parts.len() < 2 || parts.iter().any(|part| text.get(part.clone()).is_none()) {
            return self.found(place, found);
        }
        let text = found.text.take().unwrap_or_default();
        let n = parts.len();
        let mut others = Metadata::default();
        for (label, value) in &found.metadata.0 {
            if Role::ALL.iter().all(|role| role.label() != label) {
                others.push(label, value);
            }
        }
        let reader = found.reader;
        let mut whole = Some(found);
        for (number, part) in (1..).zip(parts) {
            let own = &text[part.clone()];
            let mut one = if let Some(mut first) = whole.take() {
                first.text = Some(own.to_owned());
                let several = Problem::Several { n, is_kept: true };
                first.remark.get_or_insert(several);
                first
            } else {
                let mut other = Found::new(reader, own.as_bytes().to_vec());
                other.metadata.clone_from(&others);
                other
            };
            one.metadata.push("Part", &format!("{number} of {n}"));
            self.found(place.part(number, part.start as u64), one)?;
        }
        ControlFlow::Continue(())
    }

    pub(crate) fn problem(&mut self, place: Place, problem: Problem) -> Flow {
        self.emit(place, Content::Problem(problem))
    }

    fn emit(&mut self, place: Place, content: Content) -> Flow {
        self.n_emitted += 1;
        if let Some(passing) = &self.passing {
            if *passing == place {
                self.passing = None;
            }
            return ControlFlow::Continue(());
        }
        let n_read = self.n_before + self.n_here.get().min(self.n_long);
        (self.sink)(Item {
            place,
            content,
            n_read,
        })
    }

    /// Whether another member may be taken; reports where not.
    pub(crate) fn member(&mut self, place: &Place) -> ControlFlow<(), bool> {
        self.n_members += 1;
        let limit = self.options.limits.members;
        if self.n_members > limit {
            if self.n_members == limit + 1 {
                self.problem(place.clone(), Problem::TooMany { limit })?;
            }
            return ControlFlow::Continue(false);
        }
        ControlFlow::Continue(true)
    }

    fn begin(&mut self, n_bytes: u64) {
        self.n_here = Rc::default();
        self.n_long = n_bytes;
        self.unpacked = Rc::default();
        self.n_members = 0;
    }

    fn end(&mut self) {
        self.n_before += self.n_long;
        self.n_long = 0;
    }

    fn stream(&mut self, place: &Place, reader: &mut dyn Read) -> Flow {
        // Of standard input nothing is known in advance.
        self.begin(0);
        let mut counted = Counted {
            inner: reader,
            count: Rc::clone(&self.n_here),
        };
        let stream = Stream::new(&mut counted);
        self.take(place, stream, None, 0)?;
        self.end();
        ControlFlow::Continue(())
    }

    /// One file, from behind a place on; whole where the place is not met.
    fn file_after(&mut self, file: &OuterFile, place: &Place) -> Flow {
        self.passing = Some(place.clone());
        let n_before = self.n_before;
        self.file(file)?;
        if self.passing.take().is_some() {
            self.n_before = n_before;
            self.file(file)?;
        }
        ControlFlow::Continue(())
    }

    fn file(&mut self, file: &OuterFile) -> Flow {
        let place = Place::file(&file.path);
        self.begin(file.n_bytes);
        if let Some(problem) = &file.problem {
            return self.problem(place, problem.clone());
        }
        let opened = File::open(&file.path).and_then(|opened| {
            if opened.metadata()?.is_file() {
                Ok(opened)
            } else {
                Err(io::Error::other(Problem::NotAFile))
            }
        });
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.problem(place, Problem::of(&error, "file"))?;
                self.end();
                return ControlFlow::Continue(());
            }
        };
        let seekable = opened.try_clone().ok();
        let mut counted = Counted {
            inner: &mut opened,
            count: Rc::clone(&self.n_here),
        };
        let stream = Stream::new(&mut counted);
        self.take(&place, stream, seekable, 0)?;
        self.end();
        ControlFlow::Continue(())
    }

    /// Takes apart whatever a stream holds. `file` is the outer file itself, where the stream is that.
    pub(crate) fn take(
        &mut self,
        place: &Place,
        stream: Stream<'_>,
        file: Option<File>,
        depth: usize,
    ) -> Flow {
        let kind = recognize(stream.head(), stream.is_short(), self.options);
        let limit = self.options.limits.depth;
        if kind.is_container() && depth >= limit {
            return self.problem(place.clone(), Problem::TooDeep { limit });
        }
        let n_before = self.n_emitted;
        match kind {
            Kind::Zip => zip::take(self, place, stream, file, depth),
            Kind::Tar => tar::take(self, place, stream, depth),
            Kind::Gzip => compressed::take_gzip(self, place, stream, depth),
            Kind::Zstd => compressed::take_zstd(self, place, stream, depth),
            Kind::Cablegate => {
                let start = self.start_within(place, file);
                cablegate::take(self, place, stream, start)
            }
            Kind::JsonLines => {
                let start = self.start_within(place, file);
                json::take_lines(self, place, stream, start)
            }
            Kind::JsonValues => json::take_values(self, place, stream),
            Kind::Table(dialect) => table::take(self, place, stream, &dialect),
            Kind::Tei => tei::take(self, place, stream),
            Kind::Pdf => pdf::take(self, place, stream),
            Kind::Mail => mail::take_mail(self, place, stream, depth),
            Kind::Mbox => mail::take_mbox(self, place, stream, depth),
            Kind::Unsupported(what) => self.problem(place.clone(), Problem::Unsupported { what }),
            Kind::Empty | Kind::Text => self.whole(place, stream),
        }?;
        // An archive of folders, a list of nothing.
        if self.n_emitted == n_before {
            self.problem(place.clone(), Problem::Empty)?;
        }
        ControlFlow::Continue(())
    }

    /// Hands out a stream as one thing, or the telegrams of a text one by one.
    fn whole(&mut self, place: &Place, stream: Stream<'_>) -> Flow {
        let limits = &self.options.limits;
        let (limit_bytes, whole_bytes) = (limits.one_bytes, limits.whole_bytes);
        // Only a text may hold several.
        let is_text = !stream.head().contains(&0);
        let most = if is_text {
            whole_bytes.max(limit_bytes)
        } else {
            limit_bytes
        };
        let (bytes, mut remark) = match stream.read_whole(most, "file") {
            Ok(bytes) => (bytes, None),
            Err((bytes, remark)) if !bytes.is_empty() && !remark.is_cut() => (bytes, Some(remark)),
            Err((_, problem)) => return self.problem(place.clone(), problem),
        };
        if bytes.is_empty() {
            return self.problem(place.clone(), Problem::Empty);
        }
        let mut parts = if is_text {
            chancery_format::split(&bytes)
        } else {
            Vec::new()
        };
        if parts.len() < 2 {
            if bytes.len() as u64 > limit_bytes {
                return self.problem(place.clone(), Problem::TooLarge { limit_bytes });
            }
            let mut found = Found::new(Reader::Whole, bytes);
            found.remark = remark;
            return self.found(place.clone(), found);
        }
        let last = parts.pop();
        for (n, part) in parts.into_iter().chain(last.clone()).enumerate() {
            let inner = place.part(n as u64 + 1, part.start as u64);
            if part.len() as u64 > limit_bytes {
                self.problem(inner, Problem::TooLarge { limit_bytes })?;
                continue;
            }
            let is_last = last.as_ref() == Some(&part);
            let mut found = Found::new(Reader::Part, bytes[part].to_vec());
            if is_last {
                found.remark = remark.take();
            }
            self.found(inner, found)?;
        }
        ControlFlow::Continue(())
    }

    /// Where a walk that goes on begins in a file of rows, with the file set to that byte.
    fn start_within(&mut self, place: &Place, file: Option<File>) -> Option<Start> {
        let passing = self.passing.as_ref()?;
        let &[Step::Part { number, offset }] = passing.steps() else {
            return None;
        };
        if passing.path() != place.path() || !place.steps().is_empty() || offset == 0 {
            return None;
        }
        let mut file = file?;
        let mut before = [0];
        let is_row = file.seek(SeekFrom::Start(offset - 1)).is_ok()
            && file.read_exact(&mut before).is_ok()
            && before[0] == b'\n';
        if !is_row {
            // No row begins there any more. The stream shares the file's position and goes on behind its head.
            let _ = file.seek(SeekFrom::Start(self.n_here.get()));
            return None;
        }
        self.n_here.set(offset);
        let count = Rc::clone(&self.n_here);
        Some(Start {
            reader: Counted { inner: file, count },
            number,
            offset,
        })
    }
}

/// Where to begin in a file of rows.
pub(crate) struct Start {
    pub(crate) reader: Counted<File>,
    pub(crate) number: u64,
    pub(crate) offset: u64,
}

/// Whether a name, taken as a path, would lead out of the folder it is unpacked in.
fn leads_outside(name: &[u8]) -> bool {
    let is_separator = |byte: &u8| *byte == b'/' || *byte == b'\\';
    name.first().is_some_and(is_separator)
        || matches!(name, [drive, b':', ..] if drive.is_ascii_alphabetic())
        || name.split(is_separator).any(|part| part == b"..")
        || name.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_outside() {
        for name in [
            "../x",
            "a/../../x",
            "/etc/x",
            "\\x",
            "C:\\x",
            "a\\..\\x",
            "a\0b",
        ] {
            assert!(leads_outside(name.as_bytes()), "{name}");
        }
        for name in ["x", "a/b", "a..b/c..", "", "07:ZENDA"] {
            assert!(!leads_outside(name.as_bytes()), "{name}");
        }
    }
}
