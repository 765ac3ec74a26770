use crate::error::Error;
use crate::error::kind::Violation;
use crate::excerpt::Excerpt;
#[cfg(feature = "schema")]
use crate::field::Refused;
use crate::field::characters::Characters;
use crate::field::text::text;
use crate::suggestion::Suggestion;

text! {
    /// The name under which the entrypoint exports its route: an ASCII identifier of ECMAScript
    /// (ECMA-262, `IdentifierName`) of up to 128 characters that is not a reserved word of a module, so
    /// that `import { <name> }` binds exactly that name.
    ///
    /// ```
    /// use aerostack_manifest::RouteExport;
    ///
    /// assert!(RouteExport::new("imageRoute").is_ok());
    /// let error = RouteExport::new("default").unwrap_err();
    /// assert_eq!(error.to_string(), "invalid route export `default`: it is a reserved word");
    /// ```
    pub struct RouteExport;
    const PATTERN: r"^(?:[A-Za-z_$][A-Za-z0-9_$]*)$";
    const MAX_LENGTH: 128;
    const EXAMPLE: "myRoute";
    expected: "a name of ASCII letters, digits, _ and $ that does not start with a digit", such as "imageRoute";
    error: InvalidRouteExport;
    parse: parse;
    impl Text {
        #[cfg(feature = "schema")]
        const REFUSED: Option<Refused> =
            Some(Refused { why: "this one is a reserved word of JavaScript", texts: &RESERVED_WORDS });

        fn warning(&self) -> Option<Error> {
            (self.as_str() == "app").then(|| Error::AmbiguousRouteExport {
                found: Excerpt::new(self.as_str()),
            })
        }
    }
}

/// What cannot be a binding in a module: `ReservedWord`, what strict mode adds to it, and the names
/// that strict mode lets nobody bind (ECMA-262, 12.7.2 and 13.1.1).
const RESERVED_WORDS: [&str; 48] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

static CHARACTERS: Characters = Characters::ALPHANUMERIC.and(b"_$");

fn is_reserved(word: &str) -> bool {
    const LONGEST: usize = "instanceof".len();
    word.len() <= LONGEST && RESERVED_WORDS.contains(&word)
}

fn parse(text: &str) -> Result<&str, Violation> {
    CHARACTERS.check(text)?;
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Err(Violation::Shape("it starts with a digit"));
    }
    if is_reserved(text) {
        return Err(Violation::Shape("it is a reserved word"));
    }
    Ok(text)
}

impl RouteExport {
    /// The text in camel case instead of with hyphens, and with `Route` after a reserved word.
    pub(crate) fn suggest(text: &str) -> Option<Suggestion> {
        let mut words = text.split('-').filter(|word| !word.is_empty());
        let mut name = words.next()?.to_owned();
        for word in words {
            let mut characters = word.chars();
            name.extend(characters.next().map(|first| first.to_ascii_uppercase()));
            name.push_str(characters.as_str());
        }
        if is_reserved(&name) {
            name.push_str("Route");
        }
        Self::check(&name).ok().map(Suggestion::likely)
    }
}
