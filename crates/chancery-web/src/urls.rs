//! Every address of the reading room, made in one place.
//!
//! An address printed here is relative to the server's root and percent-encoded; templates escape it once more for
//! markup. [`crate::routes`] is the other side.

use std::fmt::{self, Display, Write};

use chancery_archive::Order;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand as it is in a path segment or a query value.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b':');

/// The page of a cable.
pub(crate) fn cable(key: &(impl AsRef<str> + ?Sized)) -> CableUrl<'_> {
    CableUrl {
        key: key.as_ref(),
        part: Part::Page,
        edition: None,
        source: None,
        query: None,
        anchor: None,
    }
}

/// An address below `/cable/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CableUrl<'a> {
    key: &'a str,
    part: Part,
    edition: Option<u32>,
    source: Option<&'a str>,
    query: Option<&'a str>,
    anchor: Option<&'a str>,
}

/// What of a cable is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The page for reading.
    Page,
    /// The text with numbered lines.
    Text,
    /// The bytes as ingested.
    Original,
    /// The record as JSON.
    Json,
}

impl<'a> CableUrl<'a> {
    /// Another part of the same cable.
    pub(crate) fn part(self, part: Part) -> CableUrl<'a> {
        CableUrl { part, ..self }
    }

    /// One edition. The first has the plain address, so that every edition has one address only.
    pub(crate) fn edition(self, number: u32) -> CableUrl<'a> {
        CableUrl {
            edition: (number != 1).then_some(number),
            ..self
        }
    }

    /// One source, by the SHA-256 of its bytes: the number of a source differs between archives, its hash does not.
    pub(crate) fn source(self, sha256: &'a str) -> CableUrl<'a> {
        CableUrl {
            source: Some(sha256.get(..16).unwrap_or(sha256)),
            ..self
        }
    }

    /// The query that led here, so that its words are marked and the way back is known.
    pub(crate) fn found_by(self, query: &'a str) -> CableUrl<'a> {
        CableUrl {
            query: Some(query).filter(|query| !query.trim().is_empty()),
            ..self
        }
    }

    /// A place on the page, `p3`.
    pub(crate) fn at(self, anchor: &'a str) -> CableUrl<'a> {
        CableUrl {
            anchor: Some(anchor),
            ..self
        }
    }
}

impl Display for CableUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "/cable/{}", encode(self.key))?;
        formatter.write_str(match self.part {
            Part::Page => "",
            Part::Text => "/text",
            Part::Original => "/original",
            Part::Json => ".json",
        })?;
        let mut parameters = Parameters::default();
        if let Some(edition) = self.edition {
            parameters.push(formatter, "edition", &edition.to_string())?;
        }
        if let Some(source) = self.source {
            parameters.push(formatter, "source", source)?;
        }
        if let Some(query) = self.query {
            parameters.push(formatter, "q", query)?;
        }
        match self.anchor {
            Some(anchor) => write!(formatter, "#{}", encode(anchor)),
            None => Ok(()),
        }
    }
}

/// The results of a query, first page, best match first.
pub(crate) fn search(query: &str) -> SearchUrl<'_> {
    SearchUrl {
        query,
        order: Order::Relevance,
        page: 1,
    }
}

/// An address of `/search`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SearchUrl<'a> {
    query: &'a str,
    order: Order,
    page: usize,
}

impl<'a> SearchUrl<'a> {
    /// In another order.
    pub(crate) fn order(self, order: Order) -> SearchUrl<'a> {
        SearchUrl { order, ..self }
    }

    /// Another page of the results, from 1.
    pub(crate) fn page(self, page: usize) -> SearchUrl<'a> {
        SearchUrl { page, ..self }
    }
}

impl Display for SearchUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("/search")?;
        let mut parameters = Parameters::default();
        parameters.push(formatter, "q", self.query)?;
        if let Some(order) = order_name(self.order) {
            parameters.push(formatter, "order", order)?;
        }
        if self.page > 1 {
            parameters.push(formatter, "page", &self.page.to_string())?;
        }
        Ok(())
    }
}

/// All results of a query for other programs; `form` is the parameter that says in which form, and its value.
pub(crate) fn export<'a>(query: &'a str, order: Order, form: (&'a str, &'a str)) -> ExportUrl<'a> {
    ExportUrl { query, order, form }
}

/// An address of `/api/v1/export`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExportUrl<'a> {
    query: &'a str,
    order: Order,
    form: (&'a str, &'a str),
}

impl Display for ExportUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/export", crate::api::ROOT)?;
        let mut parameters = Parameters::default();
        parameters.push(formatter, "q", self.query)?;
        if let Some(order) = order_name(self.order) {
            parameters.push(formatter, "order", order)?;
        }
        parameters.push(formatter, self.form.0, self.form.1)
    }
}

/// The first page of the cables that are referred to and absent.
pub(crate) fn missing(post: &str, year: Option<u16>) -> MissingUrl<'_> {
    MissingUrl {
        post,
        year,
        page: 1,
    }
}

/// An address of `/missing`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MissingUrl<'a> {
    post: &'a str,
    year: Option<u16>,
    page: usize,
}

impl<'a> MissingUrl<'a> {
    /// Another page of the list, from 1.
    pub(crate) fn page(self, page: usize) -> MissingUrl<'a> {
        MissingUrl { page, ..self }
    }
}

impl Display for MissingUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("/missing")?;
        let mut parameters = Parameters::default();
        if !self.post.is_empty() {
            parameters.push(formatter, "post", self.post)?;
        }
        if let Some(year) = self.year {
            parameters.push(formatter, "year", &year.to_string())?;
        }
        if self.page > 1 {
            parameters.push(formatter, "page", &self.page.to_string())?;
        }
        Ok(())
    }
}

/// The name of an order in an address; none for the order that is used when nothing is said.
pub(crate) fn order_name(order: Order) -> Option<&'static str> {
    match order {
        Order::Relevance => None,
        Order::NewestFirst => Some("newest"),
        Order::OldestFirst => Some("oldest"),
    }
}

/// The order of that name; no name means the usual order.
pub(crate) fn order_named(name: &str) -> Option<Order> {
    match name {
        "" | "relevance" => Some(Order::Relevance),
        "newest" => Some(Order::NewestFirst),
        "oldest" => Some(Order::OldestFirst),
        _ => None,
    }
}

/// Writes `?a=b&c=d`.
#[derive(Default)]
struct Parameters {
    any: bool,
}

impl Parameters {
    fn push(&mut self, formatter: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
        formatter.write_char(if self.any { '&' } else { '?' })?;
        self.any = true;
        write!(formatter, "{name}={}", encode(value))
    }
}

pub(crate) fn encode(text: &str) -> impl Display + '_ {
    utf8_percent_encode(text, KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cables() {
        let check = |url: CableUrl<'_>, expected: &str| assert_eq!(url.to_string(), expected);
        check(cable("07STRELSAU92"), "/cable/07STRELSAU92");
        check(cable("07STRELSAU92").edition(1), "/cable/07STRELSAU92");
        check(
            cable("07STRELSAU92")
                .edition(2)
                .found_by("king & duke")
                .at("p3"),
            "/cable/07STRELSAU92?edition=2&q=king%20%26%20duke#p3",
        );
        check(cable("07STRELSAU92").found_by(" "), "/cable/07STRELSAU92");
        check(cable("x").part(Part::Json), "/cable/x.json");
        check(
            cable("x")
                .part(Part::Original)
                .source("0123456789abcdef0123"),
            "/cable/x/original?source=0123456789abcdef",
        );
        check(cable("a/b?c#d"), "/cable/a%2Fb%3Fc%23d");
        check(cable("../x"), "/cable/..%2Fx");
    }

    #[test]
    fn searches() {
        let check = |url: SearchUrl<'_>, expected: &str| assert_eq!(url.to_string(), expected);
        check(search("post:STRELSAU"), "/search?q=post:STRELSAU");
        check(search("king").page(1), "/search?q=king");
        check(
            search("\"the king\"").order(Order::NewestFirst).page(3),
            "/search?q=%22the%20king%22&order=newest&page=3",
        );
    }

    #[test]
    fn exports() {
        assert_eq!(
            export("a b", Order::OldestFirst, ("format", "csv")).to_string(),
            "/api/v1/export?q=a%20b&order=oldest&format=csv"
        );
    }

    #[test]
    fn missing_cables() {
        assert_eq!(missing("", None).page(1).to_string(), "/missing");
        assert_eq!(
            missing("RIO DE JANEIRO", Some(2007)).page(2).to_string(),
            "/missing?post=RIO%20DE%20JANEIRO&year=2007&page=2"
        );
    }

    #[test]
    fn orders_have_names() {
        for order in [Order::Relevance, Order::NewestFirst, Order::OldestFirst] {
            assert_eq!(order_named(order_name(order).unwrap_or("")), Some(order));
        }
        assert_eq!(order_named("foo"), None);
    }
}
