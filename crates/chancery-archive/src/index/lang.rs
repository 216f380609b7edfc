//! In which language a cable is written: a guess by the little words that fill a text.
//!
//! Little words are few and come often, so that a page tells. Nearly all cables are English, and texts that are mostly
//! names and codes stay `und`.

use chancery_index::words::each_word;

/// What is guessed, as ISO 639-3 has it; `und` where nothing can be told.
pub(crate) const CODES: [&str; 7] = ["eng", "spa", "fra", "por", "deu", "ita", "und"];

/// Function words of each language, folded, in the order of [`CODES`]. One that several share counts for each.
const WORDS: [&str; 6] = [
    "the of and to in a that is was for on with by as be had has have not are were this which from his at said would \
     will he they it its their an been who but or",
    "el la de que y en los del las por con para una un se su al no es como mas fue lo ha sus esta este pero entre sobre \
     tambien son ser",
    "le la de et les des en du un une que pour dans qui sur par au est pas plus ce ne il se avec sont aux cette ont ou \
     mais leur ses nous",
    "o a de que e do da em um para com nao uma os no se na por mais as dos como mas ao foi das sao pelo pela seu sua \
     tambem entre aos",
    "der die und in den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden aus er hat dass \
     sie nach wird bei einer um am sind",
    "il di che e la in un per una del non sono della con i le si da nel dei alla al piu anche ha come delle gli ma lo \
     questo dal stato era",
];

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 1024;

/// With fewer little words than this nothing is guessed.
const LEAST: u32 = 4;

/// The code of a language from its name or from a shorter code.
pub(crate) fn named(name: &str) -> Option<&'static str> {
    Some(match name {
        "eng" | "en" | "english" => "eng",
        "spa" | "es" | "spanish" | "castilian" => "spa",
        "fra" | "fre" | "fr" | "french" => "fra",
        "por" | "pt" | "portuguese" => "por",
        "deu" | "ger" | "de" | "german" => "deu",
        "ita" | "it" | "italian" => "ita",
        "und" | "unknown" => "und",
        _ => return None,
    })
}

/// The language of a text, given in parts.
pub(crate) fn guess<'t>(texts: impl Iterator<Item = &'t str>) -> &'static str {
    let table = table();
    let mut counts = [0u32; 6];
    let mut n_words = 0u32;
    let mut left = SAMPLE;
    for text in texts {
        let mut end = left.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        each_word(&text[..end], |_, word| {
            n_words += 1;
            if word.len() <= MAX_WORD
                && let Ok(found) = table.binary_search_by_key(&number(word), |&(known, _)| known)
            {
                for (language, count) in counts.iter_mut().enumerate() {
                    *count += u32::from(table[found].1 >> language & 1);
                }
            }
        });
        left -= end;
        if left == 0 {
            break;
        }
    }
    let best =
        (0..counts.len()).max_by_key(|&language| (counts[language], std::cmp::Reverse(language)));
    match best {
        // One word in eight; prose has one in three.
        Some(best) if counts[best] >= LEAST && counts[best] * 8 >= n_words => CODES[best],
        _ => "und",
    }
}

/// The longest of all little words.
const MAX_WORD: usize = 8;

/// A word of at most eight bytes as a number.
fn number(word: &[u8]) -> u64 {
    word.iter()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The words of all languages as numbers in order, each with a bit for every language that has it.
fn table() -> &'static [(u64, u8)] {
    static TABLE: std::sync::LazyLock<Vec<(u64, u8)>> = std::sync::LazyLock::new(|| {
        let mut table: Vec<(u64, u8)> = Vec::new();
        for (language, words) in WORDS.iter().enumerate() {
            for word in words.split_whitespace() {
                let word = number(word.as_bytes());
                match table.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, languages)) => *languages |= 1 << language,
                    None => table.push((word, 1 << language)),
                }
            }
        }
        table.sort_unstable();
        table
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            (
                "THE KING IS ILL AND THE DUKE WILL NOT SAY WHO IS TO RULE IN HIS PLACE.",
                "eng",
            ),
            (
                "El rey está enfermo y el duque no dice quién va a gobernar en su lugar.",
                "spa",
            ),
            (
                "Le roi est malade et le duc ne dit pas qui doit gouverner dans le pays.",
                "fra",
            ),
            (
                "O rei não está bem e o duque não diz quem vai governar em seu lugar.",
                "por",
            ),
            (
                "Der König ist krank, und der Herzog sagt nicht, wer an der Stelle des Königs herrscht.",
                "deu",
            ),
            (
                "Il re non sta bene e il duca non dice chi governa nel paese per lui.",
                "ita",
            ),
            ("STRELSAU 000092 ZENDA EDELWEISS 1187 HENTZAU", "und"),
            ("", "und"),
        ] {
            assert_eq!(guess([text].into_iter()), expected, "{text}");
        }
        // In parts, and cut at a character.
        let long = "é".repeat(5000);
        assert_eq!(guess(["the king of the", long.as_str()].into_iter()), "und");
    }

    #[test]
    fn names_lead_to_codes() {
        assert!(CODES.iter().all(|code| named(code) == Some(code)));
        assert_eq!(named("klingon"), None);
    }
}
