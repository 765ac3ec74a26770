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
    /// (ECMA-262, `IdentifierName`) of up to 128 characters that is not a reserved word of a module and
    /// not `undefined`, `NaN` or `Infinity`, so that `import { <name> }` binds exactly that name.
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
            Some(Refused::Texts { why: "JavaScript keeps this name for itself", texts: &KEPT_NAMES });

        fn warning(&self) -> Option<Error> {
            let is_global = GLOBALS.binary_search(&self.as_str()).is_ok();
            let is_ambiguous = is_global || matches!(self.as_str(), "app" | "Hono");
            is_ambiguous.then(|| Error::AmbiguousRouteExport {
                found: Excerpt::new(self.as_str()),
                is_global,
            })
        }
    }
}

/// Names that a module cannot bind, or that would change the meaning of all code after it: first the
/// constants of the global object (ECMA-262, 19.1), then `ReservedWord`, what strict mode adds to it, and
/// the names that strict mode lets nobody bind (ECMA-262, 12.7.2 and 13.1.1).
const KEPT_NAMES: [&str; 51] = [
    "Infinity",
    "NaN",
    "undefined",
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

/// The globals of ECMAScript (ECMA-262, 19) and of Workers ("Runtime APIs" in Cloudflare's
/// documentation), sorted.
#[rustfmt::skip]
const GLOBALS: [&str; 147] = [
    "AbortController", "AbortSignal", "AggregateError", "Array", "ArrayBuffer",
    "AsyncDisposableStack", "Atomics", "BigInt", "BigInt64Array", "BigUint64Array", "Blob",
    "Boolean", "Buffer", "ByteLengthQueuingStrategy", "Cache", "CacheStorage", "CloseEvent",
    "CompressionStream", "CountQueuingStrategy", "Crypto", "CryptoKey", "CustomEvent",
    "DOMException", "DataView", "Date", "DecompressionStream", "DisposableStack", "Error",
    "ErrorEvent", "EvalError", "Event", "EventSource", "EventTarget", "ExtendableEvent",
    "FetchEvent", "File", "FinalizationRegistry", "FixedLengthStream", "Float16Array",
    "Float32Array", "Float64Array", "FormData", "Function", "HTMLRewriter", "Headers",
    "IdentityTransformStream", "Int16Array", "Int32Array", "Int8Array", "Intl", "Iterator", "JSON",
    "Map", "Math", "MessageChannel", "MessageEvent", "MessagePort", "Navigator", "Number", "Object",
    "Promise", "PromiseRejectionEvent", "Proxy", "RangeError", "ReadableByteStreamController",
    "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
    "ReadableStreamDefaultController", "ReadableStreamDefaultReader", "ReferenceError", "Reflect",
    "RegExp", "Request", "Response", "ScheduledEvent", "ServiceWorkerGlobalScope", "Set",
    "SharedArrayBuffer", "String", "SubtleCrypto", "SuppressedError", "Symbol", "SyntaxError",
    "TailEvent", "TextDecoder", "TextDecoderStream", "TextEncoder", "TextEncoderStream",
    "TransformStream", "TransformStreamDefaultController", "TypeError", "URIError", "URL",
    "URLPattern", "URLSearchParams", "Uint16Array", "Uint32Array", "Uint8Array",
    "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet", "WebAssembly", "WebSocket",
    "WebSocketPair", "WebSocketRequestResponsePair", "WorkerGlobalScope", "WritableStream",
    "WritableStreamDefaultController", "WritableStreamDefaultWriter", "addEventListener", "atob",
    "btoa", "caches", "clearImmediate", "clearInterval", "clearTimeout", "console", "crypto",
    "decodeURI", "decodeURIComponent", "dispatchEvent", "encodeURI", "encodeURIComponent", "escape",
    "fetch", "global", "globalThis", "isFinite", "isNaN", "navigator", "origin", "parseFloat",
    "parseInt", "performance", "process", "queueMicrotask", "removeEventListener", "reportError",
    "scheduler", "self", "setImmediate", "setInterval", "setTimeout", "structuredClone", "unescape",
];

/// How many of [`KEPT_NAMES`] are constants.
const CONSTANTS: usize = 3;

fn is_reserved(word: &str) -> bool {
    const LONGEST: usize = "instanceof".len();
    word.len() <= LONGEST && KEPT_NAMES[CONSTANTS..].contains(&word)
}

fn parse(text: &str) -> Result<&str, Violation> {
    CHARACTERS.check(text)?;
    if text.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Err(Violation::Shape("it starts with a digit"));
    }
    if is_reserved(text) {
        return Err(Violation::Shape("it is a reserved word"));
    }
    if KEPT_NAMES[..CONSTANTS].contains(&text) {
        return Err(Violation::Shape("it is a constant of JavaScript"));
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
        Self::without_warning(&name).map(Suggestion::likely)
    }
}

#[cfg(test)]
mod tests {
    use super::{GLOBALS, RouteExport};

    #[test]
    fn globals_are_sorted_names_of_exports() {
        assert!(GLOBALS.is_sorted());
        assert!(GLOBALS.iter().all(|name| RouteExport::new(name).is_ok()));
    }
}
