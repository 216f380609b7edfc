//! Finding the cable an address means.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use chancery_archive::{Archive, Edition, StoredCable};

use crate::error::{KnownMissing, PageError};
use crate::line::Line;
use crate::params::Params;
use crate::urls::{self, Part};

/// How many similar identifiers a "not found" offers.
const N_NEAR: usize = 8;

/// How many of the cables that refer to a missing one are listed with it.
const N_CITED_BY: usize = 20;

/// What may follow the `?` of an address below `/cable/`: the number of the edition (the first where absent), the first
/// digits of the SHA-256 of a source, and the query that led here.
const PARAMS: [&str; 3] = ["edition", "source", "q"];

/// A request for a part of a cable.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) spelling: String,
    pub(crate) part: Part,
    pub(crate) params: Params,
}

/// A cable found, or the address where it is.
pub(crate) enum Found {
    Cable(Box<StoredCable>),
    Elsewhere(String),
}

impl Asked {
    pub(crate) fn new(
        path: Result<Path<String>, PathRejection>,
        query: Option<&str>,
        part: Part,
    ) -> Result<Asked, PageError> {
        let Path(spelling) = path.map_err(|_| PageError::Address)?;
        Ok(Asked {
            spelling,
            part,
            params: Params::read(query, &PARAMS)?,
        })
    }

    /// The query that led here; empty where none did.
    pub(crate) fn query(&self) -> &str {
        self.params.text("q")
    }

    /// Looks the cable up. Another spelling than the canonical one leads to the canonical address.
    pub(crate) fn find(&self, archive: &Archive) -> Result<Found, PageError> {
        let Some(key) = archive.resolve(&self.spelling)? else {
            return Err(PageError::NoSuchCable {
                spelling: self.spelling.clone(),
                near: archive.neighbours(&self.spelling, N_NEAR)?,
                known: known_missing(archive, &self.spelling)?.map(Box::new),
            });
        };
        if key.as_str() != self.spelling {
            return Ok(Found::Elsewhere(self.canonical(key.as_str())));
        }
        match archive.cable(&key)? {
            Some(cable) => Ok(Found::Cable(Box::new(cable))),
            None => Err(PageError::NoSuchCable {
                spelling: self.spelling.clone(),
                near: Vec::new(),
                known: None,
            }),
        }
    }

    /// The edition asked for.
    pub(crate) fn edition<'a>(&self, cable: &'a StoredCable) -> Result<&'a Edition, PageError> {
        let edition = self.params.given("edition");
        // Sections of a telegram are shown as the whole that they make.
        if let (None, Some(whole)) = (edition, &cable.whole) {
            return Ok(whole);
        }
        let number = edition.unwrap_or("1");
        cable
            .editions
            .iter()
            .find(|edition| edition.number.to_string() == number)
            .ok_or_else(|| PageError::NoSuchPart {
                key: cable.key.to_string(),
                part: format!("edition {number}"),
            })
    }

    fn canonical(&self, key: &str) -> String {
        let mut url = urls::cable(key).part(self.part).found_by(self.query());
        if let Some(number) = self.params.given("edition").and_then(|n| n.parse().ok()) {
            url = url.edition(number);
        }
        if let Some(source) = self.params.given("source") {
            url = url.source(source);
        }
        self.params.with_unknown(url.to_string())
    }
}

/// What the cables of the archive tell of one that it lacks; `None` where none refers to it.
fn known_missing(archive: &Archive, spelling: &str) -> Result<Option<KnownMissing>, PageError> {
    let Some(cable) = archive.missing_cable(spelling)? else {
        return Ok(None);
    };
    let mut cited_by = Vec::new();
    for key in cable.cited_by.iter().take(N_CITED_BY) {
        let citing = archive.cable(key)?;
        cited_by.extend(citing.as_ref().and_then(Line::of));
    }
    Ok(Some(KnownMissing { cable, cited_by }))
}

/// Sends the browser to the canonical address.
///
/// The method stays and bookmarks may be changed (308), but which cable a loose spelling means can change with the
/// archive, so the answer is not kept (the guard's `no-store`).
pub(crate) fn moved(url: &str) -> Result<Response, PageError> {
    let location = HeaderValue::from_str(url).map_err(|_| PageError::Address)?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response())
}
