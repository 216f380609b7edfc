//! The station serial is the end of the cable's number.
//!
//! Compares the serial of the station line (`DE RUEHSU #0731`) with the number of the classification line
//! (`STRELSAU 000731`). A station writes the last four digits of the number.
//!
//! Why it matters: whoever moves a cable to another number, or puts another body under a head, has two numbers to
//! change. That two numbers agree by chance in their last four digits happens once in ten thousand.
//!
//! Borne: nothing but padding; a serial of six digits is compared by its last four.
//!
//! Limits: a copy without transmission lines has no serial. A number put together from the serial, or believed
//! against the classification line because of it, is not compared with it. Source: docs/format.md, "Transmission lines".

use super::{Case, Compared, agrees, contradicts, nothing};
use crate::Cable;
use crate::diagnostic::Code;

/// The last four digits of both numbers.
pub(crate) struct Serials {
    pub(crate) serial: u32,
    pub(crate) number: u32,
}

impl Serials {
    pub(crate) fn agree(&self) -> bool {
        self.serial == self.number
    }
}

/// `None` where one of them is absent or unreadable.
pub(crate) fn compare(cable: &Cable) -> Option<Serials> {
    let (mrn, serial) = (
        cable.mrn.as_ref()?,
        cable.transmission.station_serial.as_ref()?,
    );
    Some(Serials {
        serial: serial.parse::<u32>().ok()? % 10_000,
        number: mrn.number % 10_000,
    })
}

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let Some(mrn) = &case.cable.mrn else {
        return nothing("the cable has no number");
    };
    let Some(serials) = compare(case.cable) else {
        return nothing("there is no station line with a serial");
    };
    if case.diagnostic(Code::IdMalformed).is_some() {
        return nothing("the number was put together from the station serial");
    }
    if case.is_chosen_by_serial() {
        return nothing(
            "the number was believed because the station serial is its end; the classification line names another cable",
        );
    }
    let serial = case.at(
        "station serial",
        case.cable.transmission.serial_span,
        format!("{:04}", serials.serial),
    );
    let found = if serials.agree() {
        agrees(format!(
            "the station serial is the end of number {}",
            mrn.number
        ))
    } else {
        contradicts(format!(
            "number {} would have the station serial {:04}; the station line has {:04}",
            mrn.number, serials.number, serials.serial
        ))
    };
    found
        .strong("four digits agree by chance once in 10,000")
        .with(serial)
        .with(case.number_evidence())
}
