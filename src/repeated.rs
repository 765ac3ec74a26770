//! Which of many texts are equal to an earlier one.

use std::borrow::Cow;

/// How many texts are too few to sort.
const FEW: usize = 16;

/// The bits of a sort key that are the number of a text; the others are a digest.
const NUMBER: u64 = (1 << 24) - 1;

/// Returns the number of each text that is equal to an earlier one, with that of the first such text,
/// in order. No document has more than 2²⁴ texts.
///
/// The texts are sorted, by a digest first, and by themselves where digests are equal: unlike hashing,
/// that is fast whatever the texts are. The function is dynamic because each copy of this code would
/// take 20 kB.
pub(crate) fn repeated<'t>(count: usize, text: &dyn Fn(usize) -> Cow<'t, str>) -> Vec<(u32, u32)> {
    let digest_of = |number| digest(text(number).as_bytes()) & !NUMBER;
    let mut found = Vec::new();
    if count <= FEW {
        let mut digests = [0; FEW];
        let is_new = |number| {
            digests[number] = digest_of(number);
            !digests[..number].contains(&digests[number])
        };
        if (0..count).all(is_new) {
            return found;
        }
    }
    let mut keys: Vec<u64> = (0..count).map(|number| digest_of(number) | number as u64).collect();
    keys.sort_unstable();
    for run in keys.chunk_by(|one, other| one & !NUMBER == other & !NUMBER) {
        if run.len() > 1 {
            find_in_run(run, text, &mut found);
        }
    }
    found.sort_unstable();
    found
}

/// Finds repetitions among texts with the same digest.
fn find_in_run<'t>(run: &[u64], text: &dyn Fn(usize) -> Cow<'t, str>, found: &mut Vec<(u32, u32)>) {
    let mut numbers: Vec<u32> = run.iter().map(|key| (key & NUMBER) as u32).collect();
    let text = |number: u32| text(number as usize);
    numbers.sort_by(|&one, &other| text(one).cmp(&text(other)));
    found.reserve(numbers.len() - 1);
    let mut first = numbers[0];
    for &number in &numbers[1..] {
        if text(first) == text(number) {
            found.push((number, first));
        } else {
            first = number;
        }
    }
}

/// The hash function that is known as `FxHash`.
fn digest(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let add = |digest: u64, word: u64| (digest.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks();
    let digest = words.iter().fold(0, |digest, word| add(digest, u64::from_le_bytes(*word)));
    let last = rest.iter().fold(rest.len() as u64, |last, byte| last << 8 | u64::from(*byte));
    add(digest, last)
}

#[cfg(test)]
mod tests {
    use super::repeated;
    use std::borrow::Cow;

    #[test]
    fn repetitions_are_those_of_a_plain_search() {
        for count in [0, 1, 2, 15, 16, 17, 18, 300] {
            for different in [1, 2, 7, 120, 1000] {
                let texts: Vec<String> =
                    (0..count).map(|n| format!("{}-é", n * 7919 % different)).collect();
                let expected: Vec<_> = (0..)
                    .zip(&texts)
                    .filter_map(|(n, text)| {
                        let (first, _) = (0..n).zip(&texts).find(|(_, other)| *other == text)?;
                        Some((n, first))
                    })
                    .collect();
                let found = repeated(count, &|n| Cow::Borrowed(&*texts[n]));
                assert_eq!(found, expected, "{count} texts, {different} of them different");
            }
        }
    }
}
