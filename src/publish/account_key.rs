use std::fmt;

use subtle::ConstantTimeEq as _;

use crate::error::Error;
use crate::error::kind::KeyErrorKind;
use crate::token::{KEY_PREFIX, MIN_KEY_LENGTH, PROJECT_KEY_PREFIX, is_url_safe};

/// The key of an account, as it stands in the header `X-API-Key` or in a configuration file. Only an
/// account may publish, not a project (Hub documentation).
///
/// It starts with `ac_`; 8 to 253 letters, digits, `_` and `-` follow. Whether an account has that
/// key, and whether it is still good, is for the host to find out; its verdict is a
/// [`KeyErrorKind`] too.
///
/// The key is never printed: `Debug` hides it, no error and no report has it, and only
/// [`AccountKey::expose_secret`] gives it away. Keys are compared in a time that depends on nothing
/// but their lengths.
///
/// ```
/// use aerostack_manifest::publish::AccountKey;
/// use aerostack_manifest::{Code, Error, KeyErrorKind};
///
/// let key = AccountKey::new("ac_0123456789abcdef\n")?;
/// assert_eq!(format!("{key:?}"), "AccountKey(ac_…)");
///
/// let error = AccountKey::new("ak_0123456789abcdef").unwrap_err();
/// assert_eq!(error.code(), Code::Unauthorized);
/// assert_eq!(error.help(), "use an account key, which starts with `ac_`");
///
/// let expired = Error::from(KeyErrorKind::Expired);
/// assert_eq!(expired.to_string(), "the API key has expired");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct AccountKey(Box<str>);

impl AccountKey {
    /// The most characters that a key has.
    pub const MAX_LENGTH: usize = 256;

    /// Takes a key. White space and byte order marks around it are dropped; an empty text is no key.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`], without the text.
    pub fn new(text: &str) -> Result<Self, Error> {
        let key = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if key.is_empty() {
            return Err(KeyErrorKind::Missing.into());
        }
        let Some(body) = key.strip_prefix(KEY_PREFIX) else {
            let is_project_key = key.starts_with(PROJECT_KEY_PREFIX);
            let fault =
                if is_project_key { KeyErrorKind::ProjectKey } else { KeyErrorKind::Malformed };
            return Err(fault.into());
        };
        let is_plausible = body.len() >= MIN_KEY_LENGTH
            && key.len() <= Self::MAX_LENGTH
            && body.bytes().all(is_url_safe);
        if is_plausible { Ok(Self(key.into())) } else { Err(KeyErrorKind::Malformed.into()) }
    }

    /// Takes the key in the value of the header `X-API-Key`, if there is that header.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`], without the value.
    ///
    /// ```
    /// use aerostack_manifest::publish::AccountKey;
    ///
    /// assert!(AccountKey::from_header(Some(b"ac_0123456789abcdef")).is_ok());
    /// let error = AccountKey::from_header(None).unwrap_err();
    /// assert_eq!(error.to_string(), "there is no API key");
    /// ```
    pub fn from_header(value: Option<&[u8]>) -> Result<Self, Error> {
        match value.map(str::from_utf8) {
            None => Self::new(""),
            Some(Ok(text)) => Self::new(text),
            Some(Err(_)) => Err(KeyErrorKind::Malformed.into()),
        }
    }

    /// The key itself, to send it or to look it up. Keep it out of logs and messages.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountKey({KEY_PREFIX}…)")
    }
}

impl PartialEq for AccountKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for AccountKey {}

impl std::str::FromStr for AccountKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl TryFrom<&str> for AccountKey {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl TryFrom<String> for AccountKey {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(&text)
    }
}

/// From a configuration file in JSON. There is no way back: a key is written nowhere by accident.
///
/// Some formats show the line of the file in their errors, as TOML does. There, read a `String` and
/// give it to [`AccountKey::new`].
impl<'de> serde::Deserialize<'de> for AccountKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}
