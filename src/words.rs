//! Words of eight bytes, looked at as one: a byte less a limit has its highest bit set if it is below
//! the limit. What that borrows from the bytes above does no harm where only the lowest set bit
//! counts, for that one is exact.

/// The lowest bit of each byte.
pub(crate) const ONES: u64 = u64::MAX / 0xFF;

/// The highest bit of each byte.
pub(crate) const HIGH: u64 = ONES << 7;

/// Where an ASCII character stands, from an offset on: found eight bytes at a time.
pub(crate) fn find(text: &str, from: usize, character: u8) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let in_word = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word) ^ (ONES * u64::from(character));
        let found = word.wrapping_sub(ONES) & !word & HIGH;
        (found != 0).then(|| found.trailing_zeros() as usize / 8)
    };
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().position(|byte| *byte == character).map(|at| from + at);
    };
    for (index, word) in bytes.as_chunks().0.iter().enumerate() {
        if let Some(at) = in_word(word) {
            return Some(from + 8 * index + at);
        }
    }
    // What the last word has in common with the one before it has no such character.
    in_word(last).map(|at| text.len() - 8 + at)
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
    use super::{find, find_part};

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
    fn a_part_is_found_where_it_first_stands() {
        for text in ["", "/", "*", "a*b/", "**/", "/*/", "/* é **/ */", "********/", "*é/*/"] {
            for part in ["*/", "/", "é", "**/", ""] {
                let expected = text.find(part).filter(|_| !part.is_empty());
                assert_eq!(find_part(text, part), expected, "{part} in {text}");
            }
        }
    }
}
