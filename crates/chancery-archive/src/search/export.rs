//! All hits of a search, one after the other, in constant memory.

use std::sync::Arc;

use chancery_index::Request;

use super::{Asked, Search, of_source};
use crate::index::{self, Index};
use crate::said::OfSource;
use crate::store::Store;
use crate::{CableKey, CableLine, Error};

/// How many hits are fetched at a time.
const PAGE: usize = 4096;

/// Calls `each` with the key of every hit in order, until it says to stop. Gives the total.
pub(crate) fn each_key(
    store: &Store,
    index: &Index,
    search: &Search,
    mut each: impl FnMut(&CableKey) -> bool,
) -> Result<u64, Error> {
    each_page(store, index, search, |found| {
        Ok(found
            .iter()
            .all(|found| each(&CableKey::new(found.place.key.as_str()))))
    })
}

/// Calls `each` with the line of every hit in order, and what only its sources say, until it says to stop. Gives the
/// total.
pub(crate) fn each_line(
    store: &Store,
    index: &Index,
    search: &Search,
    mut each: impl FnMut(CableLine, OfSource) -> bool,
) -> Result<u64, Error> {
    each_page(store, index, search, |found| {
        let ids: Vec<u64> = found.iter().map(|found| found.id.into()).collect();
        let lines = store.lines(&ids)?;
        let ids: Vec<u64> = lines.iter().map(|(id, _)| *id).collect();
        let references = store.references_of_sources(&ids)?;
        for ((id, line), references) in lines.into_iter().zip(references) {
            let of_source = of_source(&line, &references, || {
                let hit = store.hits(&[id], |_| true)?.pop();
                Ok(Arc::new(hit.map(|hit| hit.editions).unwrap_or_default()))
            })?;
            if !each(line, of_source) {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

fn each_page(
    store: &Store,
    index: &Index,
    search: &Search,
    mut each: impl FnMut(&[chancery_index::Found]) -> Result<bool, Error>,
) -> Result<u64, Error> {
    let asked = Asked::new(store, index, search)?;
    let mut after = None;
    let mut total = None;
    loop {
        let answer = index
            .inner
            .search(&Request {
                query: &asked.plan,
                order: asked.order,
                after: after.take(),
                offset: 0,
                limit: PAGE,
                facets: Vec::new(),
                steps: None,
            })
            .map_err(index::failed("search"))?;
        let total = *total.get_or_insert(answer.total);
        let is_last = answer.found.len() < PAGE;
        if !each(&answer.found)? || is_last {
            return Ok(total);
        }
        after = answer
            .found
            .into_iter()
            .next_back()
            .map(|found| found.place);
    }
}
