//! Tar archives, member by member as they come.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;

use crate::stream::{Counted, OfLength, Stream, Unpacked};
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
        let inner = place.member(&name);
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            walker.problem(inner, Problem::NoContent)?;
            continue;
        }
        // A member cut off by the end of the archive would end early without an error.
        let entry = OfLength {
            n_left: entry.size(),
            inner: entry,
        };
        // A sparse member is a few bytes that say how many zeros there are.
        let mut member = Unpacked::new(
            entry,
            Rc::clone(&packed),
            Rc::clone(&walker.unpacked),
            &walker.options.limits,
        );
        let stream = Stream::new(&mut member);
        walker.take(&inner, stream, None, depth + 1)?;
    }
    ControlFlow::Continue(())
}
