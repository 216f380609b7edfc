//! From the name of a post, as it is written, to its key in identifiers.

use std::borrow::Cow;

use crate::head::classification::close_to;
use crate::tables::posts::{self, AliasKind, Post};

/// A post's key and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The canonical key, `RIODEJANEIRO`.
    pub(crate) key: Cow<'static, str>,
    /// How sure it is.
    pub(crate) how: How,
}

/// How a post's name led to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// The name is in the table.
    Known,
    /// Another name or abbreviation of a known post.
    Alias,
    /// A known or obvious misspelling of a known post.
    Misspelt,
    /// No post of the table; the name itself is the key.
    Unknown,
}

/// Words in front of a post's name that say what kind of post it is, or that leaked from the classification.
const LEADING: &[&str] = &[
    "AMEMBASSY",
    "AMEMBASY",
    "AMEMBSSY",
    "AMEMB",
    "EMBASSY",
    "AMCONSULATE",
    "AMCONSUL",
    "AMCONGEN",
    "CONSULATE",
    "CONGEN",
    "USMISSION",
    "MISSION",
    "USINTERESTSSECTION",
    "INTERESTSSECTION",
    "USINT",
    "USLO",
    "REO",
    "EFTO",
    "NOFORN",
    "SENSITIVE",
    "CONFIDENTIAL",
    "SECRET",
    "UNCLAS",
    "SIFIED",
    "SIPDIS",
];

/// The letters and digits of a post's name, on the stack: the names of posts are short and asked for often.
pub(crate) struct Compact {
    bytes: [u8; Compact::MAX_BYTES],
    n_bytes: usize,
}

impl Compact {
    /// Longer than any name of a post; the rest of a longer text is left off.
    const MAX_BYTES: usize = 48;

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.n_bytes) {
            *place = byte;
            self.n_bytes += 1;
        }
    }
}

impl std::ops::Deref for Compact {
    type Target = str;

    fn deref(&self) -> &str {
        str::from_utf8(&self.bytes[..self.n_bytes])
            .expect("only letters and digits of ASCII are pushed")
    }
}

/// The letters of a post's name alone: capitals, no blanks, accents or punctuation, zero among letters as O.
pub(crate) fn compact(written: &str) -> Compact {
    let mut compact = Compact {
        bytes: [0; Compact::MAX_BYTES],
        n_bytes: 0,
    };
    for c in written.chars() {
        match c {
            'A'..='Z' | '1'..='9' => compact.push(c as u8),
            'a'..='z' => compact.push((c as u8).to_ascii_uppercase()),
            '0' => compact.push(b'O'),
            _ if c.is_ascii() => {}
            _ => {
                if let Some(plain) = without_accent(c) {
                    compact.push(plain as u8);
                }
            }
        }
        if compact.n_bytes == Compact::MAX_BYTES {
            break;
        }
    }
    compact
}

/// As [`compact`], but digits stay digits: for identifiers.
pub(crate) fn compact_keeping_digits(written: &str) -> String {
    written
        .chars()
        .filter_map(|c| {
            if c.is_ascii_alphanumeric() {
                Some(c.to_ascii_uppercase())
            } else {
                without_accent(c)
            }
        })
        .collect()
}

/// The plain capital under an accented Latin letter.
fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => 'A',
        'Ç' | 'ç' | 'Ć'..='č' => 'C',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'E',
        'Ì'..='Ï' | 'ì'..='ï' => 'I',
        'Ñ' | 'ñ' | 'Ń'..='ň' => 'N',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' => 'O',
        'Ù'..='Ü' | 'ù'..='ü' => 'U',
        'Š' | 'š' | 'Ś' | 'ś' => 'S',
        'Ž' | 'ž' => 'Z',
        _ => return None,
    })
}

/// The post a name means. Never fails for a name with letters: an unknown name is its own key.
///
/// `mend` allows the last resort of a name one slip away from exactly one post.
/// Source: docs/format.md, "Posts in identifiers".
pub(crate) fn resolve(written: &str, mend: bool) -> Option<Resolved> {
    resolve_compact(&compact(written), mend)
}

/// As [`resolve`], of the letters of a name.
pub(crate) fn resolve_compact(full: &str, mend: bool) -> Option<Resolved> {
    if full.is_empty() || full.len() > 40 {
        return None;
    }
    if let Some(found) = exact(full) {
        return Some(found);
    }
    // `USDEL SECRETARY IN PARIS SECTO`: the series is what numbers the telegrams of a travelling delegation.
    if full.starts_with("USDEL")
        && let Some(series) = ["SECTO", "DEPTO"]
            .iter()
            .find(|series| full.ends_with(**series))
    {
        return exact(series);
    }
    let mut name = full;
    // `FM AMEMBASSY BASRAH`, `TO BASRAH`: labels, where a post of the table follows.
    if let Some(rest) = name.strip_prefix("FM").or_else(|| name.strip_prefix("TO"))
        && rest.len() >= 4
    {
        let word = LEADING.iter().find_map(|word| rest.strip_prefix(word));
        if let Some(found) = exact(word.unwrap_or(rest)) {
            return Some(found);
        }
    }
    // As often as one stands there: the key of a post must mean that post when it is read again.
    while let Some(rest) = LEADING
        .iter()
        .find_map(|word| name.strip_prefix(word).filter(|rest| rest.len() >= 3))
    {
        name = rest;
        if let Some(found) = exact(name) {
            return Some(found);
        }
    }
    // `PORTO` is cut from two names: what it means cannot be told, nor is it a slip for a third.
    if mend && posts::aliases_named(name).is_empty() {
        if let Some(post) = one_slip_away(name).or_else(|| around_a_garble(name)) {
            return Some(Resolved {
                key: post.canonical.into(),
                how: How::Misspelt,
            });
        }
        // `RIO DE JAN`: the beginning of exactly one post's name.
        if name.len() >= 6
            && let [post] = posts::beginning_with(name)
        {
            return Some(Resolved {
                key: post.canonical.into(),
                how: How::Alias,
            });
        }
    }
    Some(Resolved {
        key: name.to_owned().into(),
        how: How::Unknown,
    })
}

/// The only post whose name is one slip from `name`.
fn one_slip_away(name: &str) -> Option<&'static Post> {
    // Short names are near too many words: a name of five letters can only be one of six with a letter lost.
    if name.len() < 5 {
        return None;
    }
    let mut near = posts::with_letters_like(name).filter(|post| {
        (name.len() >= 6 || post.canonical.len() >= 6)
            && (close_to(name, post.canonical, 1) || is_swap(name, post.canonical))
    });
    match (near.next(), near.next()) {
        (only, None) => only,
        _ => None,
    }
}

/// The only post whose name fits around the letter Q, which stands for a garble of any length: `BUENOSQRES`.
fn around_a_garble(name: &str) -> Option<&'static Post> {
    const LONGEST_GARBLE: usize = 6;
    let (before, behind) = name.split_once('Q')?;
    if before.len() + behind.len() < 4 || behind.contains('Q') {
        return None;
    }
    let kept = before.len() + behind.len();
    let mut near = posts::all().iter().filter(|post| {
        let name = post.canonical;
        (kept + 1..=kept + LONGEST_GARBLE).contains(&name.len())
            && name.starts_with(before)
            && name.ends_with(behind)
    });
    match (near.next(), near.next()) {
        (only, None) => only,
        _ => None,
    }
}

/// The post with exactly this compact name or alias.
pub(crate) fn exact(compact: &str) -> Option<Resolved> {
    if let Some(post) = posts::by_name(compact) {
        return Some(Resolved {
            key: post.canonical.into(),
            how: How::Known,
        });
    }
    let alias = posts::by_alias(compact)?;
    // An alias that names an older period is a key of its own: identifiers of the time use it.
    if alias.kind == AliasKind::Renamed {
        return Some(Resolved {
            key: compact.to_owned().into(),
            how: How::Known,
        });
    }
    let how = if alias.kind == AliasKind::Typo {
        How::Misspelt
    } else {
        How::Alias
    };
    Some(Resolved {
        key: alias.canonical.into(),
        how,
    })
}

/// Whether two words differ by two neighbouring letters changing places.
pub(crate) fn is_swap(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && a.iter().zip(b).position(|(x, y)| x != y).is_some_and(|at| {
            at + 1 < a.len()
                && a[at] == b[at + 1]
                && a[at + 1] == b[at]
                && a[at + 2..] == b[at + 2..]
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, key: &str, how: How) {
        assert_eq!(
            resolve(written, true),
            Some(Resolved {
                key: key.to_owned().into(),
                how
            }),
            "{written}"
        );
    }

    #[test]
    fn names() {
        check("RIO DE JANEIRO", "RIODEJANEIRO", How::Known);
        check("AMEMBASSY KABUL", "KABUL", How::Known);
        check("Port-au-Prince", "PORTAUPRINCE", How::Known);
        check("SECSTATE", "STATE", How::Alias);
        check("C0TONOU", "COTONOU", How::Known);
        check("STRELSAU", "STRELSAU", How::Unknown);
        check("EFTOBAKU", "BAKU", How::Known);
        check("BRUSSLS", "BRUSSELS", How::Misspelt);
        check("BRATQAVA", "BRATISLAVA", How::Misspelt);
        check("PORTO", "PORTO", How::Unknown);
        assert_eq!(resolve("", true), None);
    }
}
