//! When a missing cable was sent, as far as its neighbours tell.

use chancery_archive::{Bound, BoundReason, CableKey, Window};

use crate::dates::Moment;
use crate::urls;

/// The two ends, for a page.
#[derive(Clone, Debug)]
pub(crate) struct WindowView {
    pub(crate) after: Option<BoundView>,
    pub(crate) before: Option<BoundView>,
    pub(crate) is_contradictory: bool,
}

/// One end.
#[derive(Clone, Debug)]
pub(crate) struct BoundView {
    pub(crate) sent: Moment,
    /// The cable that tells it.
    pub(crate) key: Option<String>,
    pub(crate) url: Option<String>,
    /// How that cable tells it.
    pub(crate) how: &'static str,
}

impl WindowView {
    pub(crate) fn new(window: &Window) -> WindowView {
        WindowView {
            after: window.after.as_ref().and_then(BoundView::new),
            before: window.before.as_ref().and_then(BoundView::new),
            is_contradictory: window.is_contradictory(),
        }
    }
}

impl BoundView {
    fn new(bound: &Bound) -> Option<BoundView> {
        let (key, how) = match &bound.reason {
            BoundReason::Number(key) => (Some(key), "its neighbour in number"),
            BoundReason::Reference(key) => (Some(key), "the first cable that refers to it"),
            BoundReason::Year => (None, "the year of its identifier"),
        };
        Some(BoundView {
            sent: Moment::parse(&bound.sent)?,
            key: key.map(CableKey::to_string),
            url: key.map(|key| urls::cable(key).to_string()),
            how,
        })
    }
}
