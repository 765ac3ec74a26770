//! How seriously a caller takes warnings.

use std::collections::BTreeMap;

use crate::error::{Code, Severity};

/// What becomes of a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is reported and fails nothing.
    Warn,
    /// It is an error.
    Deny,
}

/// The level of each warning; [`Level::Warn`] where nothing else is set. Errors are errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Level>);

/// A code is an error's, which nobody can silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is an error, and stays one")]
pub struct NotAWarning(Code);

impl Levels {
    /// The same level for every warning.
    #[must_use]
    pub fn all(level: Level) -> Self {
        let warnings = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
        Self(warnings.map(|&code| (code, level)).collect())
    }

    /// Sets the level of a warning.
    ///
    /// # Errors
    ///
    /// [`NotAWarning`] for the code of an error, unless it is denied, which it is anyway.
    pub fn set(&mut self, code: Code, level: Level) -> Result<(), NotAWarning> {
        match code.severity() {
            Severity::Warning => drop(self.0.insert(code, level)),
            Severity::Error if level == Level::Deny => {}
            Severity::Error => return Err(NotAWarning(code)),
        }
        Ok(())
    }

    /// The level of a code; of an error's it is [`Level::Deny`].
    #[must_use]
    pub fn level(&self, code: Code) -> Level {
        match code.severity() {
            Severity::Error => Level::Deny,
            Severity::Warning => self.0.get(&code).copied().unwrap_or(Level::Warn),
        }
    }

    pub(crate) fn severity(&self, code: Code) -> Severity {
        if self.level(code) == Level::Deny { Severity::Error } else { Severity::Warning }
    }
}
