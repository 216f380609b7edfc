//! English endings off: `elections`, `elected` and `electing` are forms of `elect`.

use rust_stemmers::{Algorithm, Stemmer};

/// The stem of one folded word (Porter's second English stemmer, as published with Snowball).
pub fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_english() {
        for word in ["elections", "elected", "electing", "election"] {
            assert_eq!(stem(word), "elect");
        }
        assert_eq!(stem("92"), "92");
        assert_eq!(stem(""), "");
    }
}
