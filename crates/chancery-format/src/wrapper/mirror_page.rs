//! The HTML page of a public mirror of Cablegate.
//!
//! A heading `Viewing cable ID, TITLE`, a table of class `cable` with a row of labels and a row of values, and one or
//! two `<code><pre>` blocks: wire head and body. Only the few elements the mirror writes are taken off inside them;
//! anything else that looks like a tag is text. Source: docs/format.md, "Wrappers".

use std::borrow::Cow;

use super::{Unwrapped, Wrapper, year_of};
use crate::flow::fold;
use crate::record::Metadata;

/// Elements of the mirror inside the text, which are not text.
const ELEMENTS: [&str; 18] = [
    "a", "br", "b", "i", "em", "strong", "p", "span", "div", "u", "sup", "sub", "code", "pre",
    "td", "tr", "table", "font",
];

pub(super) fn unwrap(source: &str) -> Option<Unwrapped<'_>> {
    // A quick no: pages of the mirror have both.
    let first_block = find(source, "<pre>")?;
    let table_at = find_table(source, first_block)?;
    let mut metadata = Metadata::default();
    let table_end = find(&source[table_at..], "</table>").map_or(source.len(), |n| table_at + n);
    let table = &source[table_at..table_end];
    let labels = cells(table, "th");
    let values = cells(table, "td");
    for (label, value) in labels.iter().zip(&values) {
        metadata.push(label, value);
    }
    let id = metadata.get("Reference ID").map(str::to_owned);
    let year = metadata.get("Created").and_then(year_of);
    if let Some(heading) = between(source, "<h3>Viewing cable ", "</h3>") {
        let heading = fold(&plain(heading));
        if let Some((_, title)) = heading.split_once(',') {
            metadata.push("Title", title);
        }
    }
    let mut text = String::with_capacity(source.len() - table_end.min(source.len()));
    let mut at = table_end;
    let mut tags: Vec<String> = Vec::new();
    while let Some(n) = find(&source[at..], "<pre>") {
        let start = at + n + "<pre>".len();
        let end = find(&source[start..], "</pre>").map_or(source.len(), |n| start + n);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        push_plain(&source[start..end], &mut text);
        linked_tags(&source[start..end], &mut tags);
        at = end;
    }
    if !tags.is_empty() {
        metadata.push("TAGS", &tags.join(" "));
    }
    Some(Unwrapped {
        wrapper: Wrapper::CablegateHtml,
        metadata,
        text: Cow::Owned(text),
        id,
        year,
        n_left: 0,
    })
}

/// The codes that the page links as tags: `<a href='/tag/PREL_0.html'>PREL</a>`.
fn linked_tags(block: &str, tags: &mut Vec<String>) {
    const MARKER: &str = "href='/tag/";
    for at in memchr::memmem::find_iter(block.as_bytes(), MARKER) {
        let rest = &block[at + MARKER.len()..];
        let Some(code) = rest.split("_0.html").next().filter(|code| code.len() <= 40) else {
            continue;
        };
        let code = plain(code);
        if !tags.contains(&code) {
            tags.push(code);
        }
    }
}

/// Where words of ASCII stand: pages are long, and this search is several times as fast as that of the standard library.
fn find(source: &str, words: &str) -> Option<usize> {
    memchr::memmem::find(source.as_bytes(), words.as_bytes())
}

fn find_table(source: &str, before: usize) -> Option<usize> {
    ["<table class='cable'>", "<table class=\"cable\">"]
        .iter()
        .find_map(|table| memchr::memmem::rfind(&source.as_bytes()[..before], table.as_bytes()))
}

/// The texts of all cells with this element name.
fn cells(table: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(n) = table[at..].find(&open) {
        let start = at + n + open.len();
        let end = table[start..]
            .find(&close)
            .map_or(table.len(), |n| start + n);
        found.push(fold(&plain(&table[start..end])));
        at = end;
        if found.len() >= 32 {
            break;
        }
    }
    found
}

fn between<'s>(source: &'s str, open: &str, close: &str) -> Option<&'s str> {
    let start = find(source, open)? + open.len();
    let end = find(&source[start..], close)? + start;
    Some(&source[start..end])
}

fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    push_plain(html, &mut text);
    text
}

/// Appends the text of a piece of HTML: known elements dropped, character references decoded once.
fn push_plain(html: &str, text: &mut String) {
    let bytes = html.as_bytes();
    let mut from = 0;
    while let Some(n) = memchr::memchr2(b'<', b'&', &bytes[from..]) {
        let at = from + n;
        text.push_str(&html[from..at]);
        if bytes[at] == b'<'
            && let Some((end, name)) = element_at(html, at)
        {
            if name == "br" {
                text.push('\n');
            }
            from = end;
        } else if bytes[at] == b'&'
            && let Some((end, character)) = reference_at(html, at)
        {
            text.push(character);
            from = end;
        } else {
            text.push(char::from(bytes[at]));
            from = at + 1;
        }
    }
    text.push_str(&html[from..]);
}

/// A start or end tag of a known element at `at`: where it ends, and its name.
fn element_at(html: &str, at: usize) -> Option<(usize, &str)> {
    let rest = &html[at + 1..];
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let n = rest
        .bytes()
        .take(10)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = &rest[..n];
    if !ELEMENTS
        .iter()
        .any(|element| name.eq_ignore_ascii_case(element))
    {
        return None;
    }
    let next = rest.as_bytes().get(n)?;
    if !matches!(next, b' ' | b'>' | b'/' | b'\n') {
        return None;
    }
    // No tag of the mirror is longer; a lost `>` must not swallow the cable.
    let close = html.as_bytes()[at..]
        .iter()
        .take(600)
        .position(|b| *b == b'>')?;
    Some((at + close + 1, name))
}

/// A character reference at `at`, named or numbered: where it ends, and the character.
fn reference_at(html: &str, at: usize) -> Option<(usize, char)> {
    let end = html.as_bytes()[at..]
        .iter()
        .take(12)
        .position(|b| *b == b';')?
        + at;
    let name = html.get(at + 1..end)?;
    let character = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')?
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{A0}',
            "para" => '¶',
            "ndash" => '–',
            "mdash" => '—',
            "lsquo" => '‘',
            "rsquo" => '’',
            "ldquo" => '“',
            "rdquo" => '”',
            "hellip" => '…',
            "eacute" => 'é',
            "egrave" => 'è',
            "ouml" => 'ö',
            "uuml" => 'ü',
            "auml" => 'ä',
            "szlig" => 'ß',
            "ccedil" => 'ç',
            "ntilde" => 'ñ',
            "oacute" => 'ó',
            "aacute" => 'á',
            "iacute" => 'í',
            "uacute" => 'ú',
            _ => return None,
        }
    };
    Some((end + 1, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page() {
        let source = "<html><h3>Viewing cable 06STRELSAU12, THE KING &amp; I</h3><table class='cable'>\n<tr>\n<th>Reference ID</th>\n<th>Created</th>\n</tr><tr><td>\n<a href='/x'>06STRELSAU12</a>\n</td>\n<td>2006-10-08 15:40</td></tr></table>\n<code><pre>FM AMEMBASSY STRELSAU</pre></code>\n<code><pre>TAGS: <a href='/tag/PREL_0.html'>PREL</a>&#x000A;<a id='par1' href='#par1'>¶</a>1. A &lt;b&gt; &<<1 and <king>.</pre></code></html>";
        let page = unwrap(source).unwrap();
        assert_eq!(
            page.text,
            "FM AMEMBASSY STRELSAU\nTAGS: PREL\n¶1. A <b> &<<1 and <king>."
        );
        assert_eq!(page.metadata.get("Title"), Some("THE KING & I"));
        assert_eq!(page.metadata.get("TAGS"), Some("PREL"));
        assert_eq!(page.id.as_deref(), Some("06STRELSAU12"));
        assert!(unwrap("<pre>x</pre>").is_none());
    }
}
