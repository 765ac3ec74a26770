//! Names that become files and folders on every system.

use crate::excerpt::Excerpt;
use crate::fault::Fault;

/// Refuses the names that Windows keeps for devices, in any letter case, alone or before a dot: a
/// file `con.ts` cannot exist there.
pub(crate) fn check_device_name(segment: &str) -> Result<(), Fault> {
    let stem = segment.split('.').next().unwrap_or_default().trim_end();
    let is_device = match stem.len() {
        3 => ["con", "nul", "prn", "aux"].iter().any(|name| stem.eq_ignore_ascii_case(name)),
        4 => {
            stem.ends_with(|c: char| c.is_ascii_digit())
                && stem.get(..3).is_some_and(|name| {
                    name.eq_ignore_ascii_case("com") || name.eq_ignore_ascii_case("lpt")
                })
        }
        6 => stem.eq_ignore_ascii_case("conin$"),
        7 => stem.eq_ignore_ascii_case("conout$"),
        _ => false,
    };
    if is_device { Err(Fault::DeviceName(Excerpt::new(stem))) } else { Ok(()) }
}
