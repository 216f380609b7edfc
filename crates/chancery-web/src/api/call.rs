//! What a program asked: parameters read and bounded by the table of endpoints.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT;

use super::endpoints::{Endpoint, FORMAT, Kind, Parameter};
use super::{Problem, ROOT};
use crate::{params, urls};

/// The forms in which an answer can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    /// One JSON value a line.
    JsonLines,
    Csv,
    /// Identifiers, one a line.
    Ids,
    /// The text of a cable.
    Text,
    /// Bytes as they came.
    Bytes,
}

impl Format {
    /// Its name as a value of `format`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
            Format::Ids => "ids",
            Format::Text => "text",
            Format::Bytes => "bytes",
        }
    }

    /// The media type it is sent as.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::JsonLines => "application/x-ndjson",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Ids | Format::Text => "text/plain; charset=utf-8",
            Format::Bytes => "application/octet-stream",
        }
    }

    /// The media type without parameters.
    pub(super) fn media_type(self) -> &'static str {
        let content_type = self.content_type();
        content_type.split(';').next().unwrap_or(content_type)
    }
}

/// A question of a program.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The cable of the path, as spelled; empty where the path has none.
    pub(super) id: String,
    pub(super) format: Format,
    /// The path of its endpoint, below [`ROOT`].
    path: &'static str,
    values: BTreeMap<&'static str, String>,
}

impl Call {
    /// Reads what follows the `?`, against the parameters of the endpoint.
    pub(super) fn read(
        endpoint: &'static Endpoint,
        id: Option<String>,
        query: Option<&str>,
        headers: &HeaderMap,
    ) -> Result<Call, Problem> {
        let mut values = BTreeMap::new();
        for pair in query.unwrap_or_default().split('&') {
            if pair.is_empty() {
                continue;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name)?, decoded(value)?);
            let Some(parameter) = endpoint
                .parameters()
                .find(|parameter| parameter.name == name)
            else {
                let known: Vec<&str> = endpoint
                    .parameters()
                    .map(|parameter| parameter.name)
                    .collect();
                return Err(Problem::parameter(
                    &name,
                    "there is no such parameter here",
                    Some(if known.is_empty() {
                        "leave it out: this address takes none".to_owned()
                    } else {
                        format!("one of {}", known.join(", "))
                    }),
                ));
            };
            parameter.check(&value)?;
            if values.insert(parameter.name, value).is_some() {
                return Err(Problem::parameter(&name, "it is given twice", None));
            }
        }
        Ok(Call {
            id: id.unwrap_or_default(),
            format: format(endpoint, values.get(FORMAT).map(String::as_str), headers)?,
            path: endpoint.path,
            values,
        })
    }

    /// The address of the same question with one parameter changed and another left out, in the same form.
    pub(super) fn address_with(&self, name: &'static str, value: &str, without: &str) -> String {
        let mut values = self.values.clone();
        values.remove(without);
        values.insert(name, value.to_owned());
        values
            .entry(FORMAT)
            .or_insert_with(|| self.format.name().to_owned());
        let pairs: Vec<String> = values
            .iter()
            .map(|(name, value)| format!("{name}={}", urls::encode(value)))
            .collect();
        let path = self
            .path
            .replace("{id}", &urls::encode(&self.id).to_string());
        format!("{ROOT}{path}?{}", pairs.join("&"))
    }

    /// A parameter as given; empty where it is not.
    pub(super) fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// A parameter as given, where it is and says anything.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// A number, or what it is when nothing is given. Bounds were checked.
    pub(super) fn number(&self, name: &str, default: usize) -> usize {
        self.given(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(default)
    }

    /// Whether a switch is on.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self.text(name), "true" | "1")
    }

    /// The values of a list.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        self.text(name)
            .split(',')
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

impl Parameter {
    /// Whether a value is one that the parameter takes.
    fn check(&self, value: &str) -> Result<(), Problem> {
        let wrong =
            |reason: &str, suggestion| Err(Problem::parameter(self.name, reason, Some(suggestion)));
        match &self.kind {
            Kind::Text { most_bytes } if value.len() > *most_bytes => wrong(
                "it is too long",
                format!("at most {most_bytes} bytes of text"),
            ),
            Kind::Text { .. } => Ok(()),
            Kind::Number { least, most, .. } => match value.parse::<u64>() {
                Ok(number) if (*least..=*most).contains(&number) => Ok(()),
                _ => wrong(
                    "expected a whole number within bounds",
                    format!("a number from {least} to {most}"),
                ),
            },
            Kind::Switch => match value {
                "true" | "false" | "1" | "0" => Ok(()),
                _ => wrong("expected `true` or `false`", "true or false".to_owned()),
            },
            Kind::Choice(values) if values.contains(&value) => Ok(()),
            Kind::Choice(values) => wrong(
                "there is no such value",
                format!("one of {}", values.join(", ")),
            ),
            Kind::List(values) => {
                let known: Vec<&str> = values().collect();
                match value.split(',').find(|value| !known.contains(value)) {
                    Some(_) if !value.is_empty() => wrong(
                        "expected a list with commas between known values",
                        format!("some of {}", known.join(", ")),
                    ),
                    _ => Ok(()),
                }
            }
        }
    }
}

fn decoded(text: &str) -> Result<String, Problem> {
    params::decoded(text).ok_or_else(|| Problem::address("a parameter is no text in UTF-8"))
}

/// The form asked for: by `format`, else by the `Accept` header, else the first that the endpoint has.
fn format(
    endpoint: &Endpoint,
    asked: Option<&str>,
    headers: &HeaderMap,
) -> Result<Format, Problem> {
    let formats = endpoint.formats;
    if let Some(name) = asked {
        // The values were checked by the table.
        return Ok(formats
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .unwrap_or(formats[0]));
    }
    let accepted: Vec<&str> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    if accepted.is_empty() {
        return Ok(formats[0]);
    }
    let mut best: Option<(f32, Format)> = None;
    for &format in formats {
        let quality = quality(&accepted, format.media_type());
        if quality > 0.0 && best.is_none_or(|(other, _)| quality > other) {
            best = Some((quality, format));
        }
    }
    best.map(|(_, format)| format)
        .ok_or_else(|| Problem::not_acceptable(formats))
}

/// How welcome a media type is: the quality of the most specific range that it falls in.
fn quality(accepted: &[&str], media_type: &str) -> f32 {
    let kind = media_type.split('/').next().unwrap_or_default();
    let mut found = (0, 0.0);
    for range in accepted {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let specific = if name == media_type {
            3
        } else if name.strip_suffix("/*") == Some(kind) {
            2
        } else if name == "*/*" {
            1
        } else {
            continue;
        };
        let quality = parts
            .find_map(|part| part.strip_prefix("q="))
            .and_then(|quality| quality.parse().ok())
            .unwrap_or(1.0);
        if specific > found.0 {
            found = (specific, quality);
        }
    }
    found.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_ranges() {
        let check = |accept: &str, media_type: &str, expected: f32| {
            let accepted: Vec<&str> = accept.split(',').collect();
            let found = quality(&accepted, media_type);
            assert!((found - expected).abs() < 1e-6, "{accept}: {found}");
        };
        check("text/csv", "text/csv", 1.0);
        check("text/*;q=0.5, */*;q=0.1", "text/csv", 0.5);
        check("text/*;q=0.5, */*;q=0.1", "application/json", 0.1);
        check("text/csv;q=0", "text/csv", 0.0);
        check("*/*, text/csv; q=0", "text/csv", 0.0);
        check("image/png", "text/csv", 0.0);
        check("", "text/csv", 0.0);
    }
}
