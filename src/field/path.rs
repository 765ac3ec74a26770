//! Names that become files and folders on every system.

use crate::error::kind::Violation;
use crate::excerpt::Excerpt;

/// The devices of Windows whose names are words of letters, and of letters and a digit.
pub(crate) const DEVICE_NAMES: [&str; 24] = [
    "con", "nul", "prn", "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Refuses the names that Windows reserves for devices, in any case, alone or before a dot: a file
/// `con.ts` cannot exist there.
pub(crate) fn check_device_name(segment: &[u8]) -> Result<(), Violation> {
    let stem = segment.split(|&byte| byte == b'.').next().unwrap_or_default().trim_ascii_end();
    let is_one_of =
        |names: &[&str]| names.iter().any(|name| stem.eq_ignore_ascii_case(name.as_bytes()));
    let is_device = match stem.len() {
        3 => is_one_of(&DEVICE_NAMES[..4]),
        4 if stem[3].is_ascii_digit() => is_one_of(&DEVICE_NAMES[4..]),
        _ => false,
    };
    if is_device {
        Err(Violation::DeviceName(Box::new(Excerpt::new(&String::from_utf8_lossy(stem)))))
    } else {
        Ok(())
    }
}
