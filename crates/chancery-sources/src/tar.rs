//! Tar archives, member by member as they come.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;

use crate::stream::{Counted, Stream, Unpacked};
use crate::walk::{Flow, Walker};
use crate::{Place, Problem};

const WHAT: &str = "tar archive";

pub(crate) fn take(
    walker: &mut Walker<'_>,
    place: &Place,
    stream: Stream<'_>,
    depth: usize,
) -> Flow {
    let packed: Rc<Cell<u64>> = Rc::default();
    let mut archive = tar::Archive::new(Counted {
        inner: stream,
        count: Rc::clone(&packed),
    });
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return walker.problem(place.clone(), Problem::of(&error, WHAT)),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // Behind a damaged header nothing can be found any more.
            Err(error) => return walker.problem(place.clone(), Problem::of(&error, WHAT)),
        };
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        if !walker.member(place)? {
            return ControlFlow::Continue(());
        }
        let name = entry.path_bytes().into_owned();
        let inner = walker.member_place(place, &name)?;
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            walker.problem(inner, Problem::NoContent)?;
            continue;
        }
        let n_bytes = entry.size();
        let n_taken: Rc<Cell<u64>> = Rc::default();
        // A sparse member is a few bytes that say how many zeros there are.
        let mut member = Counted {
            inner: Unpacked::new(
                entry,
                Rc::clone(&packed),
                Rc::clone(&walker.unpacked),
                &walker.options.limits,
            ),
            count: Rc::clone(&n_taken),
        };
        let stream = Stream::new(&mut member);
        let is_whole = stream.is_short();
        walker.take(&inner, stream, None, depth + 1)?;
        // A member cut off by the end of the archive ends early, without an error.
        if is_whole && n_taken.get() < n_bytes {
            walker.problem(inner, Problem::Incomplete { what: WHAT })?;
        }
    }
    ControlFlow::Continue(())
}
