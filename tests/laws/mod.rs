//! Laws that hold for any input. Property tests and fuzz targets try to break them.
#![allow(dead_code, reason = "each test holds some of them")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{
    Category, Checked, Code, Description, Entrypoint, EnvVar, Error, Finding, Function, Language,
    License, LicenseErrorKind, Manifest, NpmDependency, Report, RouteExport, RoutePath, Runtime,
    Slug, Tag, parse_version,
};
use regex::Regex;

/// Whatever the bytes are: a value exactly when there is no error, what is written reads back, JSON
/// exactly what `serde_json` takes for it, and the report is fit for people.
pub(crate) fn of_manifests(bytes: &[u8]) -> Checked<Manifest> {
    let checked = Manifest::check(bytes);
    assert_eq!(checked.value().is_some(), checked.report().is_ok());
    if let Some(manifest) = checked.value() {
        let text = serde_json::to_string(manifest).unwrap();
        assert_eq!(Manifest::parse(&text).as_ref(), Ok(manifest));
    }
    of_reports(checked.report(), bytes);
    // A byte order mark is no part of JSON to serde_json.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let is_json = match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(_) => true,
        // Limits of theirs that JSON does not have.
        Err(error) if error.to_string().contains("number out of range") => return checked,
        Err(error) if error.to_string().contains("recursion limit") => return checked,
        Err(_) => false,
    };
    let codes: Vec<_> = codes(checked.report());
    if !codes.contains(&Code::ManifestTooLarge) {
        assert_eq!(!codes.contains(&Code::InvalidJson), is_json, "{}", checked.report());
    }
    checked
}

/// Spans lie in the text, on its character boundaries and in its order; nothing that could drive a
/// terminal is shown; there are not too many findings; a second report is the same.
pub(crate) fn of_reports(report: &Report, bytes: &[u8]) {
    assert_eq!(report.is_ok(), report.errors().next().is_none());
    let text = str::from_utf8(bytes).ok();
    let mut before = 0;
    for finding in report.findings() {
        assert!(finding.help() != "" && finding.message() != "");
        let Some(span) = finding.span() else { continue };
        assert!(bytes.get(span.range()).is_some(), "{finding}");
        assert!(text.is_none_or(|text| text.get(span.range()).is_some()), "{finding}");
        // After the document's come the findings about files, which have an order of their own.
        let is_of_document =
            !matches!(finding.code(), Code::LanguageMismatch | Code::MissingReadme);
        assert!(!is_of_document || span.start >= before, "{finding}");
        before = before.max(span.start);
        let range = finding.range().unwrap();
        assert!(range.start <= range.end && range.start.line >= 1 && range.start.column >= 1);
    }
    let shown = format!("{report}\n{report:?}\n{}", serde_json::to_string(report).unwrap());
    of_logs(&shown);
    let drives_terminal = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!shown.contains(drives_terminal), "{shown:?}");
    let count = report.findings().len();
    assert!(count <= Report::MAX_PER_CODE * Code::ALL.len());
    assert!(shown.len() <= 1000 + 20_000 * count, "{} bytes for {count} findings", shown.len());
}

/// Nothing in a text is a command for a CI runner that reads it from a log.
pub(crate) fn of_logs(shown: &str) {
    for line in shown.lines() {
        assert!(!line.trim_start().starts_with("::"), "{line}");
        for (at, _) in line.match_indices("##") {
            let rest = line[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            assert!(!rest.starts_with('['), "{line}");
        }
    }
}

/// The same verdict, whatever the formatting and the spelling of strings.
pub(crate) fn of_spelling(text: &str) {
    let codes = |text: &str| codes(Manifest::check(text.as_bytes()).report());
    let expected = codes(text);
    if expected.contains(&Code::ManifestTooLarge) || text.len() > Manifest::MAX_SIZE / 8 {
        return;
    }
    let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
    let (mut escaped, mut spaced) = (String::new(), String::new());
    let mut is_string = false;
    // How many characters of an escape are still to come.
    let mut escape = 0;
    for (index, c) in text.char_indices() {
        let is_plain = is_string && escape == 0 && !matches!(c, '"' | '\\');
        if is_plain && index % 3 == 0 && c >= ' ' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(escaped, "\\u{unit:04X}").unwrap();
            }
        } else {
            escaped.push(c);
        }
        let is_structural = !is_string && matches!(c, ',' | ':' | '[' | ']' | '{' | '}');
        // White space before commas and colons is read where a look ahead sees nothing.
        let space = if is_structural { "\r\n\t " } else { "" };
        spaced.extend([space, c.encode_utf8(&mut [0; 4]), space]);
        is_string ^= c == '"' && escape == 0;
        escape = match escape {
            0 if is_string && c == '\\' => 5,
            5 if c != 'u' => 0,
            0 => 0,
            more => more - 1,
        };
    }
    // Where quotes do not pair, strings cannot be told from what is between them.
    if is_json {
        assert_eq!(codes(&escaped), expected, "{text}\n{escaped}");
        assert_eq!(codes(&spaced), expected, "{text}\n{spaced}");
    }
}

/// A fix removes its finding and adds none; what could be read still can; twice is once.
pub(crate) fn of_fixes(text: &str) {
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    let before = count(&report);
    for finding in report.findings() {
        let Some(fix) = finding.fix() else { continue };
        let mut fixed = text.to_owned();
        for edit in fix.edits.iter().rev() {
            assert!(text.get(edit.span.range()).is_some(), "{finding}");
            fixed.replace_range(edit.span.range(), &edit.text);
        }
        assert_ne!(fixed, text, "{finding}");
        if fixed.len() > Manifest::MAX_SIZE || !report.omitted().is_empty() {
            continue;
        }
        // What is only likely may show more of a document that nobody can read for sure, or the value
        // of a key under its right name.
        let may_show_more = matches!(
            finding.code(),
            Code::InvalidJson | Code::MissingField | Code::MissingEntrypoint
        );
        if !fix.certain && may_show_more {
            continue;
        }
        for (code, number) in &count(Manifest::check(fixed.as_bytes()).report()) {
            let was = before.get(code).copied().unwrap_or_default();
            let limit = was - usize::from(*code == finding.code() && was > 0);
            assert!(*number <= limit, "{finding}\n{text}\n=>\n{fixed}\n{code} {was} {number}");
        }
    }
    let fixed = report.fix(text);
    assert_eq!(fixed.fixed.is_empty(), fixed.text == text);
    // Nothing is fixed again and again.
    if report.omitted().is_empty() {
        for (code, before) in &before {
            let count = fixed.fixed.iter().filter(|one| one.code() == *code).count();
            assert!(count <= *before, "{code} is fixed {count} times: {text}");
        }
    }
    let after = Manifest::check(fixed.text.as_bytes()).into_parts().1;
    if !after.omitted().is_empty() || fixed.text.len() + 100 > Manifest::MAX_SIZE {
        return;
    }
    assert_eq!(after.fix(&fixed.text).text, fixed.text);
    let is_certain = |one: &Finding| one.fix().is_some_and(|fix| fix.certain);
    assert!(!after.findings().iter().any(is_certain), "{text}\n=>\n{}", fixed.text);
    let is_json = |text: &str| {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str::<serde_json::Value>(text).is_ok()
    };
    assert!(!is_json(text) || is_json(&fixed.text), "{}", fixed.text);
    if report.omitted().is_empty() {
        for (code, number) in &count(&after) {
            assert!(number <= before.get(code).unwrap_or(&0), "{code}: {text}\n=>\n{}", fixed.text);
        }
    }
}

/// What is true of a manifest is true of a request; what is written reads back.
pub(crate) fn of_requests(bytes: &[u8]) {
    let checked = CiRequest::check(bytes);
    of_reports(checked.report(), bytes);
    let (request, report) = checked.into_parts();
    assert_eq!(request.is_some(), report.is_ok());
    let Some(request) = request else { return };
    let manifest = Manifest::parse(request.function().manifest_text());
    assert_eq!(manifest.as_ref(), Ok(request.function().manifest()));
    let body = request.to_body().unwrap();
    serde_json::from_slice::<serde_json::Value>(&body).unwrap();
    let read = CiRequest::check(&body);
    assert_eq!(read.value(), Some(&request), "{}", String::from_utf8_lossy(&body));
    assert_eq!(read.value().unwrap().function().manifest(), request.function().manifest());
}

/// Each field takes exactly what its pattern and bounds take, apart from what is named here, and
/// what it proposes is right.
pub(crate) fn of_fields(text: &str) {
    fn hold<T>(
        text: &str,
        pattern: &str,
        max_length: usize,
        value: Result<T, Error>,
        is_exempt: impl Fn(&str) -> bool,
    ) {
        thread_local! {
            static PATTERNS: RefCell<BTreeMap<String, Regex>> = RefCell::default();
        }
        let is_match = PATTERNS.with_borrow_mut(|patterns| {
            let compile = || Regex::new(pattern).unwrap();
            patterns.entry(pattern.to_owned()).or_insert_with(compile).is_match(text)
        });
        let is_allowed = is_match && text.chars().count() <= max_length;
        match value {
            Ok(_) => assert!(is_allowed, "{text:?} does not match {pattern}"),
            Err(error) => {
                assert!(!is_allowed || is_exempt(&error.to_string()), "{error}");
                assert!(error.help() != "");
            }
        }
    }
    // The schema has these as `not`.
    let refused = |message: &str| {
        ["device on Windows", "not code", "more than", "reserved", "constant"]
            .iter()
            .any(|why| message.contains(why))
    };
    // The pattern has no way to say characters beyond U+FFFF.
    let is_beyond = text.contains(|c| c > '\u{ffff}');
    let tag = |message: &str| {
        message.contains("\\u{e00") || (is_beyond && message.ends_with("must not be blank"))
    };
    hold(text, Slug::PATTERN, Slug::MAX_LENGTH, Slug::new(text), refused);
    hold(text, Description::PATTERN, Description::MAX_LENGTH, Description::new(text), tag);
    hold(text, Tag::PATTERN, Tag::MAX_LENGTH, Tag::new(text), tag);
    hold(text, Entrypoint::PATTERN, Entrypoint::MAX_LENGTH, Entrypoint::new(text), refused);
    hold(text, RoutePath::PATTERN, RoutePath::MAX_LENGTH, RoutePath::new(text), refused);
    hold(text, RouteExport::PATTERN, RouteExport::MAX_LENGTH, RouteExport::new(text), refused);
    let secret = |message: &str| message.contains("found a secret");
    hold(text, EnvVar::PATTERN, EnvVar::MAX_LENGTH, EnvVar::new(text), secret);
    // Names that npm keeps, and the grammar of versions, are no matter of a pattern.
    let npm = NpmDependency::new(text);
    hold(text, NpmDependency::PATTERN, NpmDependency::MAX_LENGTH, npm, |_| true);
    let _ = Slug::slugify(text);
    of_suggestions(text);
}

/// Whatever a field suggests is another text, and follows the whole rule of the field.
pub(crate) fn of_suggestions(text: &str) {
    fn hold<T>(text: &str, new: impl Fn(&str) -> Result<T, Error>) {
        let Err(error) = new(text) else { return };
        let Some(suggestion) = error.suggestion() else { return };
        let suggestion = suggestion.text;
        let found = match &error {
            Error::InvalidLicense { found, .. } => found.to_string(),
            _ => text.to_owned(),
        };
        assert_ne!(suggestion, found, "{error}");
        // An operator, a space or an exception is not a license by itself.
        let is_right = match &error {
            Error::InvalidLicense { fault: LicenseErrorKind::InnerWhitespace, .. } => {
                suggestion == " "
            }
            Error::InvalidLicense { fault: LicenseErrorKind::OperatorCase, .. } => {
                matches!(&*suggestion, "AND" | "OR" | "WITH")
            }
            Error::InvalidLicense { fault: LicenseErrorKind::UnknownException, .. } => {
                License::new(&format!("MIT WITH {suggestion}")).is_ok()
            }
            _ => new(&suggestion).is_ok(),
        };
        assert!(is_right, "{error}: {suggestion}");
    }
    hold(text, Slug::new);
    hold(text, parse_version);
    hold(text, Description::new);
    hold(text, Category::new);
    hold(text, Language::new);
    hold(text, Runtime::new);
    hold(text, License::new);
    hold(text, Tag::new);
    hold(text, Entrypoint::new);
    hold(text, RoutePath::new);
    hold(text, RouteExport::new);
    hold(text, NpmDependency::new);
    hold(text, EnvVar::new);
}

/// The codes of a report, in its order.
pub(crate) fn codes(report: &Report) -> Vec<Code> {
    report.findings().iter().map(Finding::code).collect()
}

/// How many findings there are of each code.
pub(crate) fn count(report: &Report) -> BTreeMap<Code, usize> {
    let mut count = BTreeMap::new();
    for code in codes(report) {
        *count.entry(code).or_default() += 1;
    }
    count
}

/// Functions are equal if their texts are; this one's is that of its files.
pub(crate) fn of_functions(function: &Function) {
    let manifest = Manifest::parse(function.manifest_text());
    assert_eq!(manifest.as_ref(), Ok(function.manifest()));
    let request = CiRequest::new(function.clone(), false);
    if let Ok(body) = request.to_body() {
        let read = CiRequest::check(&body);
        assert_eq!(read.value().map(|read| read.function().code()), Some(function.code()));
    }
}
