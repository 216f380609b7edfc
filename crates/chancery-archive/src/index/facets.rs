//! Counting the values of a few fields over all hits.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::name;

/// The text fields that are counted, in the order of the answer, with the year between the first and the second.
const TEXTS: [&str; 3] = [name::POST, name::CLASS, name::TAG_CODES];

/// How often each value occurs among the hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) posts: BTreeMap<String, u64>,
    pub(crate) years: BTreeMap<u64, u64>,
    pub(crate) classes: BTreeMap<String, u64>,
    pub(crate) tags: BTreeMap<String, u64>,
}

/// Collects [`Counts`].
pub(crate) struct FacetCollector;

impl Collector for FacetCollector {
    type Fruit = Counts;
    type Child = SegmentCounter;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounter> {
        let columns = reader.fast_fields();
        let mut texts = Vec::with_capacity(TEXTS.len());
        for name in TEXTS {
            texts.push(columns.str(name)?.map(|column| TextCounter {
                counts: vec![0; column.num_terms()],
                column,
            }));
        }
        let years = columns.u64(name::YEAR)?;
        // Years have at most four digits, see `document.rs`.
        let first_year = years.min_value();
        let n_years = years.max_value().saturating_sub(first_year).min(10_000) + 1;
        Ok(SegmentCounter {
            texts,
            first_year,
            year_counts: vec![0; n_years as usize],
            years,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut counts = Counts::default();
        for segment in segments {
            let segment = segment?;
            add(&mut counts.posts, segment.posts);
            add(&mut counts.years, segment.years);
            add(&mut counts.classes, segment.classes);
            add(&mut counts.tags, segment.tags);
        }
        Ok(counts)
    }
}

fn add<K: Ord>(total: &mut BTreeMap<K, u64>, part: BTreeMap<K, u64>) {
    for (value, count) in part {
        *total.entry(value).or_default() += count;
    }
}

struct TextCounter {
    column: StrColumn,
    counts: Vec<u64>,
}

impl TextCounter {
    fn harvest(&self) -> tantivy::Result<BTreeMap<String, u64>> {
        let mut values = BTreeMap::new();
        let mut value = String::new();
        for (ord, &count) in self.counts.iter().enumerate() {
            if count > 0 && self.column.ord_to_str(ord as u64, &mut value)? {
                values.insert(value.clone(), count);
            }
        }
        Ok(values)
    }
}

pub(crate) struct SegmentCounter {
    texts: Vec<Option<TextCounter>>,
    years: Column<u64>,
    first_year: u64,
    year_counts: Vec<u64>,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        for text in self.texts.iter_mut().flatten() {
            for ord in text.column.ords().values_for_doc(doc) {
                if let Some(count) = text.counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
        }
        if let Some(year) = self.years.first(doc)
            && let Some(count) = self
                .year_counts
                .get_mut(year.saturating_sub(self.first_year) as usize)
        {
            *count += 1;
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let text = |index: usize| {
            self.texts[index]
                .as_ref()
                .map_or_else(|| Ok(BTreeMap::new()), TextCounter::harvest)
        };
        Ok(Counts {
            posts: text(0)?,
            classes: text(1)?,
            tags: text(2)?,
            years: self
                .year_counts
                .iter()
                .enumerate()
                .filter(|&(_, &count)| count > 0)
                .map(|(index, &count)| (self.first_year + index as u64, count))
                .collect(),
        })
    }
}
