use crate::error::kind::Violation;
use crate::excerpt::Excerpt;
use crate::field::characters::Characters;
use crate::field::list::Item;
use crate::field::text::text;
use crate::suggestion::Suggestion;
use crate::token::{LONG, Token, tokens};

text! {
    /// The name of an environment variable that the function reads: a letter or `_`, then letters,
    /// digits and `_` (POSIX, Base Definitions 3.216), up to 128 characters.
    ///
    /// A pasted `NAME=value` is refused, and the value is never shown.
    ///
    /// ```
    /// use aerostack_manifest::EnvVar;
    ///
    /// assert!(EnvVar::new("API_KEY").is_ok());
    /// let error = EnvVar::new("API_KEY=hunter2").unwrap_err();
    /// assert_eq!(error.to_string(), "invalid environment variable `API_KEY=…`: only the name belongs here");
    /// assert!(!format!("{error:?}").contains("hunter2"));
    /// ```
    pub struct EnvVar;
    const PATTERN: r"^(?:[A-Za-z_][A-Za-z0-9_]*)$";
    const MAX_LENGTH: 128;
    const EXAMPLE: "API_KEY";
    expected: "a name of ASCII letters, digits and underscores that does not start with a digit, and no value", such as "API_KEY", "DATABASE_URL";
    error: InvalidEnvVar;
    parse: parse;
    impl Text {
        const MAY_BE_SECRET: bool = true;

        fn excerpt(text: &str) -> Excerpt {
            let Parts { name, has_more, is_assignment } = Parts::of(text);
            match (has_more, is_assignment) {
                (_, true) => Excerpt::new(&format!("{name}=…")),
                (true, false) => Excerpt::new(&format!("{name}…")),
                (false, false) => Excerpt::new(name),
            }
        }

        fn shown(text: &str) -> usize {
            Parts::of(text).name.len()
        }
    }
}

impl Item for EnvVar {
    const NOUN: &'static str = "environment variable";
}

static CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"_");

/// What a name may have around it or in it, where it is meant for one.
static NAME_CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"_-.${}%");

fn parse(text: &str) -> Result<&str, Violation> {
    CHARACTERS.check(text).map_err(|fault| {
        if Parts::of(text).is_assignment {
            Violation::Shape("only the name belongs here")
        } else if is_token(text) {
            IS_TOKEN
        } else {
            fault
        }
    })?;
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Err(Violation::Shape("it starts with a digit"));
    }
    // Nearly all names are in capital letters, as no token is that has an underscore.
    let may_be_token = text.bytes().any(|byte| byte.is_ascii_lowercase())
        || text.split('_').any(|word| word.len() >= LONG);
    if may_be_token && is_token(text) {
        return Err(IS_TOKEN);
    }
    Ok(text)
}

const IS_TOKEN: Violation = Violation::Shape("expected a name, found a secret");

fn is_token(text: &str) -> bool {
    tokens(text).iter().any(|token| token.is_certain)
}

/// A refused text, split into what can be meant as a name and what might be a secret: a value, or
/// a token pasted in place of a name.
struct Parts<'t> {
    name: &'t str,
    has_more: bool,
    /// `NAME=value`, `NAME = value` or `NAME: value`.
    is_assignment: bool,
}

/// How code reaches its environment.
const ENVIRONMENTS: [&str; 4] = ["process.env.", "import.meta.env.", "c.env.", "env."];

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        let end = NAME_CHARACTERS.prefix(text);
        let token = tokens(text).into_iter().next();
        if let Some(Token { secret, .. }) = token.filter(|token| token.start <= end) {
            let name = &text[..secret.start.min(end)];
            return Self { name, has_more: true, is_assignment: false };
        }
        let rest = &text[end..];
        // The padding of Base64 is not an assignment.
        let is_padding =
            !rest.is_empty() && rest.bytes().all(|byte| byte == b'=') && is_mixed(&text[..end]);
        let is_assignment =
            !is_padding && (rest.trim_start().starts_with('=') || rest.starts_with(": "));
        let name = &text[..end];
        let name = if is_assignment || !(is_padding || may_be_token(name)) {
            name
        } else {
            let end = name.find(['-', '.']).unwrap_or(name.len());
            &name[..end.min(8)]
        };
        Self { name, has_more: name.len() < text.len(), is_assignment }
    }
}

/// Names are short and keep to one case. What is long, or mixes cases or letters and digits
/// between hyphens and dots, is more probably a token.
fn may_be_token(text: &str) -> bool {
    const LONGEST_NAME: usize = 32;
    let is_environment = ENVIRONMENTS.iter().any(|environment| text.starts_with(environment));
    text.len() > LONGEST_NAME || (is_mixed(text) && text.contains(['-', '.']) && !is_environment)
}

fn is_mixed(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    has(u8::is_ascii_lowercase) && (has(u8::is_ascii_uppercase) || has(u8::is_ascii_digit))
}

impl EnvVar {
    /// The name in an excerpt: without the value, the `$` of shells and how code reaches it.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let name = text.strip_suffix("=…").unwrap_or(text);
        let name = ENVIRONMENTS.iter().find_map(|one| name.strip_prefix(one)).unwrap_or(name);
        let name = name.trim_matches(['$', '{', '}', '%']).replace('-', "_");
        Self::check(&name).ok().map(Suggestion::likely)
    }
}
