//! Who writes the invented cables, and the people they write of. Posts are those of the table, people are invented.

use chancery_format::Mrn;
use chancery_format::tables::posts::{self, Post, PostKind};

use super::random::{Random, Weighted};
use super::vocabulary::{Words, is_fit_to_print, pseudo_word};

/// How many posts send cables.
const N_POSTS: usize = 208;
/// People that a post writes of.
const N_PEOPLE: usize = 400;
/// Stream of posts and people; no corpus has this seed.
const SEED: u64 = 0x5A45_4E44_4100_0001;

/// The posts by how much they send, most first.
#[derive(Debug)]
pub(crate) struct Posts {
    all: Vec<Sender>,
    volume: Weighted,
    surnames: Words,
}

/// A post that sends.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) post: &'static Post,
    /// Its own station.
    pub(crate) station: &'static str,
    /// As an archive's table shows it: `Embassy Strelsau`.
    pub(crate) origin: String,
}

impl Posts {
    /// The posts of every corpus.
    pub(crate) fn new() -> Posts {
        let mut random = Random::new(SEED, 0);
        let mut fitting: Vec<(u64, Sender)> = posts::all()
            .iter()
            .filter_map(|post| Some((random.next(), sender(post)?)))
            .collect();
        fitting.sort_by_key(|(drawn, _)| *drawn);
        let mut all: Vec<Sender> = fitting
            .into_iter()
            .map(|(_, sender)| sender)
            .filter(|sender| sender.post.kind != PostKind::Bureau)
            .take(N_POSTS - 1)
            .collect();
        if let Some(state) = posts::by_name("STATE").and_then(sender) {
            all.insert(4, state);
        }
        let mut surnames = Words::default();
        for _ in 0..all.len() * N_PEOPLE {
            let surname = loop {
                let surname = pseudo_word(&mut random, 2);
                if is_fit_to_print(&surname) {
                    break surname;
                }
            };
            let ending = random.of(&["", "", "", "a", "ov", "son", "er", "i", "o", "berg"]);
            surnames.push(&capitalised(&format!("{surname}{ending}")));
        }
        Posts {
            volume: Weighted::zipf(all.len(), 8.0, 0.95),
            all,
            surnames,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// One by its place in the order.
    pub(crate) fn get(&self, post: usize) -> &Sender {
        &self.all[post]
    }

    /// One that sends a cable next.
    pub(crate) fn any(&self, random: &mut Random) -> usize {
        self.volume.draw(random)
    }

    /// The surname of somebody a post writes of, the first ones more often.
    pub(crate) fn surname(&self, post: usize, random: &mut Random) -> &str {
        let (a, b) = (random.below(N_PEOPLE), random.below(N_PEOPLE));
        self.surname_of(post, a * b / N_PEOPLE)
    }

    /// The surname of one certain person.
    pub(crate) fn surname_of(&self, post: usize, person: usize) -> &str {
        self.surnames.get(post * N_PEOPLE + person % N_PEOPLE)
    }
}

/// Given names, which say nothing of anybody.
pub(crate) const GIVEN: &[&str] = &[
    "Anna", "Anton", "Bela", "Clara", "Dora", "Edgar", "Elsa", "Emil", "Flavia", "Fritz", "Greta",
    "Hugo", "Ida", "Jonas", "Karla", "Leo", "Livia", "Mara", "Max", "Mila", "Nils", "Nora", "Olga",
    "Otto", "Paula", "Petra", "Rolf", "Rosa", "Rudolf", "Selma", "Sven", "Tilda", "Udo", "Vera",
    "Viktor", "Wanda",
];

/// A post whose identifiers read back as they are written, with a station and a country.
fn sender(post: &'static Post) -> Option<Sender> {
    let kind = match post.kind {
        PostKind::Embassy => "Embassy",
        PostKind::Consulate => "Consulate",
        PostKind::Mission => "Mission",
        PostKind::Bureau if post.canonical == "STATE" => "",
        _ => return None,
    };
    let written = format!("{} 000731", post.name);
    let read = Mrn::parse(&written, Some(2006))?;
    let line_reads = read.post == post.canonical && read.number == 731;
    let id_reads = Mrn::parse(&format!("06{}731", post.canonical), None)? == read;
    (line_reads && id_reads && post.geographic_tag.len() == 2 && !post.plad.is_empty()).then_some(
        Sender {
            post,
            station: post.routing_indicator?,
            origin: if kind.is_empty() {
                "Secretary of State".to_owned()
            } else {
                format!("{kind} {}", post.title())
            },
        },
    )
}

/// With a capital in front.
pub(crate) fn capitalised(word: &str) -> String {
    let mut out = word.to_owned();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_those_of_the_table() {
        let posts = Posts::new();
        assert_eq!(posts.len(), N_POSTS);
        assert_eq!(posts.get(4).origin, "Secretary of State");
        assert_eq!(posts.surnames.len(), N_POSTS * N_PEOPLE);
    }
}
