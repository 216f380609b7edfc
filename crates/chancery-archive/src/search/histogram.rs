//! Hits by time: days, months, quarters, years of the date-time group, in universal time, or of the source.

use std::collections::BTreeMap;

use chancery_index::{Request, Steps};
use jiff::civil::Date;

use super::Search;
use super::source::Texts;
use crate::Error;
use crate::index::schema::number;
use crate::index::{self, Index};
use crate::query::{self, Node, Query};
use crate::store::Store;

/// The index counts days; the rest is put together from them.
pub(super) const DAYS: Steps = Steps {
    column: number::SENT,
    width: 86_400,
};

/// Steps without a hit are told up to here.
const MOST_STEPS: usize = 36_525;

/// How wide a step of a histogram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// `2007-10-08`
    Day,
    /// `2007-10`
    Month,
    /// `2007-Q4`
    Quarter,
    /// `2007`
    Year,
}

/// Counts of hits over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// How wide the steps are.
    pub interval: Interval,
    /// The steps that have any hit, oldest first.
    pub bins: Vec<HistogramBin>,
    /// Hits without a date.
    pub undated: u64,
}

/// One step of a histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistogramBin {
    /// Its name: `2007-10-08`, `2007-10`, `2007-Q4`, `2007`.
    pub name: String,
    /// Its first day and its last, so that `date:FIRST..LAST` is the query that narrows to it.
    pub first: String,
    /// See `first`.
    pub last: String,
    /// How many hits.
    pub count: u64,
}

impl Interval {
    /// The interval of a name: `day`, `month`, `quarter`, `year`.
    pub fn named(name: &str) -> Option<Interval> {
        Some(match name.to_ascii_lowercase().as_str() {
            "day" => Interval::Day,
            "month" => Interval::Month,
            "quarter" => Interval::Quarter,
            "year" => Interval::Year,
            _ => return None,
        })
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Interval::Day => "day",
            Interval::Month => "month",
            Interval::Quarter => "quarter",
            Interval::Year => "year",
        }
    }

    /// The name of the step that a day belongs to, with its first and last day.
    fn step(self, day: Date) -> (String, Date, Date) {
        let (year, month) = (day.year(), day.month());
        let quarter = (month - 1) / 3;
        let months = |first: i8, n: i8| {
            let first = Date::constant(year, first, 1);
            let last = Date::constant(year, first.month() + n - 1, 1).last_of_month();
            (first, last)
        };
        let (name, (first, last)) = match self {
            Interval::Day => (day.to_string(), (day, day)),
            Interval::Month => (format!("{year:04}-{month:02}"), months(month, 1)),
            Interval::Quarter => (
                format!("{year:04}-Q{}", quarter + 1),
                months(quarter * 3 + 1, 3),
            ),
            Interval::Year => (format!("{year:04}"), months(1, 12)),
        };
        (name, first, last)
    }
}

impl Histogram {
    /// With the steps that have no hit, from the first to the last that this or another has one in: a word that does not
    /// occur in a year has 0 there. Where these would be more than a century of days, those without a hit stay out.
    pub fn fill(&mut self, within: &Histogram) {
        let ends = |histogram: &Histogram| -> Option<(Date, Date)> {
            let (first, last) = (histogram.bins.first()?, histogram.bins.last()?);
            Some((first.first.parse().ok()?, last.last.parse().ok()?))
        };
        let (mut day, end) = match (ends(self), ends(within)) {
            (Some(own), Some(other)) => (own.0.min(other.0), own.1.max(other.1)),
            (Some(ends), None) | (None, Some(ends)) => ends,
            (None, None) => return,
        };
        let mut bins = Vec::new();
        let mut known = std::mem::take(&mut self.bins).into_iter().peekable();
        while day <= end {
            let (name, first, last) = self.interval.step(day);
            let bin = known.next_if(|bin| bin.name == name);
            bins.push(bin.unwrap_or_else(|| HistogramBin {
                name,
                first: first.to_string(),
                last: last.to_string(),
                count: 0,
            }));
            let Ok(next) = last.tomorrow() else { break };
            day = next;
            if bins.len() > MOST_STEPS {
                break;
            }
        }
        bins.extend(known);
        if bins.len() > MOST_STEPS {
            bins.retain(|bin| bin.count > 0);
        }
        self.bins = bins;
    }

    /// From counts by day since 1970.
    pub(super) fn new(interval: Interval, days: &BTreeMap<i64, u64>, total: u64) -> Histogram {
        let mut bins: Vec<HistogramBin> = Vec::new();
        let mut dated = 0;
        // Behind the last day of the last step: those before it need not be put into words again.
        let mut end = i64::MIN;
        for (&day, &count) in days {
            if day < end
                && let Some(bin) = bins.last_mut()
            {
                dated += count;
                bin.count += count;
                continue;
            }
            let moment = day
                .checked_mul(DAYS.width)
                .and_then(|second| jiff::Timestamp::from_second(second).ok());
            // Dates are of this era; what is not is counted as undated.
            let Some(moment) = moment else { continue };
            dated += count;
            let date = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
            let (name, first, last) = interval.step(date);
            end = day + 1 + i64::from((last - date).get_days());
            bins.push(HistogramBin {
                name,
                first: first.to_string(),
                last: last.to_string(),
                count,
            });
        }
        Histogram {
            interval,
            bins,
            undated: total.saturating_sub(dated),
        }
    }
}

/// The hits of a search that have each of some words, by time, from the first step in which the search has a hit to the
/// last.
pub(crate) fn trends(
    store: &Store,
    index: &Index,
    search: &Search,
    words: &[String],
    interval: Interval,
) -> Result<Vec<Histogram>, Error> {
    let texts = Texts { store, index };
    let base = super::parse(search)?;
    let all = by_time(&texts, &base, interval)?;
    words
        .iter()
        .map(|word| {
            let word = super::parse(&Search {
                query: word.clone(),
                ..search.clone()
            })?;
            let both = Query {
                root: Node::All(vec![base.root.clone(), word.root]),
            };
            let mut histogram = by_time(&texts, &both, interval)?;
            histogram.fill(&all);
            Ok(histogram)
        })
        .collect()
}

fn by_time(texts: &Texts<'_>, query: &Query, interval: Interval) -> Result<Histogram, Error> {
    let plan = query::compile(query, texts)?;
    let answer = texts
        .index
        .inner
        .search(&Request {
            query: &plan,
            order: chancery_index::Order::Descending,
            after: None,
            offset: 0,
            limit: 0,
            facets: Vec::new(),
            steps: Some(DAYS),
        })
        .map_err(index::failed("search"))?;
    Ok(Histogram::new(interval, &answer.steps, answer.total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_without_hits_are_filled_in() {
        // 2007-09-30 and 2007-12-31; 2008-02-01.
        let days = BTreeMap::from([(13_786, 2), (13_878, 4)]);
        let later = BTreeMap::from([(13_910, 1)]);
        let show = |interval, own: &BTreeMap<i64, u64>, other: &BTreeMap<i64, u64>| {
            let mut histogram = Histogram::new(interval, own, 10);
            histogram.fill(&Histogram::new(interval, other, 10));
            let bins: Vec<String> = histogram
                .bins
                .iter()
                .map(|bin| format!("{} {}", bin.name, bin.count))
                .collect();
            bins.join(", ")
        };
        let none = BTreeMap::new();
        assert_eq!(
            show(Interval::Month, &days, &later),
            "2007-09 2, 2007-10 0, 2007-11 0, 2007-12 4, 2008-01 0, 2008-02 1".replace(" 1", " 0")
        );
        assert_eq!(show(Interval::Year, &none, &days), "2007 0");
        assert_eq!(show(Interval::Year, &later, &days), "2007 0, 2008 1");
        assert_eq!(
            show(Interval::Quarter, &days, &none),
            "2007-Q3 2, 2007-Q4 4"
        );
        assert_eq!(show(Interval::Year, &none, &none), "");
        // A date far off makes no list of a hundred thousand days.
        let far = BTreeMap::from([(-300_000, 1), (13_786, 2)]);
        assert_eq!(
            show(Interval::Day, &far, &none),
            "1148-08-18 1, 2007-09-30 2"
        );
        assert_eq!(
            show(Interval::Year, &far, &none).matches(',').count(),
            2007 - 1148
        );
    }

    #[test]
    fn days_are_put_together() {
        // 2007-09-30, 2007-10-01 and 2007-12-31.
        let days = BTreeMap::from([(13_786, 2), (13_787, 3), (13_878, 4)]);
        let show = |interval| {
            let histogram = Histogram::new(interval, &days, 10);
            assert_eq!(histogram.undated, 1);
            let bins: Vec<String> = histogram
                .bins
                .iter()
                .map(|bin| format!("{} {}..{} {}", bin.name, bin.first, bin.last, bin.count))
                .collect();
            bins.join(", ")
        };
        assert_eq!(
            show(Interval::Quarter),
            "2007-Q3 2007-07-01..2007-09-30 2, 2007-Q4 2007-10-01..2007-12-31 7"
        );
        assert_eq!(show(Interval::Year), "2007 2007-01-01..2007-12-31 9");
        assert!(show(Interval::Month).starts_with("2007-09 2007-09-01..2007-09-30 2"));
        assert!(show(Interval::Day).ends_with("2007-12-31 2007-12-31..2007-12-31 4"));
        for interval in ["day", "month", "quarter", "year"] {
            assert_eq!(Interval::named(interval).unwrap().as_str(), interval);
        }
    }
}
