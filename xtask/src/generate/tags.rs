//! The TAGS terms of invented cables.

use super::World;
use super::random::{Random, Weighted};
use super::vocabulary::N_TOPICS;

/// Subjects and programs, the most frequent first.
pub(crate) const SUBJECTS: &[&str] = &[
    "PREL", "PGOV", "ECON", "PHUM", "MARR", "PTER", "EFIN", "PINR", "ETRD", "KDEM", "SNAR", "EINV",
    "EAID", "SOCI", "MOPS", "CVIS", "ENRG", "KNNP", "PARM", "MNUC", "KCRM", "EPET", "ASEC", "ELAB",
    "PREF", "EAIR", "OVIP", "KJUS", "KISL", "CASC", "SENV", "EAGR", "OPRC", "MASS", "KPAO", "SMIG",
    "KIPR", "MCAP", "PBTS", "TBIO", "OIIP", "SCUL", "KWMN", "AMGT", "KIRF", "BEXP", "KFLO", "TPHY",
    "EWWT", "ETTC", "KPKO", "PINS", "SHUM", "CPAS", "TSPL", "KCOR", "ECPS", "AFIN", "EIND", "APER",
    "KTFN", "EMIN", "OEXC", "KTIA", "TRGY", "KSCA", "ODIP", "KFRD", "TSPA", "ABLD", "KPAL", "KSEP",
    "CMGT", "KPRP", "AORC", "TINT", "KICC", "ADCO", "KHIV", "EFIS", "OSCI", "KGHG", "KSUM", "AINF",
    "KAWC", "KUNR", "OREP", "KCFE", "KVPR", "ASIG", "KSTC", "KRVC", "BTIO", "KHLS", "KBIO", "KACT",
    "KNAR",
];
/// How many countries besides that of the post may be named.
const N_COUNTRIES: usize = 57;

/// Which subjects and countries are drawn how often.
#[derive(Debug)]
pub(crate) struct Frequencies {
    subjects: Weighted,
    countries: Weighted,
}

impl Frequencies {
    pub(crate) fn new() -> Frequencies {
        Frequencies {
            subjects: Weighted::zipf(SUBJECTS.len(), 0.0, 1.05),
            countries: Weighted::zipf(N_COUNTRIES, 0.0, 1.05),
        }
    }
}

/// Terms of a cable, each once: subjects, a third of them bound to the topic, then countries.
pub(crate) fn draw(
    world: &World,
    post: usize,
    topic: usize,
    random: &mut Random,
) -> Vec<&'static str> {
    let mut tags: Vec<&'static str> = Vec::new();
    let mut push = |tag: &'static str| {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    };
    for _ in 0..=random.poisson(2.6) {
        let subject = if random.chance(1.0 / 3.0) {
            // Two subjects belong to a topic.
            (topic + random.below(2) * N_TOPICS / 3) % SUBJECTS.len()
        } else {
            world.tags.subjects.draw(random)
        };
        push(SUBJECTS[subject]);
    }
    push(world.posts.get(post).post.geographic_tag);
    if random.chance(0.25) {
        let other = world.tags.countries.draw(random);
        push(world.posts.get(other).post.geographic_tag);
    }
    tags
}

#[cfg(test)]
mod tests {
    use chancery_format::tables::tags::lookup;

    use super::SUBJECTS;

    #[test]
    fn subjects_are_those_of_the_tables() {
        for code in SUBJECTS {
            let entry = lookup(code, Some(2006));
            assert!(
                entry.is_some_and(|entry| entry.stands_for.is_none()),
                "{code}"
            );
        }
        assert_eq!(SUBJECTS.len(), 97);
    }
}
