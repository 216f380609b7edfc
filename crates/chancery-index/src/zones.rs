//! Which words of a document stand in which zone.
//!
//! ```text
//! zones = n:varint { code:u8 n_words:varint }
//! ```
//!
//! Words are numbered from 0 through the whole document; after each zone one number is left out.

use crate::bytes::{put_varint, varint, varint_u32};
use crate::document::Zone;

/// Which zones are looked at: a bit for each kind and for each mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zones {
    /// Bit `1 << kind`.
    pub kinds: u16,
    /// Bit `1 << mark`.
    pub marks: u16,
}

impl Zones {
    /// All of them.
    pub const ALL: Zones = Zones {
        kinds: !0,
        marks: !0,
    };

    /// Those of some kinds.
    pub fn of_kinds(kinds: &[u8]) -> Zones {
        Zones {
            kinds: kinds.iter().fold(0, |bits, kind| bits | 1 << (kind & 0xF)),
            marks: !0,
        }
    }

    /// Those that both take.
    #[must_use]
    pub fn and(self, other: Zones) -> Zones {
        Zones {
            kinds: self.kinds & other.kinds,
            marks: self.marks & other.marks,
        }
    }

    pub(crate) fn is_all(self) -> bool {
        self == Zones::ALL
    }

    pub(crate) fn takes(self, zone: Zone) -> bool {
        self.kinds >> zone.kind & 1 == 1 && self.marks >> zone.mark & 1 == 1
    }
}

pub(crate) fn write(zones: &[(Zone, u32)], out: &mut Vec<u8>) {
    put_varint(out, zones.len() as u64);
    for &(zone, n_words) in zones {
        out.push(zone.code());
        put_varint(out, u64::from(n_words));
    }
}

/// One zone of a document with the positions it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The zone.
    pub zone: Zone,
    /// Position of its first word.
    pub start: u32,
    /// Behind its last word.
    pub end: u32,
}

pub(crate) fn read(bytes: &[u8], out: &mut Vec<Stretch>) {
    out.clear();
    let mut at = 0;
    let n = varint(bytes, &mut at);
    let mut start = 0u32;
    for _ in 0..n {
        let Some(&code) = bytes.get(at) else { break };
        at += 1;
        let end = start.saturating_add(varint_u32(bytes, &mut at));
        out.push(Stretch {
            zone: Zone::of_code(code),
            start,
            end,
        });
        start = end.saturating_add(1);
    }
}

/// The index of the stretch that holds a position.
pub(crate) fn holding(stretches: &[Stretch], position: u32) -> Option<usize> {
    let index = stretches.partition_point(|stretch| stretch.end <= position);
    (index < stretches.len() && stretches[index].start <= position).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_come_back() {
        let zone = |kind, mark| Zone { kind, mark };
        let written = [(zone(0, 0), 3), (zone(15, 2), 1), (zone(3, 15), 700)];
        let mut bytes = Vec::new();
        write(&written, &mut bytes);
        let mut stretches = Vec::new();
        read(&bytes, &mut stretches);
        let found: Vec<(u32, u32)> = stretches
            .iter()
            .map(|stretch| (stretch.start, stretch.end))
            .collect();
        assert_eq!(found, [(0, 3), (4, 5), (6, 706)]);
        assert_eq!(holding(&stretches, 2), Some(0));
        assert_eq!(holding(&stretches, 3), None);
        assert_eq!(holding(&stretches, 4), Some(1));
        assert_eq!(holding(&stretches, 705), Some(2));
        assert_eq!(holding(&stretches, 706), None);
        assert!(Zones::of_kinds(&[3]).takes(stretches[2].zone));
        assert!(!Zones::of_kinds(&[3]).takes(stretches[1].zone));
    }
}
