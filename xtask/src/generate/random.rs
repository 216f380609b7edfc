//! Chance with a seed: the same seed draws the same, and each cable has a stream of its own.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "what is drawn is far below the limits of either type"
)]

/// A stream of draws (`SplitMix64`, public domain).
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Stream number `stream` of a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Random {
        let mut random = Random {
            state: seed ^ stream.wrapping_mul(0xD134_2543_DE82_EF95),
        };
        // Neighbouring streams part in the first draws.
        random.state = random.next() ^ stream;
        random.next();
        random
    }

    /// 64 even bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.state;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        drawn ^ (drawn >> 31)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (((self.next() >> 32) * n as u64) >> 32) as usize
    }

    /// From 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this chance.
    pub(crate) fn chance(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// One of a list that is not empty.
    pub(crate) fn of<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }

    /// A count with this mean (Knuth's way, for small means).
    pub(crate) fn poisson(&mut self, mean: f64) -> usize {
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut n = 0;
        while product > limit && n < 40 {
            product *= self.unit();
            n += 1;
        }
        n
    }

    /// e to the power of a normal draw.
    pub(crate) fn log_normal(&mut self, mu: f64, sigma: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * self.unit()).cos();
        (mu + sigma * normal).exp()
    }
}

/// Draws from a list of weights in constant time (Walker's alias method).
#[derive(Debug)]
pub(crate) struct Weighted {
    /// Of 2^32, how often the place itself is meant, and which is meant otherwise.
    places: Vec<(u32, u32)>,
}

impl Weighted {
    /// Weights that are not all zero.
    pub(crate) fn new(weights: impl Iterator<Item = f64>) -> Weighted {
        let weights: Vec<f64> = weights.collect();
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let mut shares: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..shares.len()).partition(|place| shares[*place] < 1.0);
        let mut places = vec![(u32::MAX, 0); shares.len()];
        while let (Some(little), Some(much)) = (small.pop(), large.last().copied()) {
            places[little] = ((shares[little] * f64::from(u32::MAX)) as u32, much as u32);
            shares[much] -= 1.0 - shares[little];
            if shares[much] < 1.0 {
                large.pop();
                small.push(much);
            }
        }
        Weighted { places }
    }

    /// Weights that fall with the rank: `(rank + shift)^-exponent` (Zipf-Mandelbrot), ranks from 1.
    pub(crate) fn zipf(n: usize, shift: f64, exponent: f64) -> Weighted {
        Weighted::new((1..=n).map(|rank| (rank as f64 + shift).powf(-exponent)))
    }

    /// A place in the list.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let drawn = random.next();
        let place = (((drawn >> 32) * self.places.len() as u64) >> 32) as usize;
        let (own, other) = self.places[place];
        if (drawn as u32) < own {
            place
        } else {
            other as usize
        }
    }
}

/// To the nearest whole number; none below 0.
pub(crate) fn rounded(number: f64) -> usize {
    number.round().max(0.0) as usize
}

/// A share of a whole.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_part() {
        let draws = |seed, stream| {
            let mut random = Random::new(seed, stream);
            [random.next(), random.next()]
        };
        assert_eq!(draws(1, 2), draws(1, 2));
        assert_ne!(draws(1, 2), draws(1, 3));
        assert_ne!(draws(1, 2), draws(2, 2));
    }

    #[test]
    fn weights_are_kept() {
        let weighted = Weighted::new([6.0, 3.0, 0.0, 1.0].into_iter());
        let mut random = Random::new(1, 0);
        let mut counts = [0u32; 4];
        for _ in 0..100_000 {
            counts[weighted.draw(&mut random)] += 1;
        }
        assert!(counts[0].abs_diff(60_000) < 1_000, "{counts:?}");
        assert!(counts[1].abs_diff(30_000) < 1_000, "{counts:?}");
        assert!(counts[2] < 5, "{counts:?}");
    }

    #[test]
    fn means_are_met() {
        let mut random = Random::new(1, 0);
        let sum: usize = (0..50_000).map(|_| random.poisson(2.6)).sum();
        assert!(sum.abs_diff(130_000) < 2_000, "{sum}");
    }
}
