//! What every page has: its frame, and the way it becomes a response.

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::assets;
use crate::marked::Run;
use crate::params::Params;

/// The part of a page around its matter: title, search box, style.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Of the window; the name of the program follows it.
    pub(crate) title: String,
    /// What stands in the search box.
    pub(crate) query: String,
    /// What of the address was not understood, in words.
    pub(crate) notes: Vec<Vec<Run>>,
    /// Address of the style sheet.
    pub(crate) style: String,
    /// Version of the program, for the foot of the page.
    pub(crate) version: &'static str,
}

impl Frame {
    pub(crate) fn new(title: impl Into<String>) -> Frame {
        Frame {
            title: title.into(),
            query: String::new(),
            notes: Vec::new(),
            style: assets::style_url(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// With words in the search box.
    pub(crate) fn query(self, query: impl Into<String>) -> Frame {
        Frame {
            query: query.into(),
            ..self
        }
    }

    /// With what of its address was not understood.
    pub(crate) fn notes(self, params: &Params) -> Frame {
        Frame {
            notes: params.notes(),
            ..self
        }
    }
}

/// A page with its status.
pub(crate) fn render(status: StatusCode, page: &impl Template) -> Response {
    let content_type = HeaderValue::from_static("text/html; charset=utf-8");
    match page.render() {
        Ok(html) => (status, [(CONTENT_TYPE, content_type)], html).into_response(),
        // Templates write into memory and their values cannot fail to print.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A count with its thousands apart: `251,287`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with its noun: `1 cable`, `2 cables`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A number of bytes for a person: `640 bytes`, `3.2 kB`, `1.4 GB`; thousands, not powers of two.
pub(crate) fn sized(n_bytes: u64) -> String {
    let mut whole = n_bytes;
    let mut tenths = 0;
    let mut unit = "";
    for larger in ["kB", "MB", "GB", "TB"] {
        if whole < 1000 {
            break;
        }
        tenths = whole % 1000 / 100;
        whole /= 1000;
        unit = larger;
    }
    match unit {
        "" => counted(whole, "byte", "bytes"),
        unit if whole < 100 => format!("{whole}.{tenths} {unit}"),
        unit => format!("{} {unit}", grouped(whole)),
    }
}

/// The path of a file cut behind the signs that part its names, where a line may end.
pub(crate) fn pieces(path: &str) -> Vec<String> {
    path.split_inclusive(['/', '\\', '!', '#', ' '])
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(251_287), "251,287");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(counted(1, "cable", "cables"), "1 cable");
        assert_eq!(counted(1203, "cable", "cables"), "1,203 cables");
    }

    #[test]
    fn paths_end_their_lines_between_names() {
        assert_eq!(
            pieces("/cables/1976/76ZENDA3.txt"),
            ["/", "cables/", "1976/", "76ZENDA3.txt"]
        );
        assert!(pieces("").is_empty());
    }

    #[test]
    fn sizes() {
        assert_eq!(sized(1), "1 byte");
        assert_eq!(sized(640), "640 bytes");
        assert_eq!(sized(3249), "3.2 kB");
        assert_eq!(sized(999_999), "999 kB");
        assert_eq!(sized(1_700_000_000), "1.7 GB");
        assert_eq!(sized(u64::MAX), "18,446,744 TB");
    }
}
