//! Words of eight bytes, looked at as one: a byte less a limit has its highest bit set if it is below
//! the limit. What that borrows from the bytes above does no harm where only the lowest set bit
//! counts, for that one is exact.

/// The lowest bit of each byte.
pub(crate) const ONES: u64 = u64::MAX / 0xFF;

/// The highest bit of each byte.
pub(crate) const HIGH: u64 = ONES << 7;

/// Fewer than eight bytes as a word, with zeros behind them.
#[inline]
pub(crate) fn short(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // What the two have in common stands in the same place.
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (8 * (bytes.len() - size_of::<u32>()))
        }
        _ => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Where an ASCII character stands, from an offset on: found eight bytes at a time.
pub(crate) fn find(text: &str, from: usize, character: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let found_in = |word: u64| {
        let word = word ^ (ONES * u64::from(character));
        word.wrapping_sub(ONES) & !word & HIGH
    };
    let mut at = from;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let found = found_in(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += size_of::<u64>();
    }
    // The zeros behind them are looked for in no text.
    let found = found_in(short(bytes.get(at..)?));
    (found != 0).then(|| at + found.trailing_zeros() as usize / 8)
}

/// Where a part of a text stands first. The standard library's search for that is a lot of code.
#[inline(never)]
pub(crate) fn find_part(text: &str, part: &str) -> Option<usize> {
    let first = *part.as_bytes().first()?;
    let mut from = 0;
    while let Some(at) = find(text, from, first) {
        if text.as_bytes()[at..].starts_with(part.as_bytes()) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{find, find_part, short};

    #[test]
    fn a_character_is_found_where_it_first_stands() {
        // Around it, what differs from it in one bit, and what is not ASCII.
        for before in 0..20 {
            for behind in 0..20 {
                let text = format!("{}/{}", "é.".repeat(before), "./".repeat(behind));
                let at = 3 * before;
                for from in 0..=text.len() {
                    let expected = text.as_bytes()[from..].iter().position(|&byte| byte == b'/');
                    assert_eq!(find(&text, from, b'/'), expected.map(|at| from + at), "{text}");
                }
                assert_eq!(find(&text, 0, b'/'), Some(at));
            }
        }
        assert_eq!(find("", 0, b'/'), None);
        assert_eq!(find("/", 2, b'/'), None);
    }

    #[test]
    fn a_few_bytes_are_a_word() {
        for length in 0..8 {
            let mut word = [0xFF, 2, 0x80, 4, 5, 0, 7, 8];
            word[length..].fill(0);
            assert_eq!(short(&word[..length]), u64::from_le_bytes(word), "{length}");
        }
    }

    #[test]
    fn a_part_is_found_where_it_first_stands() {
        for text in ["", "/", "*", "a*b/", "**/", "/*/", "/* é **/ */", "********/", "*é/*/"] {
            for part in ["*/", "/", "é", "**/", ""] {
                let expected = text.find(part).filter(|_| !part.is_empty());
                assert_eq!(find_part(text, part), expected, "{part} in {text}");
            }
        }
    }
}
