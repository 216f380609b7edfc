//! Numbers in byte strings. Reading never goes beyond the end: what is missing reads as zero, and checksums tell.

/// Appends a number in groups of seven bits, lowest first; the last group has its high bit clear.
#[inline]
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`put_varint`] wrote, moving `at` behind it.
#[inline]
pub(crate) fn varint(bytes: &[u8], at: &mut usize) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 || shift >= 56 {
            break;
        }
        shift += 7;
    }
    value
}

#[inline]
pub(crate) fn varint_u32(bytes: &[u8], at: &mut usize) -> u32 {
    varint(bytes, at) as u32
}

#[inline]
pub(crate) fn u32_at(bytes: &[u8], index: usize) -> u32 {
    match bytes.get(index * 4..index * 4 + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

#[inline]
pub(crate) fn u16_at(bytes: &[u8], index: usize) -> u16 {
    match bytes.get(index * 2..index * 2 + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    }
}

#[inline]
pub(crate) fn u64_at(bytes: &[u8], index: usize) -> u64 {
    bytes
        .get(index * 8..index * 8 + 8)
        .and_then(|bytes| bytes.first_chunk())
        .map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_come_back() {
        let values: Vec<u64> = (0..200u64)
            .map(|n| n.wrapping_mul(n * 0x9E37) >> (n % 23))
            .collect();
        let mut bytes = Vec::new();
        for &value in &values {
            put_varint(&mut bytes, value);
        }
        let mut at = 0;
        for &value in &values {
            assert_eq!(varint(&bytes, &mut at), value);
        }
        // Beyond the end there is nothing.
        let mut at = bytes.len();
        assert_eq!(varint(&bytes, &mut at), 0);
        assert_eq!((u32_at(&[1, 2], 0), u64_at(&[], 3)), (0, 0));
    }
}
