//! Questions about references. See [`crate::references`].

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::read::{LINE, line, state};
use crate::references::{
    AllMissing, Bound, BoundReason, Citation, Counted, MissingCable, Target, Window, YearlessKey,
    earliest_without_year, latest_without_year, name_of, parts_of,
};
use crate::{CableKey, CableLine, Error};

/// Which rows of `refs r` only a source names: those from [`OF_SOURCE`](crate::references::OF_SOURCE) on.
pub(super) const IS_OF_SOURCE: &str = "r.position >= 1048576";

/// Which rows of `refs r`, with their `editions e`, count: those of texts, and those that sources name where no text of
/// the cable refers to any.
pub(super) const COUNTS: &str = "(r.position < 1048576 OR NOT EXISTS (
    SELECT 1 FROM editions other JOIN refs own ON own.edition_id = other.id
    WHERE other.cable_id = e.cable_id AND own.position < 1048576))";

impl Store {
    /// Changes whenever anything that can be asked for does.
    pub(crate) fn state_tag(&self) -> Result<String, Error> {
        self.read("read the state of the archive", |connection| {
            let state = state(connection)?;
            let (source, n_unreadable): (Option<i64>, i64) = connection
                .prepare_cached(
                    "SELECT (SELECT max(id) FROM sources), (SELECT count(*) FROM unreadable)",
                )?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(format!(
                "{} {} {} {n_unreadable}",
                state.uuid,
                state.generation,
                source.unwrap_or(0)
            ))
        })
    }

    /// What each stored key leads to, for references of a cable sent at `sent`.
    pub(crate) fn targets(
        &self,
        keys: &[Option<String>],
        sent: Option<&str>,
        n_referrers: usize,
    ) -> Result<Vec<Target>, Error> {
        self.read("look up the references", |connection| {
            keys.iter()
                .map(|key| match key {
                    Some(key) => target(connection, key, sent, n_referrers),
                    None => Ok(Target::Other),
                })
                .collect()
        })
    }

    /// The cables that cite one, oldest first; `None` where there is no such cable.
    pub(crate) fn cited_by(&self, key: &CableKey) -> Result<Option<Vec<Citation>>, Error> {
        self.read("look up the references", |connection| {
            let exists = connection
                .prepare_cached("SELECT 1 FROM cables WHERE key = ?1")?
                .exists([key.as_str()])?;
            exists.then(|| cited_by(connection, key)).transpose()
        })
    }

    /// Every missing cable.
    pub(crate) fn count_missing(&self) -> Result<AllMissing, Error> {
        self.read("look for missing cables", |connection| {
            Ok(AllMissing {
                generation: state(connection)?.generation,
                cables: count_missing(connection)?,
            })
        })
    }

    /// What can be told of missing cables.
    pub(crate) fn missing(
        &self,
        counted: &[&Counted],
        n_referrers: usize,
    ) -> Result<Vec<MissingCable>, Error> {
        self.read("look around missing cables", |connection| {
            counted
                .iter()
                .map(|counted| missing(connection, &counted.key, n_referrers))
                .collect()
        })
    }
}

fn target(
    connection: &Connection,
    key: &str,
    sent: Option<&str>,
    n_referrers: usize,
) -> rusqlite::Result<Target> {
    let found = match YearlessKey::of_key(key) {
        None => connection
            .prepare_cached(&format!("SELECT {LINE} FROM cables c WHERE c.key = ?1"))?
            .query_row([key], line)
            .optional()?
            .map(|line| (line, false)),
        Some(yearless) => match candidates(connection, &yearless, sent)? {
            Candidates::One(line) => Some((*line, true)),
            Candidates::Several => return Ok(Target::Other),
            Candidates::None => None,
        },
    };
    Ok(match found {
        Some((line, is_year_assumed)) => Target::Cable {
            line,
            is_year_assumed,
        },
        None => Target::Missing(missing(connection, key, n_referrers)?),
    })
}

/// What a reference without a year can mean.
enum Candidates {
    None,
    One(Box<CableLine>),
    /// Several cables, or one when it is not known whether it was sent before.
    Several,
}

fn candidates(
    connection: &Connection,
    key: &YearlessKey,
    sent: Option<&str>,
) -> rusqlite::Result<Candidates> {
    let Some((sent, earliest)) = sent.and_then(|sent| Some((sent, earliest_without_year(sent)?)))
    else {
        let is_any = connection
            .prepare_cached(
                "SELECT 1 FROM cables WHERE post = ?1 AND number = ?2 AND key NOT LIKE '%-%'",
            )?
            .exists(params![key.post, key.number])?;
        return Ok(if is_any {
            Candidates::Several
        } else {
            Candidates::None
        });
    };
    // Airgrams, which have a hyphen in their keys, are numbered apart.
    let mut found = connection
        .prepare_cached(&format!(
            "SELECT {LINE} FROM cables c
             WHERE c.post = ?1 AND c.year BETWEEN ?2 AND ?3 AND c.number = ?4
               AND c.sent >= ?5 AND c.sent < ?6 AND c.key NOT LIKE '%-%' LIMIT 2"
        ))?
        .query_map(
            params![
                key.post,
                earliest.get(..4).and_then(|year| year.parse::<u16>().ok()),
                sent.get(..4).and_then(|year| year.parse::<u16>().ok()),
                key.number,
                earliest,
                sent
            ],
            line,
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(match (found.pop(), found.len()) {
        (None, _) => Candidates::None,
        (Some(line), 0) => Candidates::One(Box::new(line)),
        _ => Candidates::Several,
    })
}

/// The cables that cite one, oldest first.
pub(super) fn cited_by(connection: &Connection, key: &CableKey) -> rusqlite::Result<Vec<Citation>> {
    let mut citations: Vec<Citation> = referrers(connection, key.as_str(), usize::MAX)?
        .into_iter()
        .filter(|(cable, _)| cable.key != *key)
        .map(|(cable, is_of_source)| Citation {
            cable,
            is_year_assumed: false,
            is_of_source,
        })
        .collect();
    let own: Option<(Option<String>, Option<u32>, Option<String>)> = connection
        .prepare_cached("SELECT post, number, sent FROM cables WHERE key = ?1")?
        .query_row([key.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    if let Some((Some(post), Some(number), Some(sent))) = own
        && let Some(latest) = latest_without_year(&sent)
    {
        let yearless = YearlessKey { post, number };
        let known: BTreeSet<CableKey> = citations
            .iter()
            .map(|citation| citation.cable.key.clone())
            .collect();
        for (cable, is_of_source) in referrers(connection, &yearless.key(), usize::MAX)? {
            let Some(cited) = &cable.sent else { continue };
            if *cited <= sent || *cited > latest || cable.key == *key || known.contains(&cable.key)
            {
                continue;
            }
            if let Candidates::One(line) = candidates(connection, &yearless, Some(cited))?
                && line.key == *key
            {
                citations.push(Citation {
                    cable,
                    is_year_assumed: true,
                    is_of_source,
                });
            }
        }
        citations.sort_by(|one, other| {
            let order = |citation: &Citation| {
                (
                    citation.cable.sent.is_none(),
                    citation.cable.sent.clone(),
                    citation.cable.key.clone(),
                )
            };
            order(one).cmp(&order(other))
        });
    }
    Ok(citations)
}

/// The cables with a reference that is stored under this key, oldest first, and whether only their source says so.
fn referrers(
    connection: &Connection,
    key: &str,
    limit: usize,
) -> rusqlite::Result<Vec<(CableLine, bool)>> {
    connection
        .prepare_cached(&format!(
            "SELECT {LINE}, min({IS_OF_SOURCE}) FROM refs r
             JOIN editions e ON e.id = r.edition_id JOIN cables c ON c.id = e.cable_id
             WHERE r.target_key = ?1 AND {COUNTS}
             GROUP BY c.id ORDER BY c.sent IS NULL, c.sent, c.key LIMIT ?2"
        ))?
        .query_map(
            params![key, i64::try_from(limit).unwrap_or(i64::MAX)],
            |row| Ok((line(row)?, row.get(7)?)),
        )?
        .collect()
}

fn count_missing(connection: &Connection) -> rusqlite::Result<Vec<Counted>> {
    // In order of the index, so that each key is looked up once and nothing is sorted on disk.
    let mut counted = connection
        .prepare_cached(&format!(
            "SELECT r.target_key, count(DISTINCT e.cable_id), count(*), min(c.sent)
             FROM refs r JOIN editions e ON e.id = r.edition_id JOIN cables c ON c.id = e.cable_id
             WHERE NOT EXISTS (SELECT 1 FROM cables t WHERE t.key = r.target_key) AND {COUNTS}
             GROUP BY r.target_key"
        ))?
        .query_map([], |row| {
            Ok(Counted {
                key: row.get(0)?,
                n_cited_by: row.get(1)?,
                n_references: row.get(2)?,
                first_cited: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut failed = None;
    counted.retain(|counted| match is_found_without_year(connection, counted) {
        Ok(is_found) => !is_found,
        Err(error) => {
            failed = Some(error);
            true
        }
    });
    if let Some(error) = failed {
        return Err(error);
    }
    Counted::sort(&mut counted);
    Ok(counted)
}

/// Whether a key without a year may mean a cable of the archive for any of the cables that refer to it.
fn is_found_without_year(connection: &Connection, counted: &Counted) -> rusqlite::Result<bool> {
    let Some(key) = YearlessKey::of_key(&counted.key) else {
        return Ok(false);
    };
    for (cable, _) in referrers(connection, &counted.key, usize::MAX)? {
        if !matches!(
            candidates(connection, &key, cable.sent.as_deref())?,
            Candidates::None
        ) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn missing(
    connection: &Connection,
    key: &str,
    n_referrers: usize,
) -> rusqlite::Result<MissingCable> {
    let (n_cited_by, n_by_texts): (u64, u64) = connection
        .prepare_cached(&format!(
            "SELECT count(DISTINCT e.cable_id),
                    count(DISTINCT CASE WHEN NOT {IS_OF_SOURCE} THEN e.cable_id END)
             FROM refs r JOIN editions e ON e.id = r.edition_id WHERE r.target_key = ?1 AND {COUNTS}"
        ))?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // The earliest is needed for the window, however many are named.
    let mut cited_by = referrers(connection, key, n_referrers.max(1))?;
    let (post, year, number) = parts_of(key);
    let mut window = Window::default();
    if let (Some(post), Some(year), Some(number)) = (&post, year, number) {
        window = of_numbers(connection, post, year, number, key.contains('-'))?;
    }
    if let Some((sent, first)) = cited_by
        .first()
        .and_then(|(first, _)| Some((first.sent.clone()?, first.key.clone())))
        && window
            .before
            .as_ref()
            .is_none_or(|before| sent < before.sent)
    {
        window.before = Some(Bound {
            sent,
            reason: BoundReason::Reference(first),
        });
    }
    cited_by.truncate(n_referrers);
    Ok(MissingCable {
        id: name_of(key),
        post,
        year,
        number,
        n_cited_by,
        n_cited_by_sources: n_cited_by - n_by_texts,
        cited_by: cited_by.into_iter().map(|(cable, _)| cable.key).collect(),
        window,
    })
}

/// What the neighbours by number tell, and the year where there are none.
fn of_numbers(
    connection: &Connection,
    post: &str,
    year: u16,
    number: u32,
    is_airgram: bool,
) -> rusqlite::Result<Window> {
    let bound = |sql: &str, or: String| {
        let found = connection
            .prepare_cached(sql)?
            .query_row(params![post, year, number, is_airgram], |row| {
                Ok(Bound {
                    sent: row.get(1)?,
                    reason: BoundReason::Number(CableKey::new(row.get::<_, String>(0)?)),
                })
            })
            .optional()?;
        Ok::<_, rusqlite::Error>(found.unwrap_or(Bound {
            sent: or,
            reason: BoundReason::Year,
        }))
    };
    Ok(Window {
        after: Some(bound(
            "SELECT key, sent FROM cables WHERE post = ?1 AND year = ?2 AND number < ?3 AND sent IS NOT NULL
               AND (key LIKE '%-%') = ?4 ORDER BY number DESC LIMIT 1",
            format!("{year:04}-01-01T00:00:00Z"),
        )?),
        before: Some(bound(
            "SELECT key, sent FROM cables WHERE post = ?1 AND year = ?2 AND number > ?3 AND sent IS NOT NULL
               AND (key LIKE '%-%') = ?4 ORDER BY number LIMIT 1",
            format!("{year:04}-12-31T23:59:59Z"),
        )?),
    })
}

#[cfg(test)]
mod tests {
    use super::{COUNTS, IS_OF_SOURCE};
    use crate::references::OF_SOURCE;

    #[test]
    fn the_statements_know_where_references_of_sources_begin() {
        assert_eq!(IS_OF_SOURCE, format!("r.position >= {OF_SOURCE}"));
        let of_texts = format!("position < {OF_SOURCE}");
        assert_eq!(COUNTS.matches(&of_texts).count(), 2, "{COUNTS}");
    }
}
