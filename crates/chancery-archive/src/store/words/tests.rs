use proptest::prelude::*;

use super::encode::Places;
use super::*;

/// Texts of a few hundred words, with names that come in some of them only.
pub(in crate::store) fn texts() -> Vec<Vec<u8>> {
    let words = [
        "the", "Strelsau", "ZENDA", "minister", "rose", "castle", "and", "Duke's", "1894", "élan",
        "RUEHSL", "forest",
    ];
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    (0..300)
        .map(|number| {
            let mut text = format!(
                "<p>The archive of the castle, for everybody</p>\nFM AMEMBASSY STRELSAU {number:04}\n\n1. (C) "
            );
            for _ in 0..200 {
                text.push_str(words[next(words.len())]);
                text.push_str([" ", " ", " ", ", ", "\n", ".  "][next(6)]);
                if next(40) == 0 {
                    text.push_str("Rassen");
                    text.push_str(&next(10_000).to_string());
                    text.push_str("dyll ");
                }
            }
            text.into_bytes()
        })
        .collect()
}

fn table() -> (Words, Encoder) {
    let texts = texts();
    let samples: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let bytes = train(&samples).unwrap();
    assert!(bytes == train(&samples).unwrap(), "the same each time");
    let words = Words::read(&bytes).unwrap();
    let encoder = Encoder::new(&words).unwrap();
    (words, encoder)
}

fn coded(encoder: &Encoder, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encoder.encode(text, &mut Places::default(), &mut out);
    out
}

#[test]
fn texts_come_back_and_are_short() {
    let (words, encoder) = table();
    let mut places = Places::default();
    for text in texts() {
        let mut out = Vec::new();
        encoder.encode(&text, &mut places, &mut out);
        assert!(out.len() * 3 < text.len(), "{} {}", out.len(), text.len());
        assert!(words.decode(&out, text.len()).unwrap() == text);
        // A length that was not meant.
        assert!(words.decode(&out, text.len() + 40).is_none());
    }
    let long = "The duke, the Duke, THE DUKE'S  duke. ".repeat(3_000);
    let out = coded(&encoder, long.as_bytes());
    assert!(out.len() < 100);
    assert!(words.decode(&out, long.len()).unwrap() == long.as_bytes());
}

#[test]
fn what_stands_in_one_text_only_is_not_in_the_table() {
    let mut texts = texts();
    texts[7].extend_from_slice(
        "Flavia Flavia Flavia Flavia Flavia Flavia"
            .repeat(30)
            .as_bytes(),
    );
    let samples: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let bytes = train(&samples).unwrap();
    assert!(memchr::memmem::find(&bytes, b"lavia").is_none());
    assert!(
        Words::read(&bytes)
            .unwrap()
            .words()
            .any(|word| word == b"castle")
    );
}

#[test]
fn damaged_tables_are_told() {
    let texts = texts();
    let samples: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let bytes = train(&samples).unwrap();
    assert!(Words::read(b"").is_err());
    assert!(Words::read(&bytes[..bytes.len() - 1]).is_err());
    assert!(Words::read(&bytes[1..]).is_err());
    for at in (0..bytes.len()).step_by(7) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x41;
        // Whatever it reads as, it reads without a panic.
        if let Ok(words) = Words::read(&bytes) {
            let _ = words.decode(&[0x5A; 64], 1_000);
            if let Some(encoder) = Encoder::new(&words) {
                let out = coded(&encoder, &texts[0]);
                assert!(words.decode(&out, texts[0].len()).unwrap() == texts[0]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_come_back(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..40),
                "[ \\n.A-Za-z']{0,60}".prop_map(String::into_bytes),
                prop::sample::select(vec!["the", " Strelsau ", "ZENDA", "Minister", "minister  rose", "castle", " ", "\n", "Duke's", "<p>The archive of the castle, for"])
                    .prop_map(|word| word.as_bytes().to_vec()),
                (prop::sample::select(vec!["ab", "the castle and ", "x"]), 1_usize..400)
                    .prop_map(|(word, n)| word.repeat(n).into_bytes()),
            ],
            0..30,
        ),
        damage in any::<u64>(),
    ) {
        let text = pieces.concat();
        TABLE.with(|(words, encoder)| {
            let mut out = coded(encoder, &text);
            prop_assert!(words.decode(&out, text.len()).as_deref() == Some(&text[..]));
            if !out.is_empty() {
                let at = damage as usize % out.len();
                out[at] ^= 1 << (damage >> 60 & 7);
                let _ = words.decode(&out, text.len());
                let _ = words.decode(&out[..at], text.len());
                let _ = words.decode(&out, 1 << 20);
            }
            Ok(())
        })?;
    }
}

thread_local! {
    static TABLE: (Words, Encoder) = table();
}
