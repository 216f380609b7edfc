//! How the cost of reading grows with the length of a text that repeats one thing without end.
//!
//! All of `chancery read --json` counts: decoding, unwrapping, parsing, the record and its JSON.

use std::time::{Duration, Instant};

use chancery_format::testing::hostile::{PLACES, Place, UNITS, Unit, hostile};
use chancery_format::{Hints, read};

/// Runs `cargo xtask curve`.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    match arguments.first().map(String::as_str) {
        Some("--scan") => scan(arguments.get(1).map(String::as_str)),
        Some(option) if option.starts_with("--") => anyhow::bail!("no option {option}"),
        word => curve(word),
    }
    Ok(())
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    let document = read(text.as_bytes(), &Hints::default());
    let record = document.record();
    let json = serde_json::to_vec(&record).expect("a record is plain data");
    std::hint::black_box(json.len());
    start.elapsed()
}

fn megabytes_a_second(text: &str, time: Duration) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "lengths of texts are far below 2^52"
    )]
    let megabytes = text.len() as f64 / 1e6;
    megabytes / time.as_secs_f64()
}

fn curve(word: Option<&str>) {
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>8}  MB/s at",
        "", "1 MB", "2 MB", "4 MB", "10 MB"
    );
    for unit in UNITS {
        for place in PLACES {
            let name = format!("{}: {}", place.name, unit.name);
            let chosen = match word {
                Some(word) => name.contains(word),
                None => matches!(place.name, "alone" | "body"),
            };
            if chosen {
                let cells: String = [1, 2, 4, 10]
                    .map(|n| {
                        let text = hostile(*place, *unit, n * 1_000_000);
                        format!(" {:>8.1}", megabytes_a_second(&text, time(&text)))
                    })
                    .concat();
                println!("{name:<28}{cells}");
            }
        }
    }
}

/// Finds the shapes that cost more a byte when they are longer.
fn scan(word: Option<&str>) {
    const SMALL: usize = 32_000;
    const GROWN: usize = 8;
    let mut slowest = f64::INFINITY;
    for unit in UNITS {
        for place in PLACES {
            if word.is_some_and(|word| !format!("{}: {}", place.name, unit.name).contains(word)) {
                continue;
            }
            let (small, large) = measure(*place, *unit, SMALL, GROWN);
            slowest = slowest.min(large);
            // Short texts fit the caches and the clock is coarse: twice the cost is noise, eight times the length gives
            // eight times the cost where it is square.
            let grows = small / large > 3.0;
            if grows || large < 10.0 {
                println!(
                    "{:<40} {small:>8.1} {large:>8.1} MB/s{}",
                    format!("{}: {}", place.name, unit.name),
                    if grows { "  grows" } else { "" }
                );
            }
        }
    }
    println!("slowest: {slowest:.1} MB/s");
}

fn measure(place: Place, unit: Unit, n_bytes: usize, times: usize) -> (f64, f64) {
    let best = |text: &str| {
        let first = time(text);
        if first > Duration::from_millis(50) {
            return first;
        }
        first.min(time(text)).min(time(text))
    };
    let small = hostile(place, unit, n_bytes);
    let large = hostile(place, unit, n_bytes * times);
    (
        megabytes_a_second(&small, best(&small)),
        megabytes_a_second(&large, best(&large)),
    )
}
