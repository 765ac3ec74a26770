mod list;
mod reference;
#[cfg(feature = "schema")]
mod shape;
mod suggest;

use std::fmt;
use std::ops::Range;

use crate::error::Error;
use crate::error::kind::{LicenseErrorKind, Violation};
use crate::excerpt::Excerpt;
#[cfg(feature = "schema")]
use crate::field::Shape;
use crate::field::text::{check_length, debug, text_conversions};
use crate::suggestion::{Suggestion, joins_terms};

/// The license of the function: a license expression of SPDX 2.3, annex D.
///
/// That is an identifier of the SPDX license list in its canonical spelling, with or without a `+`,
/// or `LicenseRef-` and a name of your own; `WITH` and an identifier of the SPDX list of exceptions
/// may follow; `AND`, `OR` and parentheses join them. It has up to 512 characters and no whitespace
/// at either end. Deprecated identifiers are taken, with a warning. `NONE`, `NOASSERTION`,
/// `UNLICENSED` and `SEE LICENSE IN …` are not licenses.
///
/// ```
/// use aerostack_manifest::License;
///
/// assert!(License::new("MIT OR Apache-2.0").is_ok());
/// assert!(License::new("GPL-2.0-or-later WITH Classpath-exception-2.0").is_ok());
/// let error = License::new("Apache 2.0").unwrap_err();
/// assert_eq!(error.to_string(), "`Apache 2.0` is not in the SPDX license list");
/// assert_eq!(error.help(), "use `Apache-2.0`");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct License(smol_str::SmolStr);

impl License {
    /// The most characters (Unicode scalar values) that an expression has.
    pub const MAX_LENGTH: usize = 512;

    /// Takes a license expression.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidLicense`] for the first term, operator or parenthesis that is wrong.
    pub fn new(text: &str) -> Result<Self, Error> {
        match examine(text).into_iter().find(|(error, _)| is_fatal(error)) {
            None => Ok(Self(text.into())),
            Some((error, _)) => Err(error),
        }
    }

    /// What to write in place of the term, operator or whole text that an error blames.
    pub(crate) fn suggest(found: &str, fault: &LicenseErrorKind) -> Option<Suggestion> {
        match fault {
            LicenseErrorKind::OperatorCase => Some(Suggestion::certain(found.to_ascii_uppercase())),
            LicenseErrorKind::InnerWhitespace => Some(Suggestion::certain(" ")),
            LicenseErrorKind::Separator { .. } => suggest::each(found).map(Suggestion::likely),
            LicenseErrorKind::ReferenceCase | LicenseErrorKind::ReferenceCharacter { .. } => {
                reference::suggest(found)
            }
            LicenseErrorKind::UnknownLicense => suggest::license(found),
            LicenseErrorKind::UnknownException => suggest::exception(found),
            LicenseErrorKind::OuterSpace => match Self::new(found.trim()) {
                Ok(license) => Some(Suggestion::certain(license.as_str())),
                // A single term may be misspelt as well.
                Err(Error::InvalidLicense { found: term, fault })
                    if fault == LicenseErrorKind::UnknownLicense
                        && term.whole() == Some(found.trim()) =>
                {
                    suggest::license(found.trim())
                }
                Err(_) => None,
            },
            _ => None,
        }
    }

    /// What replaces a deprecated identifier, with or without a `+`: an identifier or an expression.
    pub(crate) fn successor(deprecated: &str) -> Option<String> {
        let id = deprecated.strip_suffix('+').unwrap_or(deprecated);
        let has_plus = id.len() < deprecated.len();
        let gnu = format!("{id}{}", if has_plus { "-or-later" } else { "-only" });
        if list::license(&gnu).is_some() {
            return Some(gnu);
        }
        let (_, successor) = SUCCESSORS.iter().find(|(old, _)| *old == id)?;
        Some(match successor.split_once("-only") {
            Some((license, exception)) if has_plus => format!("{license}-or-later{exception}"),
            None if has_plus && !successor.contains(' ') => format!("{successor}+"),
            _ => (*successor).to_owned(),
        })
    }

    /// The expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_conversions!(License);

impl fmt::Debug for License {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "License", self.as_str())
    }
}

/// What replaces the deprecated identifiers other than `GPL-2.0` and the like, which lack only `-only`
/// or `-or-later`. `Net-SNMP` has no successor: it stood for many licenses.
const SUCCESSORS: [(&str, &str); 15] = [
    ("BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views"),
    ("BSD-2-Clause-NetBSD", "BSD-2-Clause"),
    ("GPL-2.0-with-GCC-exception", "GPL-2.0-only WITH GCC-exception-2.0"),
    ("GPL-2.0-with-autoconf-exception", "GPL-2.0-only WITH Autoconf-exception-2.0"),
    ("GPL-2.0-with-bison-exception", "GPL-2.0-only WITH Bison-exception-2.2"),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ("GPL-2.0-with-font-exception", "GPL-2.0-only WITH Font-exception-2.0"),
    ("GPL-3.0-with-GCC-exception", "GPL-3.0-only WITH GCC-exception-3.1"),
    ("GPL-3.0-with-autoconf-exception", "GPL-3.0-only WITH Autoconf-exception-3.0"),
    ("Nokia-Qt-exception-1.1", "Qt-LGPL-exception-1.1"),
    ("Nunit", "zlib-acknowledgement"),
    ("StandardML-NJ", "SMLNJ"),
    ("bzip2-1.0.5", "bzip2-1.0.6"),
    ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
    ("wxWindows", "LGPL-2.0-or-later WITH WxWindows-exception-3.1"),
];

fn is_operator_case(error: &Error) -> bool {
    matches!(error, Error::InvalidLicense { fault: LicenseErrorKind::OperatorCase, .. })
}

/// Whether a word may be a part of prose and no term: one without a certain suggestion.
fn may_be_prose(error: &Error) -> bool {
    match error {
        Error::InvalidLicense { fault: LicenseErrorKind::OuterSpace, .. } => false,
        Error::InvalidLicense { .. } => !error.suggestion().is_some_and(|one| one.certain),
        _ => false,
    }
}

fn is_fatal(error: &Error) -> bool {
    matches!(error, Error::InvalidLicense { .. })
}

/// What is wrong with a license expression.
pub(crate) struct Examined {
    /// The license, if nothing but warnings is.
    pub(crate) license: Option<License>,
    /// In the order of their ranges.
    pub(crate) problems: Vec<Problem>,
    /// Whether the suggestions are as certain as they say: words like `or` may be prose.
    pub(crate) is_certain: bool,
}

/// An error or warning, and what it blames.
pub(crate) struct Problem {
    pub(crate) error: Error,
    /// The bytes of the expression that the suggestion replaces; none if it is empty.
    pub(crate) range: Range<usize>,
    /// The bytes at fault among them.
    pub(crate) blamed: Range<usize>,
    /// Whether that is the whole expression, or all that is in parentheses.
    pub(crate) is_alone: bool,
    /// Whether an exception follows.
    pub(crate) has_exception: bool,
    /// Whether the expression still has room for the suggestion.
    pub(crate) fits: bool,
}

impl License {
    /// Everything that is wrong with an expression.
    pub(crate) fn examine(text: &str) -> Examined {
        const LONGEST_SUGGESTION: usize = 200;
        let errors = examine(text);
        let is_certain = !errors.iter().any(|(error, _)| is_operator_case(error))
            || !errors.iter().any(|(error, _)| may_be_prose(error));
        let is_valid = !errors.iter().any(|(error, _)| is_fatal(error));
        // The suggestions together must leave the expression short enough. Nearly always they do.
        let length = text.chars().count();
        let growth = |(error, range): &(Error, Range<usize>)| {
            // A choice in place of one term may need parentheses.
            let parentheses = |text: &str| if joins_terms(text) { "()".len() } else { 0 };
            let length = |one: Suggestion| one.text.len() + parentheses(&one.text);
            let length = error.suggestion().map_or(0, length);
            length.saturating_sub(text[range.clone()].chars().count())
        };
        let all_fit = length + errors.len() * LONGEST_SUGGESTION <= Self::MAX_LENGTH
            || length + errors.iter().map(growth).sum::<usize>() <= Self::MAX_LENGTH;
        let problem = |(error, range): (Error, Range<usize>)| {
            let (before, after) = (text[..range.start].trim_end(), text[range.end..].trim_start());
            let is_alone = (before.is_empty() && after.is_empty())
                || (before.ends_with('(') && after.starts_with(')'));
            let has_exception =
                after.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("WITH"));
            let problem = (error, range);
            let fits = all_fit || growth(&problem) == 0;
            let (error, range) = problem;
            let within = blamed(&text[range.clone()], &error);
            let blamed = range.start + within.start..range.start + within.end;
            Problem { error, range, blamed, is_alone, has_exception, fits }
        };
        Examined {
            license: is_valid.then(|| Self(text.into())),
            problems: errors.into_iter().map(problem).collect(),
            is_certain,
        }
    }

    #[cfg(feature = "schema")]
    pub(crate) fn shape() -> Shape {
        shape::shape()
    }
}

/// The bytes of a term that an error blames.
fn blamed(term: &str, error: &Error) -> Range<usize> {
    let Error::InvalidLicense { fault, .. } = error else { return 0..term.len() };
    let range = match fault {
        LicenseErrorKind::ReferenceCase
        | LicenseErrorKind::ReferenceWithoutName
        | LicenseErrorKind::ReferenceCharacter { .. } => {
            reference::fault(term).map(|(_, range)| range)
        }
        LicenseErrorKind::Separator { separator } => {
            term.find(*separator).map(|at| at..at + separator.len_utf8())
        }
        _ => None,
    };
    range.unwrap_or(0..term.len())
}

/// Everything that is wrong with a text, in order, and where in it.
fn examine(text: &str) -> Vec<(Error, Range<usize>)> {
    // Most licenses are one identifier.
    if list::license(text).is_some_and(|one| !one.is_deprecated()) {
        return Vec::new();
    }
    let blame = |place: Range<usize>, fault| {
        let found = Excerpt::new(&text[place.clone()]);
        (Error::InvalidLicense { found, fault }, place)
    };
    if let Err(Violation::TooLong { length, limit }) = check_length(text, License::MAX_LENGTH) {
        return vec![blame(0..text.len(), LicenseErrorKind::TooLong { length, limit })];
    }
    let expression = text.trim();
    if expression.is_empty() {
        return vec![blame(0..0, LicenseErrorKind::Empty)];
    }
    let mut errors = examine_expression(expression);
    if expression.len() < text.len() {
        let start = text.len() - text.trim_start().len();
        for (_, place) in &mut errors {
            *place = place.start + start..place.end + start;
        }
        errors.push(blame(0..text.len(), LicenseErrorKind::OuterSpace));
    }
    errors.sort_by_key(|(_, place)| place.start);
    errors
}

fn examine_expression(text: &str) -> Vec<(Error, Range<usize>)> {
    let errors = judge(text);
    let is_in_lower_case = |word: &str| operator(word).is_some_and(|operator| operator != word);
    if !errors.is_empty()
        && words(text).any(|word| is_in_lower_case(&text[word]))
        && suggest::by_name(text).is_some()
    {
        // The full name of one license, with an `or` or `and` in it that is not an operator.
        let mut grammar = Grammar::new(text);
        grammar.blame(0..text.len(), LicenseErrorKind::UnknownLicense);
        return grammar.errors;
    }
    errors
}

/// Reads an expression in which every `or` and `and` is an operator.
fn judge(text: &str) -> Vec<(Error, Range<usize>)> {
    let mut grammar = Grammar::new(text);
    // Whatever is between operators and parentheses should be one term.
    let mut term: Option<Range<usize>> = None;
    let mut last = 0..0;
    let mut after_prose = 0;
    let mut words = words(text).peekable();
    while let Some(place) = words.next() {
        if place.start < after_prose {
            continue;
        }
        last = place.clone();
        let word = &text[place.clone()];
        let is_prose = match (&term, word) {
            // A parenthesis right after a term is not a group: `MIT (see LICENSE)`.
            (Some(_), "(") => {
                let close = text[place.end..].find(')');
                after_prose = close.map_or(text.len(), |close| place.end + close + 1);
                true
            }
            (Some(_), "or") => {
                words.peek().is_some_and(|next| matches!(&text[next.clone()], "later" | "newer"))
            }
            _ => false,
        };
        if !is_prose && let Some(operator) = operator(word) {
            grammar.term(term.take());
            grammar.operator(operator, place);
        } else {
            let end = place.end.max(after_prose);
            term.get_or_insert(place).end = end;
        }
    }
    grammar.term(term.take());
    grammar.end(last);
    grammar.whitespace();
    grammar.errors
}

/// The operator or parenthesis that a word is, in any case.
fn operator(word: &str) -> Option<&'static str> {
    let operators = ["(", ")", "OR", "AND", "WITH"].into_iter();
    operators.filter(|one| one.len() == word.len()).find(|one| one.eq_ignore_ascii_case(word))
}

/// The words of an expression: parentheses by themselves, all else between whitespace.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(|c: char| !c.is_whitespace())?;
        let start = at;
        at += match text[at..].find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
            Some(0) => 1,
            Some(length) => length,
            None => text.len() - at,
        };
        Some(start..at)
    })
}

/// What may come next in an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    /// A license or an opening parenthesis.
    License,
    /// An exception, after `WITH`.
    Exception,
    /// An operator or a closing parenthesis; `WITH` only after a license that has none.
    Operator { takes_exception: bool },
    /// Anything: something was wrong here, and what follows from it is not a mistake of its own.
    Anything,
}

impl Expects {
    fn what(self) -> &'static str {
        match self {
            Self::License | Self::Anything => "a license",
            Self::Exception => LicenseErrorKind::EXCEPTION,
            Self::Operator { .. } => "`AND` or `OR`",
        }
    }
}

struct Grammar<'t> {
    text: &'t str,
    errors: Vec<(Error, Range<usize>)>,
    expects: Expects,
    open: Vec<Range<usize>>,
}

impl<'t> Grammar<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, errors: Vec::new(), expects: Expects::License, open: Vec::new() }
    }

    fn blame(&mut self, place: Range<usize>, fault: LicenseErrorKind) {
        let found = Excerpt::new(&self.text[place.clone()]);
        self.errors.push((Error::InvalidLicense { found, fault }, place));
    }

    fn unexpected(&mut self, place: Range<usize>) {
        let expected = self.expects.what();
        self.blame(place, LicenseErrorKind::Unexpected { expected });
        self.expects = Expects::Anything;
    }

    fn operator(&mut self, operator: &str, word: Range<usize>) {
        if operator != &self.text[word.clone()] {
            self.blame(word.clone(), LicenseErrorKind::OperatorCase);
        }
        match (operator, self.expects) {
            ("(", Expects::License | Expects::Anything) => {
                self.open.push(word);
                self.expects = Expects::License;
            }
            (")", Expects::Operator { .. } | Expects::Anything) => {
                if self.open.pop().is_none() {
                    self.blame(word, LicenseErrorKind::Parenthesis);
                }
                self.expects = Expects::Operator { takes_exception: false };
            }
            ("AND" | "OR", Expects::Operator { .. } | Expects::Anything) => {
                self.expects = Expects::License;
            }
            ("WITH", Expects::Operator { takes_exception: true } | Expects::Anything) => {
                self.expects = Expects::Exception;
            }
            ("(", _) => {
                self.unexpected(word.clone());
                self.open.push(word);
            }
            (")", _) => {
                self.unexpected(word);
                self.open.pop();
            }
            _ => self.unexpected(word),
        }
    }

    /// Takes the term between two operators, if there is one.
    fn term(&mut self, place: Option<Range<usize>>) {
        let Some(place) = place else { return };
        let term = &self.text[place.clone()];
        match self.expects {
            Expects::Exception => self.exception(term, place),
            Expects::License | Expects::Anything => self.license(term, place),
            Expects::Operator { .. } => self.unexpected(place),
        }
    }

    fn exception(&mut self, term: &str, place: Range<usize>) {
        self.expects = Expects::Operator { takes_exception: false };
        match list::exception(term) {
            Some(one) if one.is_deprecated() => {
                let error = Error::DeprecatedLicense { found: Excerpt::new(term) };
                self.errors.push((error, place));
            }
            Some(_) => {}
            None => self.blame(place, LicenseErrorKind::UnknownException),
        }
    }

    fn license(&mut self, term: &str, place: Range<usize>) {
        self.expects = Expects::Operator { takes_exception: true };
        if reference::is_valid(term) {
            return;
        }
        if let Some(one) = list::license(term.strip_suffix('+').unwrap_or(term)) {
            if one.is_deprecated() {
                let error = Error::DeprecatedLicense { found: Excerpt::new(term) };
                self.errors.push((error, place));
            }
            return;
        }
        // Two terms that are both right only lack an operator between them.
        let is_right = |part: &str| list::license(part).is_some() || reference::is_valid(part);
        if let Some(second) = words(term).nth(1)
            && words(term).all(|part| is_right(&term[part]))
        {
            self.expects = Expects::Operator { takes_exception: false };
            self.unexpected(place.start + second.start..place.end);
            return;
        }
        if let Some(second) = words(term).nth(1)
            && is_right(term[..second.start].trim_end())
            && list::exception(&term[second.start..]).is_some()
        {
            self.blame(place.start + second.start..place.end, LicenseErrorKind::LoneException);
            return;
        }
        let is_see_license_in = |term: &str| {
            const FORM: &str = "SEE LICENSE IN";
            term.get(..FORM.len()).is_some_and(|start| start.eq_ignore_ascii_case(FORM))
        };
        let fault = match term {
            "NONE" | "NOASSERTION" => LicenseErrorKind::NoLicense,
            _ if term.eq_ignore_ascii_case("UNLICENSED") => LicenseErrorKind::Unlicensed,
            _ if is_see_license_in(term) => LicenseErrorKind::SeeLicenseIn,
            _ if list::exception(term).is_some() => LicenseErrorKind::LoneException,
            _ => match (reference::fault(term), separator(term)) {
                (Some((fault, _)), _) => fault,
                (None, Some(separator)) => LicenseErrorKind::Separator { separator },
                (None, None) => LicenseErrorKind::UnknownLicense,
            },
        };
        self.blame(place, fault);
    }

    /// Reports whitespace other than spaces, unless it is within something that is wrong.
    fn whitespace(&mut self) {
        let text = self.text;
        let is_other = |c: char| c.is_whitespace() && c != ' ';
        let mut end = 0;
        while let Some(other) = text[end..].find(is_other) {
            let start = text[..end + other].trim_end().len();
            end = text.len() - text[start..].trim_start().len();
            let is_within = |place: &Range<usize>| place.start <= start && end <= place.end;
            if !self.errors.iter().any(|(_, place)| is_within(place)) {
                self.blame(start..end, LicenseErrorKind::InnerWhitespace);
            }
        }
    }

    fn end(&mut self, last: Range<usize>) {
        if matches!(self.expects, Expects::License | Expects::Exception) {
            let expected = self.expects.what();
            self.blame(last, LicenseErrorKind::Incomplete { expected });
        }
        for place in std::mem::take(&mut self.open) {
            self.blame(place, LicenseErrorKind::Parenthesis);
        }
    }
}

/// The character that joins two or more licenses in place of an operator. `MIT/X11` is the name of one.
fn separator(term: &str) -> Option<char> {
    suggest::SEPARATORS.iter().map(|(separator, _)| *separator).find(|&separator| {
        term.contains(separator)
            && term.split(separator).all(|one| list::license(one.trim()).is_some())
            && suggest::by_name(term).is_none()
    })
}
