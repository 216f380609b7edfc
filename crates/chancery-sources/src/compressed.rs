//! Compressed files with one content: gzip and Zstandard.

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use crate::stream::{Counted, Stream, Unpacked};
use crate::walk::{Flow, Walker};
use crate::{Place, Problem};

pub(crate) fn take_gzip(
    walker: &mut Walker<'_>,
    place: &Place,
    stream: Stream<'_>,
    depth: usize,
) -> Flow {
    let (stream, packed) = counted(stream);
    // Several members one after another are one content, as `gzip` has it.
    take(
        walker,
        place,
        flate2::read::MultiGzDecoder::new(stream),
        packed,
        depth,
    )
}

pub(crate) fn take_zstd(
    walker: &mut Walker<'_>,
    place: &Place,
    stream: Stream<'_>,
    depth: usize,
) -> Flow {
    let (stream, packed) = counted(stream);
    let decoder = zstd::stream::read::Decoder::new(stream).and_then(|mut decoder| {
        // What `zstd --ultra` writes without `--long`: the decoder never takes more than this.
        decoder.window_log_max(27)?;
        Ok(decoder)
    });
    match decoder {
        Ok(decoder) => take(walker, place, decoder, packed, depth),
        Err(error) => walker.problem(place.clone(), Problem::of(&error, "Zstandard")),
    }
}

fn counted(stream: Stream<'_>) -> (Counted<Stream<'_>>, Rc<Cell<u64>>) {
    let count = Rc::default();
    let counted = Counted {
        inner: stream,
        count: Rc::clone(&count),
    };
    (counted, count)
}

fn take(
    walker: &mut Walker<'_>,
    place: &Place,
    decoder: impl Read,
    packed: Rc<Cell<u64>>,
    depth: usize,
) -> Flow {
    let total = Rc::clone(&walker.unpacked);
    let mut unpacked = Unpacked::new(decoder, packed, total, &walker.options.limits);
    let stream = Stream::new(&mut unpacked);
    if stream.head().is_empty() {
        // Its reader may have failed at once, which is not the same as being empty.
        return match stream.read_whole(0, "compressed file") {
            Err((_, problem)) => walker.problem(place.clone(), problem),
            Ok(_) => walker.problem(place.clone(), Problem::Empty),
        };
    }
    walker.take(place, stream, None, depth + 1)?;
    ControlFlow::Continue(())
}
