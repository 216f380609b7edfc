//! What stands behind the `?` of an address.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::error::PageError;
use crate::marked::{self, Run};

/// The parameters of a page, as they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Params {
    given: Vec<(String, String)>,
    unknown: Vec<String>,
    /// What is unknown as it stood in the address, for one that it leads on to.
    unknown_written: Vec<String>,
}

impl Params {
    /// Reads parameters, of which the page takes those named.
    ///
    /// What the page does not take is kept as [`Params::notes`]: an address with a word too much still has an answer,
    /// but not one that keeps quiet about the word.
    pub(crate) fn read(query: Option<&str>, known: &[&str]) -> Result<Params, PageError> {
        let mut params = Params::default();
        for pair in query.unwrap_or_default().split('&') {
            if pair.is_empty() {
                continue;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decoded(name).ok_or(PageError::Address)?;
            let value = decoded(value).ok_or(PageError::Address)?;
            if !known.contains(&name.as_str()) {
                params.unknown_written.push(pair.to_owned());
                if !params.unknown.contains(&name) {
                    params.unknown.push(name);
                }
            } else if params.given.iter().any(|(other, _)| *other == name) {
                return Err(PageError::Parameter {
                    explanation: format!("`{name}` stands in it twice."),
                    ways: Vec::new(),
                });
            } else {
                params.given.push((name, value));
            }
        }
        Ok(params)
    }

    /// A parameter without the blanks around it; empty where it is not given.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// The same; `None` where it is not given.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        let given = self.given.iter().find(|(other, _)| other == name);
        given.map(|(_, value)| value.trim())
    }

    /// The number of a page, from 1; the first where none is given, a number beyond all pages where it is huge.
    pub(crate) fn page(&self) -> Result<usize, PageError> {
        let text = self.text("page");
        let digits = text.trim_start_matches('0');
        match text {
            "" => Ok(1),
            _ if !text.bytes().all(|byte| byte.is_ascii_digit()) || digits.is_empty() => {
                Err(PageError::Parameter {
                    explanation: format!(
                        "`{text}` is no number of a page: expected 1 or more, such as 2."
                    ),
                    ways: Vec::new(),
                })
            }
            _ => Ok(digits.parse().unwrap_or(usize::MAX)),
        }
    }

    /// Of an address that gives no page, on which something could be told: refuses what is not understood.
    pub(crate) fn refuse_unknown(&self) -> Result<(), PageError> {
        match self.unknown.first() {
            None => Ok(()),
            Some(name) => Err(PageError::Parameter {
                explanation: format!("Nothing is known of `{}` here.", name.replace('`', "'")),
                ways: Vec::new(),
            }),
        }
    }

    /// An address with what was not understood behind it, so that the page there tells it.
    pub(crate) fn with_unknown(&self, url: String) -> String {
        self.unknown_written.iter().fold(url, |url, pair| {
            let sign = if url.contains('?') { '&' } else { '?' };
            // A place within the page stays at the end.
            match url.split_once('#') {
                Some((address, place)) => format!("{address}{sign}{pair}#{place}"),
                None => format!("{url}{sign}{pair}"),
            }
        })
    }

    /// What was not understood, in words.
    pub(crate) fn notes(&self) -> Vec<Vec<Run>> {
        self.unknown
            .iter()
            .map(|name| {
                let name = name.replace('`', "'");
                let note =
                    format!("this page knows no `{name}` in its address and went by the rest");
                marked::quoted(&note)
            })
            .collect()
    }
}

/// A name or a value of an address; `None` where it is no text in UTF-8.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text)
        .decode_utf8()
        .map(Cow::into_owned)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_and_unknown_ones_remembered() {
        let params = Params::read(Some("q=the+king%20&&foo=1&foo=2&page"), &["q", "page"])
            .expect("parameters");
        assert_eq!(params.text("q"), "the king");
        assert_eq!(params.text("page"), "");
        assert_eq!(params.text("order"), "");
        let notes = params.notes();
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0][1].text, "foo");
        assert!(Params::read(Some("q=1&q=2"), &["q"]).is_err());
        assert!(Params::read(Some("q=%FF"), &["q"]).is_err());
        assert!(Params::read(None, &[]).expect("none").notes().is_empty());
    }

    #[test]
    fn pages_are_numbered_from_one() {
        let page = |text: &str| {
            Params::read(Some(&format!("page={text}")), &["page"])
                .expect("parameters")
                .page()
                .ok()
        };
        assert_eq!(page(""), Some(1));
        assert_eq!(page("7"), Some(7));
        assert_eq!(page("007"), Some(7));
        assert_eq!(page("99999999999999999999"), Some(usize::MAX));
        for text in ["0", "00", "-1", "x", "1.5"] {
            assert_eq!(page(text), None, "{text}");
        }
    }
}
