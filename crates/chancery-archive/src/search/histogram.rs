//! Hits by time: days, months, quarters, years of the date-time group, in universal time, or of the source.

use std::collections::BTreeMap;

use chancery_index::{Request, Steps};
use jiff::civil::Date;

use super::{Asked, Search};
use crate::Error;
use crate::index::schema::number;
use crate::index::{self, Index};
use crate::store::Store;

/// The index counts days; the rest is put together from them.
pub(super) const DAYS: Steps = Steps {
    column: number::SENT,
    width: 86_400,
};

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

/// The hits of a search by time, and nothing else of the answer.
pub(crate) fn trend(
    store: &Store,
    index: &Index,
    search: &Search,
    interval: Interval,
) -> Result<Histogram, Error> {
    let asked = Asked::new(store, index, search)?;
    let answer = index
        .inner
        .search(&Request {
            query: &asked.plan,
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
