//! Zip archives, by their directory; without one, member by member as they come.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

use crate::stream::{Stream, Unpacked};
use crate::walk::{Flow, Walker};
use crate::{Place, Problem};

const WHAT: &str = "zip archive";

/// Names by which office documents, books and programs give themselves away, which are zip archives too.
const DOCUMENTS: [(&str, &str); 5] = [
    ("word/document.xml", "a Word document"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/container.xml", "an electronic book"),
    ("content.xml", "an OpenDocument file"),
];

/// What is kept in memory of an archive within another, before it goes to a temporary file.
const SPOOL_BYTES: usize = 16 << 20;

trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

pub(crate) fn take(
    walker: &mut Walker<'_>,
    place: &Place,
    mut stream: Stream<'_>,
    file: Option<File>,
    depth: usize,
) -> Flow {
    // The directory stands at the end: what cannot be sought in is put aside first.
    let file: Box<dyn Seekable> = if let Some(file) = file {
        Box::new(BufReader::with_capacity(64 << 10, file))
    } else {
        let mut aside = tempfile::SpooledTempFile::new(SPOOL_BYTES);
        let copied = io::copy(&mut stream, &mut aside).and_then(|_| aside.seek(SeekFrom::Start(0)));
        if let Err(error) = copied {
            let problem = Problem::of(&error, WHAT);
            let is_cut = problem.is_cut();
            walker.problem(place.clone(), problem)?;
            if is_cut || aside.seek(SeekFrom::Start(0)).is_err() {
                return ControlFlow::Continue(());
            }
        }
        Box::new(aside)
    };
    take_seekable(walker, place, file, depth)
}

fn take_seekable(
    walker: &mut Walker<'_>,
    place: &Place,
    mut file: Box<dyn Seekable>,
    depth: usize,
) -> Flow {
    let mut archive = match ZipArchive::new(&mut file) {
        Ok(archive) => archive,
        Err(error) => {
            walker.problem(place.clone(), problem(&error))?;
            return match file.seek(SeekFrom::Start(0)) {
                Ok(_) => take_in_order(walker, place, &mut file, depth),
                Err(_) => ControlFlow::Continue(()),
            };
        }
    };
    let document = DOCUMENTS
        .iter()
        .find(|(name, _)| archive.index_for_name(name).is_some());
    if let Some(&(_, what)) = document
        && (archive.index_for_name("[Content_Types].xml").is_some()
            || archive.index_for_name("mimetype").is_some())
    {
        return walker.problem(place.clone(), Problem::Unsupported { what });
    }
    if archive.is_empty() {
        return walker.problem(place.clone(), Problem::Empty);
    }
    for index in 0..archive.len() {
        let (name, is_dir, is_link, is_encrypted) = match archive.by_index_raw(index) {
            Ok(member) => (
                member.name_raw().to_vec(),
                member.is_dir(),
                member.is_symlink(),
                member.encrypted(),
            ),
            Err(error) => {
                if walker.member(place)? {
                    walker.problem(place.clone(), problem(&error))?;
                    continue;
                }
                return ControlFlow::Continue(());
            }
        };
        if is_dir {
            continue;
        }
        if !walker.member(place)? {
            return ControlFlow::Continue(());
        }
        let inner = place.member(&name);
        if is_encrypted {
            walker.problem(inner, Problem::Encrypted { what: WHAT })?;
            continue;
        }
        if is_link {
            walker.problem(inner, Problem::NoContent)?;
            continue;
        }
        match archive.by_index(index) {
            Ok(member) => {
                let packed = Rc::new(Cell::new(0));
                let n_packed = member.compressed_size();
                let mut unpacked = unpacked(walker, member, &packed);
                packed.set(n_packed);
                take_member(walker, &inner, &mut unpacked, depth)?;
            }
            Err(error) => walker.problem(inner, problem(&error))?,
        }
    }
    ControlFlow::Continue(())
}

/// Members before the damage of an archive without a directory, as they come.
fn take_in_order(
    walker: &mut Walker<'_>,
    place: &Place,
    mut file: &mut dyn Seekable,
    depth: usize,
) -> Flow {
    loop {
        match read_zipfile_from_stream(&mut file) {
            Ok(Some(member)) => {
                if member.is_dir() {
                    continue;
                }
                if !walker.member(place)? {
                    return ControlFlow::Continue(());
                }
                let inner = place.member(member.name_raw());
                if member.encrypted() {
                    walker.problem(inner, Problem::Encrypted { what: WHAT })?;
                    return ControlFlow::Continue(());
                }
                let packed = Rc::new(Cell::new(0));
                let n_packed = member.compressed_size();
                let mut unpacked = unpacked(walker, member, &packed);
                packed.set(n_packed);
                take_member(walker, &inner, &mut unpacked, depth)?;
            }
            // The damage itself has been reported.
            Ok(None) | Err(_) => return ControlFlow::Continue(()),
        }
    }
}

fn unpacked<R: Read>(walker: &Walker<'_>, member: R, packed: &Rc<Cell<u64>>) -> Unpacked<R> {
    Unpacked::new(
        member,
        Rc::clone(packed),
        Rc::clone(&walker.unpacked),
        &walker.options.limits,
    )
}

fn take_member(
    walker: &mut Walker<'_>,
    place: &Place,
    member: &mut dyn Read,
    depth: usize,
) -> Flow {
    let stream = Stream::new(member);
    walker.take(place, stream, None, depth + 1)
}

fn problem(error: &ZipError) -> Problem {
    match error {
        ZipError::Io(error) => Problem::of(error, WHAT),
        ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
            Problem::Encrypted { what: WHAT }
        }
        ZipError::UnsupportedArchive(_) => Problem::Unsupported {
            what: "a zip archive packed by another method",
        },
        error => Problem::broken(WHAT, error),
    }
}
