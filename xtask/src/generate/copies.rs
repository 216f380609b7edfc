//! Cables that are there twice, and what wires and copyists do to a text.

use chancery_format::testing::generate::{Choices, damaged};

use super::World;
use super::plan::{Copy, Plan};
use super::random::Random;
use super::telegram::Telegram;

/// Makes of a telegram the copy that is planned, and damages it where that is planned.
pub(crate) fn alter(telegram: &mut Telegram, plan: &Plan, world: &World, seed: u64) {
    let mut random = Random::new(seed ^ 2, plan.row);
    match plan.copy {
        Some(Copy::Cut) => {
            let kept = telegram.body.len() * (30 + random.below(60)) / 100;
            let kept = boundary(&telegram.body, kept);
            telegram.body.truncate(kept);
        }
        Some(Copy::SecondEdition) => {
            for _ in 0..=random.below(4) {
                replace_word(&mut telegram.body, world, &mut random);
            }
        }
        // Its wire head is another already.
        Some(Copy::Retransmission) | None => {}
    }
    if plan.is_damaged {
        damage(telegram, &mut random);
    }
}

/// Puts another word in the place of one in the second half of the text.
fn replace_word(body: &mut String, world: &World, random: &mut Random) {
    let from = body.len() / 2 + random.below(body.len() / 2);
    let from = boundary(body, from);
    let Some((before, _)) = body[from..].match_indices(' ').next() else {
        return;
    };
    let start = from + before + 1;
    let n = body[start..]
        .bytes()
        .take_while(u8::is_ascii_lowercase)
        .count();
    if n >= 4 {
        let rank = world.vocabulary.content(random);
        body.replace_range(start..start + n, world.vocabulary.word(rank));
    }
}

/// The start of the character at `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn damage(telegram: &mut Telegram, random: &mut Random) {
    for _ in 0..=random.below(2) {
        let bytes = random.next().to_le_bytes();
        let text = if random.below(5) == 0 {
            &mut telegram.header
        } else {
            &mut telegram.body
        };
        *text = damaged(text, &mut Choices::new(&bytes));
    }
}
