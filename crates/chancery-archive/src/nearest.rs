//! What somebody probably meant.

/// The candidate nearest to a name, at most two typing errors away and fewer than half its letters; the first of
/// several equally near.
pub(crate) fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let near = near(name, candidates);
    near.min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The candidates so near to a name, at most `limit`, the nearest first and those equally near in the order they came.
pub(crate) fn all_near<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    limit: usize,
) -> Vec<&'c str> {
    let mut near: Vec<(usize, &str)> = near(name, candidates).collect();
    near.sort_by_key(|&(distance, _)| distance);
    near.into_iter()
        .take(limit)
        .map(|(_, candidate)| candidate)
        .collect()
}

fn near<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> impl Iterator<Item = (usize, &'c str)> {
    let name = name.to_lowercase();
    candidates.into_iter().filter_map(move |candidate| {
        if candidate.len().abs_diff(name.len()) > MOST_APART {
            return None;
        }
        let distance = distance(&name, &candidate.to_lowercase());
        (distance <= 2 && distance * 2 < candidate.chars().count().max(2))
            .then_some((distance, candidate))
    })
}

/// Names with so many bytes more or less are never near: two letters of four bytes each.
const MOST_APART: usize = 8;

/// How many letters have to be put in, left out, changed or swapped with their neighbour to make one word the other.
///
/// Names longer than 64 letters are never near: the cost is the product of the lengths.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().max(other.len()) > 64 {
        return usize::MAX / 4;
    }
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, &letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &against) in other.iter().enumerate() {
            let mut least = (above[column] + usize::from(letter != against))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            if row > 0 && column > 0 && letter == other[column - 1] && one[row - 1] == against {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_typing_errors() {
        for (one, other, expected) in [
            ("", "", 0),
            ("post", "post", 0),
            ("psot", "post", 1),
            ("pst", "post", 1),
            ("poost", "post", 1),
            ("", "abc", 3),
            ("strelsau", "zenda", 6),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }

    #[test]
    fn only_near_names_are_offered() {
        let names = ["post", "to", "tags", "class"];
        assert_eq!(nearest("Psot", names), Some("post"));
        assert_eq!(nearest("clas", names), Some("class"));
        assert_eq!(nearest("elephant", names), None);
        assert_eq!(nearest(&"a".repeat(1000), names), None);
        assert_eq!(
            all_near("tas", ["tab", "post", "tags", "tam"], 2),
            ["tab", "tags"]
        );
    }
}
