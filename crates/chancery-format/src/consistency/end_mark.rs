//! The number behind the text is the station serial.
//!
//! Compares the mark `#0731` behind the signature with the serial of the station line, or, where there is none, with
//! the last four digits of the number.
//!
//! Why it matters: the mark closes the transmission that the station line opened. Another number means that the end of
//! one text stands under the head of another.
//!
//! Borne: padding. Limits: few copies keep the mark. Source: docs/format.md, "Furniture".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::{LineKind, Span};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let mark = case.lines.iter().rev().find_map(|line| {
        let content = line.content().of(case.text);
        let digits = content.trim().strip_prefix('#')?;
        let is_mark = matches!(line.kind, LineKind::End | LineKind::Furniture)
            && (4..=6).contains(&digits.len());
        let value = digits.parse::<u32>().ok().filter(|_| is_mark)?;
        let start = line.span.start as usize + content.find('#')?;
        Some((value % 10_000, Span::new(start, start + 1 + digits.len())))
    });
    let Some((mark, span)) = mark else {
        return nothing("no number stands behind the text");
    };
    let mark_place = case.at("end mark", span, format!("{mark:04}"));
    let serial = case
        .cable
        .transmission
        .station_serial
        .as_ref()
        .and_then(|serial| serial.parse::<u32>().ok());
    let (against, place) = if let Some(serial) = serial {
        let span = case.cable.transmission.serial_span;
        let serial = serial % 10_000;
        (
            serial,
            Some(case.at("station serial", span, format!("{serial:04}"))),
        )
    } else if let Some(mrn) = &case.cable.mrn {
        (mrn.number % 10_000, case.number_evidence())
    } else {
        return nothing("the cable has no number to compare the end mark with");
    };
    let found = if mark == against {
        agrees(format!("the end mark repeats {against:04}"))
    } else {
        contradicts(format!(
            "the text ends with the mark {mark:04}, its head has {against:04}"
        ))
    };
    found
        .strong("four digits agree by chance once in 10,000")
        .with(mark_place)
        .with(place)
}
