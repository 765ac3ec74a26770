//! What each field takes, and what it says of the rest: one line a case, whole messages compared.

use std::fmt::Display;
use std::str::FromStr;

use aerostack_manifest::{
    Category, Code, Description, Entrypoint, EnvVar, Error, Finding, Language, License, Manifest,
    NpmDependency, RouteExport, RoutePath, Runtime, Slug, Tag, parse_version,
};

#[track_caller]
fn takes<T: FromStr<Err = Error> + Display>(texts: &[&str]) {
    for text in texts {
        match T::from_str(text) {
            Ok(value) => assert_eq!(value.to_string(), *text),
            Err(error) => panic!("{text:?}: {error}"),
        }
    }
}

/// Each row is a text, what is wrong with it, and what to do.
#[track_caller]
fn refuses<T: FromStr<Err = Error>>(code: Code, rows: &[(&str, &str, &str)]) {
    for (text, message, help) in rows {
        let Err(error) = T::from_str(text) else { panic!("{text:?} is taken") };
        assert_eq!(error.to_string(), *message, "{text:?}");
        assert_eq!(error.help(), *help, "{text:?}");
        assert_eq!(error.code(), code, "{text:?}");
    }
}

#[test]
#[rustfmt::skip]
fn slug() {
    takes::<Slug>(&[
        "a",
        "7",
        "image-resizer",
        "a-1-b-2",
        "console",
        "com10",
        "con-a",
        &"x".repeat(64),
    ]);
    let rule = "a name has lower-case letters and digits, with single hyphens between them, such as `image-resizer`";
    refuses::<Slug>(
        Code::InvalidName,
        &[
            ("", "the name is empty", rule),
            ("-a", "invalid name `-a`: it has a hyphen at an end", "use `a`"),
            ("a-", "invalid name `a-`: it has a hyphen at an end", "use `a`"),
            ("a--b", "invalid name `a--b`: it has two hyphens in a row", "use `a-b`"),
            ("Ab", "invalid name `Ab`: `A` is not allowed here (character 1)", "use `ab`"),
            ("a b", "invalid name `a b`: a space is not allowed here (character 2)", "use `a-b`"),
            ("a\n", r"invalid name `a\u{a}`: `\u{a}` is not allowed here (character 2)", "use `a`"),
            ("café", "invalid name `café`: `é` is not allowed here (character 4)", "did you mean `cafe`?"),
            ("Générateur", "invalid name `Générateur`: `G` is not allowed here (character 1)", "did you mean `generateur`?"),
            ("ge\u{301}ne\u{301}", "invalid name `ge\u{301}ne\u{301}`: `\u{301}` is not allowed here (character 3)", "did you mean `gene`?"),
            ("Straße", "invalid name `Straße`: `S` is not allowed here (character 1)", "did you mean `strasse`?"),
            ("ŁÓDŹ", "invalid name `ŁÓDŹ`: `Ł` is not allowed here (character 1)", rule),
            ("画像-resizer", "invalid name `画像-resizer`: `画` is not allowed here (character 1)", rule),
            ("@acme/slack-notifier", "invalid name `@acme/slack-notifier`: `@` is not allowed here (character 1)", "did you mean `slack-notifier`?"),
            ("@acme/", "invalid name `@acme/`: `@` is not allowed here (character 1)", rule),
            ("my.func", "invalid name `my.func`: `.` is not allowed here (character 3)", "did you mean `my-func`?"),
            ("Bob's (new) tool!", "invalid name `Bob's (new) tool!`: `B` is not allowed here (character 1)", "did you mean `bobs-new-tool`?"),
            ("src/index.ts", "invalid name `src/index.ts`: `/` is not allowed here (character 4)", "did you mean `src-index-ts`?"),
            ("а", "invalid name `а`: `а` is not allowed here (character 1, U+0430)", rule),
            ("../x", "invalid name `../x`: `.` is not allowed here (character 1)", "did you mean `x`?"),
            ("my ac_1234567", "invalid name `my ac_1234567`: a space is not allowed here (character 3)", "use `my-ac-1234567`"),
            // From here on it may be a key.
            ("ac_12345678", "invalid name `ac_…`: `_` is not allowed here (character 3)", rule),
            ("aux", "invalid name `aux`: `aux` is the name of a device on Windows", rule),
            ("lpt0", "invalid name `lpt0`: `lpt0` is the name of a device on Windows", rule),
        ],
    );
    let long = "x".repeat(65);
    let error = Slug::new(&long).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("invalid name `{long}`: it has 65 characters; the limit is 64")
    );
}

#[test]
#[rustfmt::skip]
fn slugify_agrees_with_the_hub() {
    for (title, slug) in [
        ("Image Resizer", "image-resizer"),
        ("  --Image__Resizer--  ", "image-resizer"),
        ("a - b", "a-b"),
        ("C++ & Rust!", "c-rust"),
        ("snake_case\tand\nlines", "snake-case-and-lines"),
        ("v1.2.3", "v123"),
        ("Café", "caf"),
        ("STRASSE", "strasse"),
    ] {
        assert_eq!(Slug::slugify(title).as_ref().map(Slug::as_str), Some(slug), "{title:?}");
    }
    for title in ["", "!!!", "___", "日本", "CON", "com1"] {
        assert_eq!(Slug::slugify(title), None, "{title:?}");
    }
    assert_eq!(Slug::slugify(&"ab-".repeat(50)).unwrap().as_str().len(), 64);
    // A hyphen with nothing behind it does not take the last place.
    let cut = Slug::slugify(&format!("{} y", "x".repeat(63))).unwrap();
    assert_eq!(cut.as_str(), "x".repeat(63));
}

#[test]
#[rustfmt::skip]
fn version() {
    for text in [
        "0.0.0",
        "1.2.3",
        "1.0.0-alpha.1",
        "1.0.0+20250101",
        "1.0.0--.0a-+0-",
        "18446744073709551615.0.0",
    ] {
        assert_eq!(parse_version(text).unwrap().to_string(), text);
    }
    let rule = "a version has three numbers, such as `1.0.0` or `2.1.0-beta.1`";
    for (text, message, help) in [
        ("", "the version is empty", rule),
        ("v1.2", "invalid version `v1.2`: a version has no `v`", "use `1.2.0`"),
        ("1", "invalid version `1`: a version has three numbers", "use `1.0.0`"),
        ("1.2.3.4", "invalid version `1.2.3.4`: a version has only three numbers", "did you mean `1.2.3`?"),
        ("1.2.3.4.5", "invalid version `1.2.3.4.5`: a version has only three numbers", "did you mean `1.2.3`?"),
        ("1.2.3.4x", "invalid version `1.2.3.4x`: not a valid SemVer version", rule),
        ("01.2.3", "invalid version `01.2.3`: a number has a leading zero", "did you mean `1.2.3`?"),
        ("^1.2.3", "invalid version `^1.2.3`: it is a range and not one version", "did you mean `1.2.3`?"),
        ("1.x", "invalid version `1.x`: it is a range and not one version", "did you mean `1.0.0`?"),
        ("latest", "invalid version `latest`: not a valid SemVer version", rule),
        (" 1.0.0", "the version ` 1.0.0` has leading or trailing whitespace", "use `1.0.0`"),
        ("1.0.0-a ", "the version `1.0.0-a ` has leading or trailing whitespace", "use `1.0.0-a`"),
        ("1.0.0\n", r"the version `1.0.0\u{a}` has leading or trailing whitespace", "use `1.0.0`"),
        ("1.0.0a1", "invalid version `1.0.0a1`: not a valid SemVer version", "did you mean `1.0.0-a1`?"),
        ("0x10", "invalid version `0x10`: not a valid SemVer version", rule),
        ("v2.0.0-rc.1", "invalid version `v2.0.0-rc.1`: a version has no `v`", "use `2.0.0-rc.1`"),
        ("1.0.0-", "invalid version `1.0.0-`: an identifier of the pre-release is empty", "did you mean `1.0.0`?"),
        ("1.0.0-a..b", "invalid version `1.0.0-a..b`: an identifier of the pre-release is empty", rule),
        ("1.0.0+a.", "invalid version `1.0.0+a.`: an identifier of the build metadata is empty", rule),
        ("1.0.0+a+b", "invalid version `1.0.0+a+b`: a version has only one `+`", rule),
        ("1.0.0-01", "invalid version `1.0.0-01`: a number in the pre-release has a leading zero", "did you mean `1.0.0-1`?"),
        ("1.0.0-rc.00+01", "invalid version `1.0.0-rc.00+01`: a number in the pre-release has a leading zero", "did you mean `1.0.0-rc.0+01`?"),
        ("1.0.0-beta_1", "invalid version `1.0.0-beta_1`: `_` is not allowed here (character 11)", "did you mean `1.0.0-beta-1`?"),
        ("1.0.0+build_5", "invalid version `1.0.0+build_5`: `_` is not allowed here (character 12)", "did you mean `1.0.0+build-5`?"),
        ("1.0.0-é", "invalid version `1.0.0-é`: `é` is not allowed here (character 7)", rule),
        ("1.0.0.beta", "invalid version `1.0.0.beta`: not a valid SemVer version", "did you mean `1.0.0-beta`?"),
        ("v1.2-rc.1", "invalid version `v1.2-rc.1`: a version has no `v`", "did you mean `1.2.0-rc.1`?"),
        ("2024-01-15", "invalid version `2024-01-15`: a version has three numbers", rule),
        ("1,0,0", "invalid version `1,0,0`: not a valid SemVer version", rule),
        ("1.0.0 - 2.0.0", "invalid version `1.0.0 - 2.0.0`: it is a range and not one version", rule),
        ("18446744073709551616.0.0", "invalid version `18446744073709551616.0.0`: a number is too large", rule),
    ] {
        let error = parse_version(text).unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.help().as_str()),
            (message, help),
            "{text:?}"
        );
        assert_eq!(error.code(), Code::InvalidVersion);
    }
    assert!(parse_version(&format!("1.0.0-{}", "a".repeat(249))).is_ok());
    assert!(parse_version(&format!("1.0.0-{}", "a".repeat(250))).is_err());
}

#[test]
#[rustfmt::skip]
fn a_mistake_in_a_version_is_a_few_characters() {
    for (version, blamed) in [
        ("1.0.0-01", "01"),
        ("1.0.0-a.b.007+01", "007"),
        ("1.0.0-beta_1", "_"),
        ("1.0.0-\\u00e9", "\\u00e9"),
        ("1.0.0 ", " "),
        ("  1.0.0 ", "  "),
        ("v1.2", "v"),
        ("01.2.3", "01"),
        ("1.2.3.4-a", ".4"),
        ("1.0.0-", "-"),
        ("1.0.0-a..b", "."),
        ("1.0.0+a+b", "+"),
        ("1.18446744073709551616.0", "18446744073709551616"),
        ("1.0", "\"1.0\""),
        ("latest", "\"latest\""),
        ("", "\"\""),
    ] {
        let text = format!("{{ \"version\": \"{version}\" }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let finding = report.findings().iter().find(|one| one.code() == Code::InvalidVersion).unwrap();
        assert_eq!(&text[finding.span().unwrap().range()], blamed, "{finding}");
    }
}

#[test]
#[rustfmt::skip]
fn description() {
    takes::<Description>(&["x", " x ", "naïve 日本語 👩‍👩‍👧 🏳️‍🌈", &"é".repeat(500)]);
    let rule = "say in one line of up to 500 characters what the function does";
    refuses::<Description>(
        Code::InvalidDescription,
        &[
            ("", "the description is empty", rule),
            (" \u{a0}\u{3000}", "the description must not be blank", rule),
            ("\u{200b}", "the description must not be blank", rule),
            ("\u{3164}", "the description must not be blank", rule),
            ("\u{2800}", "the description must not be blank", rule),
            (" \u{ad}\u{fe0f}\u{ffa0}\u{1bca0}\u{e0100} ", "the description must not be blank", rule),
            ("a\tb", r"invalid description `a\u{9}b`: `\u{9}` is not allowed here (character 2)", rule),
            ("a\u{9b}b", r"invalid description `a\u{9b}b`: `\u{9b}` is not allowed here (character 2)", rule),
            ("\u{feff}a", r"invalid description `\u{feff}a`: `\u{feff}` is not allowed here (character 1)", rule),
            ("é\u{e0041}", r"invalid description `é\u{e0041}`: `\u{e0041}` is not allowed here (character 2)", rule),
        ],
    );
    for character in [
        "\u{7f}",
        "\u{80}",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{202a}",
        "\u{202e}",
        "\u{2066}",
        "\u{2069}",
        "\u{e0000}",
        "\u{e007f}",
    ] {
        assert!(Description::new(&format!("a{character}b")).is_err(), "{character:?}");
    }
    for character in [
        "\u{a0}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{2027}",
        "\u{202f}",
        "\u{2065}",
        "\u{206a}",
        "\u{e0080}",
        "\u{10ffff}",
    ] {
        assert!(Description::new(&format!("a{character}b")).is_ok(), "{character:?}");
    }
    assert!(Description::new(&"é".repeat(501)).is_err());
}

#[test]
#[rustfmt::skip]
fn closed_sets() {
    takes::<Category>(&[
        "auth",
        "payments",
        "media",
        "email",
        "ai",
        "database",
        "utility",
        "analytics",
        "notifications",
        "storage",
    ]);
    takes::<Language>(&["typescript", "javascript"]);
    takes::<Runtime>(&["cloudflare-worker"]);
    for (text, nearest) in [("Media", "media"), ("PAYMENTS", "payments"), ("payment", "payments"), ("utilities", "utility"), ("data-base", "database"), ("AI", "ai"), ("  STORAGE  ", "storage")] {
        let error = Category::new(text).unwrap_err();
        assert_eq!(error.to_string(), format!("unknown category `{text}`"));
        assert_eq!(error.suggestion().unwrap().text, nearest);
    }
    let all = "choose from `auth`, `payments`, `media`, `email`, `ai`, `database`, `utility`, `analytics`, `notifications`, `storage`";
    refuses::<Category>(Code::InvalidCategory, &[
        ("", "unknown category ``", all),
        ("gaming", "unknown category `gaming`", all),
        ("mediа", "unknown category `mediа`: `а` is U+0430", "use `media`"),
        // The letters of `media`.
        ("aimed", "unknown category `aimed`", all),
    ]);
    for (text, category) in [
        ("utils", "utility"), ("tools", "utility"), ("helpers", "utility"), ("misc", "utility"),
        ("db", "database"), ("SQL", "database"), ("Postgres", "database"), ("d1", "database"),
        ("ml", "ai"), ("llm", "ai"), ("Machine Learning", "ai"), ("openai", "ai"),
        ("image", "media"), ("video", "media"), ("PDF", "media"),
        ("mail", "email"), ("smtp", "email"), ("newsletter", "email"),
        ("auth0", "auth"), ("login", "auth"), ("OAuth", "auth"), ("authentication", "auth"), ("sso", "auth"),
        ("metrics", "analytics"), ("monitoring", "analytics"),
        ("s3", "storage"), ("files", "storage"), ("R2", "storage"), ("kv", "storage"),
        ("billing", "payments"), ("stripe", "payments"), ("e-commerce", "payments"),
        ("push", "notifications"), ("sms", "notifications"), ("slack", "notifications"),
    ] {
        let error = Category::new(text).unwrap_err();
        assert_eq!(error.to_string(), format!("unknown category `{text}`"));
        assert_eq!(error.help(), format!("did you mean `{category}`?"), "{text}");
    }
    refuses::<Language>(Code::InvalidLanguage, &[
        ("ts", "unknown language `ts`", "did you mean `typescript`?"),
        ("TSX", "unknown language `TSX`", "did you mean `typescript`?"),
        ("js", "unknown language `js`", "did you mean `javascript`?"),
        ("Node.js", "unknown language `Node.js`", "did you mean `javascript`?"),
        ("TypeScript", "unknown language `TypeScript`", "use `typescript`"),
        ("python", "unknown language `python`", "choose from `typescript`, `javascript`"),
    ]);
    refuses::<Runtime>(Code::InvalidRuntime, &[
        ("cloudflare-workers", "unknown runtime `cloudflare-workers`", "use `cloudflare-worker`"),
        ("workers", "unknown runtime `workers`", "did you mean `cloudflare-worker`?"),
        ("node", "unknown runtime `node`", "choose from `cloudflare-worker`"),
    ]);
    assert_eq!(Runtime::default(), Runtime::CloudflareWorker);
}

/// Keys of other tools are likely, never certain.
#[test]
#[rustfmt::skip]
fn keys_of_other_tools() {
    for (habit, key) in [
        ("main", "entrypoint"), ("entry", "entrypoint"), ("keywords", "tags"), ("dependencies", "npmDependencies"),
        ("deps", "npmDependencies"), ("packages", "npmDependencies"), ("env", "envVars"), ("environment", "envVars"),
        ("desc", "description"), ("summary", "description"), ("lang", "language"), ("route", "routePath"),
        ("path", "routePath"), ("export", "routeExport"), ("title", "name"), ("Keywords", "tags"),
    ] {
        let text = format!("{{ \"{habit}\": {} }}", if key.ends_with('s') { "[]" } else { "\"x\"" });
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let finding = report.findings().iter().find(|one| one.span().unwrap().start == 2).unwrap();
        let (message, help) = match finding.code() {
            Code::UnknownField => (format!("unknown key `{habit}`"), format!("did you mean `{key}`?")),
            _ => (format!("missing field `{key}`"), format!("did you mean `{key}` instead of `{habit}`?")),
        };
        assert_eq!((finding.message(), finding.help()), (message, help));
        assert!(finding.fix().is_none_or(|fix| !fix.certain), "{habit}");
    }
}

#[test]
#[rustfmt::skip]
fn license() {
    takes::<License>(&[
        "MIT",
        "Apache-2.0",
        "0BSD",
        "MIT OR Apache-2.0",
        "(MIT)",
        "((MIT AND ISC) OR BSD-3-Clause)",
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
        "Apache-2.0+",
        "LicenseRef-My.Own-1",
        "DocumentRef-a:LicenseRef-b",
        "LicenseRef-a WITH LLVM-exception",
        "GPL-2.0",
        "GPL-2.0+",
        "(MIT OR ISC)AND(MIT)",
    ]);
    let rule = "use an identifier of the SPDX license list, such as `MIT` or `Apache-2.0`, or an expression of them, such as `MIT OR Apache-2.0`; a license of your own is `LicenseRef-` and its name";
    let own =
        "give people a license, such as `MIT`, or name your own, such as `LicenseRef-Proprietary`";
    let join = "join licenses with `AND` or `OR`, such as `MIT OR Apache-2.0`";
    let exception = "name an exception of the SPDX list after `WITH`, such as `LLVM-exception`";
    let lone = "write it after a license and `WITH`, such as `Apache-2.0 WITH LLVM-exception`";
    let reference = "write letters, digits, `.` and `-` after the prefix, such as `LicenseRef-Proprietary`";
    refuses::<License>(
        Code::InvalidLicense,
        &[
            ("", "the license is empty", rule),
            ("  ", "the license is empty", rule),
            (" MIT ", "the license ` MIT ` has leading or trailing whitespace", "use `MIT`"),
            ("MIT\n", r"the license `MIT\u{a}` has leading or trailing whitespace", "use `MIT`"),
            ("\u{a0}mit", r"the license `\u{a0}mit` has leading or trailing whitespace", "use `MIT`"),
            (" MIT OR mit", "the license ` MIT OR mit` has leading or trailing whitespace", "remove the whitespace at the ends"),
            (" or", "the license ` or` has leading or trailing whitespace", "remove the whitespace at the ends"),
            ("mit", "`mit` is not in the SPDX license list", "use `MIT`"),
            ("МІТ", "`МІТ` is not in the SPDX license list: `М` is U+041C", rule),
            ("MIT WITH LLVM‑exception", "`LLVM‑exception` is not in the SPDX list of exceptions: `‑` is U+2011", "did you mean `LLVM-exception`?"),
            ("Apache 2.0", "`Apache 2.0` is not in the SPDX license list", "use `Apache-2.0`"),
            ("Apache License, Version 2.0", "`Apache License, Version 2.0` is not in the SPDX license list", "use `Apache-2.0`"),
            ("The MIT License (MIT)", "`The MIT License (MIT)` is not in the SPDX license list", "did you mean `MIT`?"),
            ("BSD 3-Clause", "`BSD 3-Clause` is not in the SPDX license list", "use `BSD-3-Clause`"),
            ("GPLv3", "`GPLv3` is not in the SPDX license list", "did you mean `GPL-3.0-only`?"),
            ("MIT/Apache-2.0", "`/` is not an operator in license expression `MIT/Apache-2.0`", "did you mean `MIT OR Apache-2.0`?"),
            ("mit/apache", "`mit/apache` is not in the SPDX license list", "did you mean `MIT OR Apache-2.0`?"),
            ("MIT;Apache-2.0", "`;` is not an operator in license expression `MIT;Apache-2.0`", "did you mean `MIT OR Apache-2.0`?"),
            ("MIT, ISC", "`,` is not an operator in license expression `MIT, ISC`", "did you mean `MIT OR ISC`?"),
            ("MIT & ISC", "`&` is not an operator in license expression `MIT & ISC`", "did you mean `MIT AND ISC`?"),
            ("MIT + Apache-2.0", "`+` is not an operator in license expression `MIT + Apache-2.0`", join),
            ("MIT+Apache-2.0", "`+` is not an operator in license expression `MIT+Apache-2.0`", join),
            ("Foo", "`Foo` is not in the SPDX license list", rule),
            ("NONE", "`NONE` says that there is no license", own),
            ("NOASSERTION", "`NOASSERTION` says that there is no license", own),
            ("UNLICENSED", "`UNLICENSED` is npm's word for no license, not an SPDX one", own),
            ("SEE LICENSE IN LICENSE.md", "`SEE LICENSE IN LICENSE.md` is npm's form, not an SPDX expression", own),
            ("LicenseRef-", "missing name after the hyphen in `LicenseRef-`", reference),
            ("DocumentRef-a_b:LicenseRef-c", "`_` is not allowed in `DocumentRef-a_b:LicenseRef-c`", "did you mean `DocumentRef-a-b:LicenseRef-c`?"),
            ("DocumentRef-:LicenseRef-c", "missing name after the hyphen in `DocumentRef-:LicenseRef-c`", reference),
            ("LicenseRef-my_license", "`_` is not allowed in `LicenseRef-my_license`", "did you mean `LicenseRef-my-license`?"),
            ("LicenseRef-my license", "a space is not allowed in `LicenseRef-my license`", "did you mean `LicenseRef-my-license`?"),
            ("licenseref-foo", "the prefix of `licenseref-foo` must be spelled `LicenseRef-` or `DocumentRef-`", "use `LicenseRef-foo`"),
            ("LICENSEREF-a_b", "the prefix of `LICENSEREF-a_b` must be spelled `LicenseRef-` or `DocumentRef-`", "did you mean `LicenseRef-a-b`?"),
            ("documentref-a:LicenseRef-b", "the prefix of `documentref-a:LicenseRef-b` must be spelled `LicenseRef-` or `DocumentRef-`", "use `DocumentRef-a:LicenseRef-b`"),
            ("LLVM-exception", "`LLVM-exception` is an exception, not a license", lone),
            ("MIT OR Classpath-exception-2.0", "`Classpath-exception-2.0` is an exception, not a license", lone),
            ("Apache-2.0 LLVM-exception", "`LLVM-exception` is an exception, not a license", lone),
            ("MIT++", "`MIT++` is not in the SPDX license list", "did you mean `MIT+`?"),
            ("GPLv2 or later AND MIT", "`GPLv2 or later` is not in the SPDX license list", "did you mean `GPL-2.0-or-later`?"),
            ("GPLv2 or later", "`GPLv2 or later` is not in the SPDX license list", "did you mean `GPL-2.0-or-later`?"),
            ("GNU General Public License v3.0 or later", "`GNU General Public License v3.0 or later` is not in the SPDX license list", "use `GPL-3.0-or-later`"),
            ("foo or MIT", "`foo` is not in the SPDX license list", rule),
            ("MIT Or ISC", "`Or` is not in upper case", "use `OR`"),
            ("MIT WITH LLVM", "`LLVM` is not in the SPDX list of exceptions", "did you mean `LLVM-exception`?"),
            ("MIT WITH Classpath", "`Classpath` is not in the SPDX list of exceptions", "did you mean `Classpath-exception-2.0`?"),
            ("MIT or ISC", "`or` is not in upper case", "use `OR`"),
            ("MIT OR", "expected a license after `OR` in license expression", join),
            ("AND MIT", "expected a license, found `AND` in license expression", join),
            ("MIT ISC", "expected `AND` or `OR`, found `ISC` in license expression", join),
            ("MIT WITH", "expected an exception after `WITH` in license expression", exception),
            ("MIT WITH OR ISC", "expected an exception, found `OR` in license expression", exception),
            ("MIT WITH MIT", "`MIT` is not in the SPDX list of exceptions", exception),
            ("MIT WITH llvm-exception", "`llvm-exception` is not in the SPDX list of exceptions", "use `LLVM-exception`"),
            ("(MIT) WITH LLVM-exception", "expected `AND` or `OR`, found `WITH` in license expression", join),
            ("(MIT", "unbalanced parenthesis `(` in license expression", "close each `(` with a `)`"),
            ("MIT)", "unbalanced parenthesis `)` in license expression", "close each `(` with a `)`"),
            ("()", "expected a license, found `)` in license expression", join),
            ("MIT +", "`MIT +` is not in the SPDX license list", "did you mean `MIT+`?"),
            ("GPLv2+", "`GPLv2+` is not in the SPDX license list", "did you mean `GPL-2.0-or-later`?"),
            ("MIT\tOR ISC", r"unexpected whitespace `\u{9}` in license expression, expected a space", "use a space"),
            ("MIT OR\u{a0}\nISC", r"unexpected whitespace `\u{a0}\u{a}` in license expression, expected a space", "use a space"),
            ("MIT\tISC", r"unexpected whitespace `\u{9}` in license expression, expected a space", "use a space"),
            ("Apache\t2.0", r"`Apache\u{9}2.0` is not in the SPDX license list", "did you mean `Apache-2.0`?"),
        ],
    );
}

#[test]
fn a_license_has_a_limit() {
    let long = vec!["GPL-2.0"; 46].join(" OR ") + " OR Libpng";
    assert_eq!(long.len(), License::MAX_LENGTH);
    assert!(License::new(&long).is_ok());
    let error = License::new(&long.replace("Libpng", "Foo")).unwrap_err();
    assert_eq!(error.to_string(), "`Foo` is not in the SPDX license list");
    for text in [long.clone() + "x", "(".repeat(513), " ".repeat(513), "é".repeat(513)] {
        let error = License::new(&text).unwrap_err();
        let message = error.to_string();
        assert!(message.ends_with("it has 513 characters; the limit is 512"), "{message}");
        assert_eq!(error.suggestion(), None);
    }
    assert!(License::new(&format!("{}MIT{}", "(".repeat(254), ")".repeat(254))).is_ok());
}

/// What is suggested may not make the expression too long.
#[test]
fn near_the_limit_a_license_is_not_fixed() {
    let fixed = |license: &str| {
        let text = format!("{{ \"license\": \"{license}\" }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let fixes: Vec<_> = report.findings().iter().filter_map(Finding::fix).collect();
        (fixes.len(), report.fix(&text).text)
    };
    let joined = |term: &str, count: usize| vec![term; count].join(" OR ");
    // One of them is for the runtime, whose key is absent.
    assert_eq!(fixed(&joined("gpl", 10)).0, 11);
    assert_eq!(fixed(&joined("gpl", 60)).0, 1);
    // What does not grow is fixed all the same.
    let (count, text) = fixed(&(joined("mit", 72) + " OR BSD"));
    assert_eq!(count, 73);
    assert!(text.contains(&(joined("MIT", 72) + " OR BSD\"")), "{text}");
}

#[test]
#[rustfmt::skip]
fn one_mistake_in_a_license_is_one_finding() {
    for (license, findings) in [
        ("(MIT) (ISC)", &["expected `AND` or `OR`, found `(` in license expression"][..]),
        ("(MIT AND )", &["expected a license, found `)` in license expression"]),
        ("MIT WITH (ISC)", &["expected an exception, found `(` in license expression"]),
        ("MIT WITH LLVM-exception", &[]),
        (" (mit OR (ISC", &[
            "the license ` (mit OR (ISC` has leading or trailing whitespace",
            "unbalanced parenthesis `(` in license expression",
            "`mit` is not in the SPDX license list",
            "unbalanced parenthesis `(` in license expression",
        ]),
        ("MIT WITH Nokia-Qt-exception-1.1", &["the SPDX license list has deprecated `Nokia-Qt-exception-1.1`"]),
    ] {
        let text = format!("{{ \"license\": \"{license}\" }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let found = report.findings().iter().filter(|one| one.pointer().as_deref() == Some("/license"));
        assert_eq!(found.map(Finding::message).collect::<Vec<_>>(), findings, "{license}");
    }
}

/// Where in the license a mistake is, and what a fix makes of the license.
#[test]
#[rustfmt::skip]
fn a_mistake_in_a_license_is_a_few_characters() {
    for (license, blamed, fixed, certain) in [
        ("MIT OR LicenseRef-my_license", "_", "MIT OR LicenseRef-my-license", false),
        ("MIT OR licenseref-foo", "licenseref-", "MIT OR LicenseRef-foo", true),
        ("DocumentRef-a:LICENSEREF-b", "LICENSEREF-", "DocumentRef-a:LicenseRef-b", true),
        ("ISC AND (MIT;Apache-2.0)", ";", "ISC AND (MIT OR Apache-2.0)", false),
        ("ISC AND MIT/Apache-2.0", "/", "ISC AND (MIT OR Apache-2.0)", false),
        ("MIT\\tOR ISC", "\\t", "MIT OR ISC", true),
        ("MIT \\u000a WITH LLVM-exception", " \\u000a ", "MIT WITH LLVM-exception", true),
        ("MIT LLVM-exception", "LLVM-exception", "", false),
        ("MIT AND wxWindows", "wxWindows", "MIT AND LGPL-2.0-or-later WITH WxWindows-exception-3.1", false),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0", false),
    ] {
        let text = format!("{{ \"license\": \"{license}\" }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let mut found = report.findings().iter().filter(|one| one.pointer().as_deref() == Some("/license"));
        let finding = found.next().unwrap();
        assert_eq!(&text[finding.span().unwrap().range()], blamed, "{finding}");
        assert!(found.next().is_none(), "{report}");
        let fix = finding.fix().map(|fix| {
            let edit = &fix.edits[0];
            let mut fixed = text.clone();
            fixed.replace_range(edit.span.range(), &edit.text);
            (fixed, fix.certain)
        });
        let expected = (format!("{{ \"license\": \"{fixed}\" }}"), certain);
        assert_eq!(fix, (!fixed.is_empty()).then_some(expected), "{license}");
    }
}

/// Every deprecated identifier of the SPDX lists has a successor, but for one that stood for many.
#[test]
fn deprecated_identifiers_have_successors() {
    let warning = |license: &str| {
        let text = format!("{{ \"license\": \"{license}\" }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let code = Code::DeprecatedLicense;
        let found = report.findings().iter().find(|one| one.code() == code).cloned();
        found.map(|finding| finding.error().suggestion().map(|suggestion| suggestion.text))
    };
    let mut count = 0;
    for license in spdx::identifiers::LICENSES {
        let Some(successor) = warning(license.name) else { continue };
        count += 1;
        assert_eq!(successor.is_none(), license.name == "Net-SNMP", "{}", license.name);
        let Some(successor) = successor else { continue };
        assert!(License::new(&successor).is_ok() && warning(&successor).is_none(), "{successor}");
    }
    assert_eq!(count, 32);
    for (old, new) in [
        ("GPL-2.0", "GPL-2.0-only"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("LGPL-2.1+", "LGPL-2.1-or-later"),
        ("AGPL-3.0", "AGPL-3.0-only"),
        ("GFDL-1.3", "GFDL-1.3-only"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("GPL-2.0-with-classpath-exception+", "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("GPL-3.0-with-GCC-exception", "GPL-3.0-only WITH GCC-exception-3.1"),
        ("wxWindows", "LGPL-2.0-or-later WITH WxWindows-exception-3.1"),
        ("eCos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"),
        ("eCos-2.0+", "GPL-2.0-or-later WITH eCos-exception-2.0"),
        ("bzip2-1.0.5", "bzip2-1.0.6"),
        ("bzip2-1.0.5+", "bzip2-1.0.6+"),
        ("Nunit", "zlib-acknowledgement"),
        ("StandardML-NJ", "SMLNJ"),
        ("BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views"),
        ("BSD-2-Clause-NetBSD", "BSD-2-Clause"),
        ("MIT WITH Nokia-Qt-exception-1.1", "Qt-LGPL-exception-1.1"),
    ] {
        assert_eq!(warning(old), Some(Some(new.to_owned())), "{old}");
    }
}

#[test]
#[rustfmt::skip]
fn licenses_by_their_usual_names() {
    for (text, id) in [
        ("Apache License 2.0", "Apache-2.0"), ("Apache-2", "Apache-2.0"), ("apache", "Apache-2.0"), ("ASL 2.0", ""),
        ("The Apache Software License, Version 2.0", "Apache-2.0"), ("MIT License", "MIT"), ("MIT Licensed", "MIT"),
        ("MIT/X11", "MIT"), ("Expat", "MIT"), ("https://opensource.org/licenses/MIT", "MIT"), ("Zlib/libpng", "Zlib"),
        ("gpl-3.0", "GPL-3.0-only"), ("GPL 3.0", "GPL-3.0-only"), ("GPLv3.0", "GPL-3.0-only"), ("GNU GPL v2", "GPL-2.0-only"), ("GPLv2+", "GPL-2.0-or-later"),
        ("LGPL v2.1", "LGPL-2.1-only"), ("LGPL-3", "LGPL-3.0-only"), ("AGPLv3", "AGPL-3.0-only"), ("agpl-1.0", "AGPL-1.0-only"),
        ("gfdl-1.2", "GFDL-1.2-only"), ("MPL 2.0", "MPL-2.0"), ("Mozilla Public License, v. 2.0", "MPL-2.0"), ("MPLv2", "MPL-2.0"),
        ("Mozilla Public License 2.0 (no copyleft exception)", "MPL-2.0-no-copyleft-exception"), ("EPL-1", "EPL-1.0"),
        ("BSD", "BSD-3-Clause"), ("New BSD", "BSD-3-Clause"), ("2-clause BSD", "BSD-2-Clause"), ("ISC License", "ISC"),
        ("CC-BY-4", "CC-BY-4.0"), ("the FSL-1.1-ALv2", "FSL-1.1-ALv2"), ("BSD 3 Clause No Nuclear License", "BSD-3-Clause-No-Nuclear-License"), ("Apahce-2.0", "Apache-2.0"), ("BSD-3-Claus", "BSD-3-Clause"), ("mit, isc", "MIT OR ISC"),
        // Another license may be as near, so nothing is proposed.
        ("No license", ""), ("NOLICENSE", ""), ("My License", ""), ("proprietary", ""), ("public domain", ""), ("OFL", ""),
        ("EPL", ""), ("BSL", ""), ("Eclipse", ""), ("Artistic", ""), ("Apache-3.0", ""), ("MIT-Style", ""),
    ] {
        let suggestion = License::new(text).unwrap_err().suggestion();
        let suggestion = suggestion.map(|suggestion| suggestion.text);
        assert_eq!(suggestion.as_deref().unwrap_or_default(), id, "{text:?}");
    }
}

#[test]
#[rustfmt::skip]
fn tag() {
    takes::<Tag>(&["a", "image resizing", "画像", "👩‍💻", &"é".repeat(50)]);
    let rule = "a tag is a short text of up to 50 characters, such as `image`";
    refuses::<Tag>(
        Code::InvalidTag,
        &[
            ("", "the tag is empty", rule),
            (" ", "the tag must not be blank", rule),
            ("\u{200b}", "the tag must not be blank", rule),
            ("\u{3164}", "the tag must not be blank", rule),
            ("\u{2800}\u{2800}", "the tag must not be blank", rule),
            ("a ", "the tag `a ` has leading or trailing whitespace", "use `a`"),
            ("\u{a0}a", r"the tag `\u{a0}a` has leading or trailing whitespace", "use `a`"),
            ("a\u{2028}b", r"invalid tag `a\u{2028}b`: `\u{2028}` is not allowed here (character 2)", rule),
        ],
    );
    assert!(Tag::new(&"é".repeat(51)).is_err());
}

#[test]
fn only_tags_are_the_same_in_any_letter_case() {
    let repeated = |key: &str, items: &str| {
        let text = format!("{{\"{key}\":[{items}]}}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let code = Code::DuplicateEntry;
        report.findings().iter().filter(|finding| finding.code() == code).count()
    };
    assert_eq!(repeated("tags", r#""a", "A", "É", "é", "ΟΔΟΣ", "οδος""#), 3);
    assert_eq!(repeated("tags", r#""e", "é", "K", "\u212a""#), 1);
    assert_eq!(repeated("envVars", r#""A", "a""#), 0);
    assert_eq!(repeated("envVars", r#""A", "a", "A""#), 1);
    assert_eq!(repeated("npmDependencies", r#""a@1", "b@1", "a@2", "@a/a@1", "@a/a""#), 2);
}

#[test]
#[rustfmt::skip]
fn entrypoint() {
    takes::<Entrypoint>(&[
        "index.ts",
        "src/index.ts",
        ".hidden/a",
        "[id].ts",
        "group/a+b~c@d.ts",
        "my file.ts",
        "...a",
        "a..b",
        "console.ts",
        "a/-b/~c",
        ".environment.ts",
        ".env-reader.ts",
        "src/env.ts",
        ".gitignore.ts",
        "git~1.ts",
        ".npmrc.ts",
        "node_modules.ts",
        &"a".repeat(255),
    ]);
    assert_eq!(Entrypoint::new("./index.ts").unwrap().as_str(), "index.ts");
    let rule = "give the path of the main source file, relative to the function's directory, such as `src/index.ts`";
    refuses::<Entrypoint>(
        Code::InvalidEntrypoint,
        &[
            ("", "the entrypoint is empty", rule),
            ("/index.ts", "invalid entrypoint `/index.ts`: it starts with a slash", "did you mean `index.ts`?"),
            ("./", "invalid entrypoint `./`: a path segment is empty", rule),
            ("././a", "invalid entrypoint `././a`: a path segment ends with a dot", "did you mean `a`?"),
            (".", "invalid entrypoint `.`: a path segment ends with a dot", rule),
            ("../a", "invalid entrypoint `../a`: `..` leads out of the function's directory", rule),
            ("a/../b", "invalid entrypoint `a/../b`: `..` leads out of the function's directory", rule),
            ("a//b", "invalid entrypoint `a//b`: a path segment is empty", "did you mean `a/b`?"),
            ("a/", "invalid entrypoint `a/`: a path segment is empty", "did you mean `a`?"),
            ("a.", "invalid entrypoint `a.`: a path segment ends with a dot", rule),
            ("a /b", "invalid entrypoint `a /b`: a path segment starts or ends with a space", rule),
            (" a", "invalid entrypoint ` a`: a path segment starts or ends with a space", "did you mean `a`?"),
            (r"src\a.ts", r"invalid entrypoint `src\a.ts`: `\` is not allowed here (character 4)", "did you mean `src/a.ts`?"),
            ("C:/a", "invalid entrypoint `C:/a`: `:` is not allowed here (character 2)", rule),
            ("a'b", "invalid entrypoint `a'b`: `'` is not allowed here (character 2)", rule),
            ("src/Con.ts", "invalid entrypoint `src/Con.ts`: `Con` is the name of a device on Windows", rule),
            ("NUL", "invalid entrypoint `NUL`: `NUL` is the name of a device on Windows", rule),
            ("com7 .x", "invalid entrypoint `com7 .x`: `com7` is the name of a device on Windows", rule),
            ("CONIN$", "invalid entrypoint `CONIN$`: `$` is not allowed here (character 6)", rule),
            ("$(npm run x).ts", "invalid entrypoint `$(npm run x).ts`: `$` is not allowed here (character 1)", rule),
            ("$HOME.ts", "invalid entrypoint `$HOME.ts`: `$` is not allowed here (character 1)", rule),
            ("(group)/a.ts", "invalid entrypoint `(group)/a.ts`: `(` is not allowed here (character 1)", rule),
            ("-rf", "invalid entrypoint `-rf`: it starts with `-`, which programs take for an option", rule),
            ("./-rf", "invalid entrypoint `./-rf`: it starts with `-`, which programs take for an option", rule),
            ("~/x.ts", "invalid entrypoint `~/x.ts`: it starts with `~`, which shells take for a home directory", rule),
            ("~root/x.ts", "invalid entrypoint `~root/x.ts`: it starts with `~`, which shells take for a home directory", rule),
            (".env", "invalid entrypoint `.env`: `.env` files hold secrets and are not code", rule),
            ("src/.Env.local", "invalid entrypoint `src/.Env.local`: `.env` files hold secrets and are not code", rule),
            (".dev.vars", "invalid entrypoint `.dev.vars`: `.dev.vars` files hold secrets and are not code", rule),
            (".DEV.VARS.staging", "invalid entrypoint `.DEV.VARS.staging`: `.dev.vars` files hold secrets and are not code", rule),
            (".npmrc", "invalid entrypoint `.npmrc`: `.npmrc` may hold secrets and is not code", rule),
            (".git/config", "invalid entrypoint `.git/config`: `.git` belongs to git and is not code", rule),
            (".GIT", "invalid entrypoint `.GIT`: `.git` belongs to git and is not code", rule),
            ("git~1/config", "invalid entrypoint `git~1/config`: `git~1` is the short name of `.git`, which is not code", rule),
            ("a/GIT~1", "invalid entrypoint `a/GIT~1`: `git~1` is the short name of `.git`, which is not code", rule),
            ("node_modules/x/index.js", "invalid entrypoint `node_modules/x/index.js`: `node_modules` belongs to package managers and is not code", rule),
            (r".git\config", r"invalid entrypoint `.git\config`: `\` is not allowed here (character 5)", rule),
        ],
    );
    assert!(Entrypoint::new(&"a".repeat(256)).is_err());
}

#[test]
#[rustfmt::skip]
fn route_path() {
    takes::<RoutePath>(&[
        "/",
        "/a",
        "/a/",
        "/api/users/:id",
        "/files/*",
        "/*/:a/*",
        "/:a/:b/:c/:d/:e/:f/:g/:h",
        "/a*b",
        "/~a/b.c_d-e",
        "/...",
        &format!("/{}", "a".repeat(254)),
    ]);
    let rule = "a route path is a slash and segments of letters, digits and `. _ ~ : * -`, such as `/api/users/:id`";
    refuses::<RoutePath>(
        Code::InvalidRoutePath,
        &[
            ("", "the route path is empty", rule),
            ("a", "invalid route path `a`: it does not start with a slash", "did you mean `/a`?"),
            ("//", "invalid route path `//`: a path segment is empty", rule),
            ("//evil.example", "invalid route path `//evil.example`: a path segment is empty", "did you mean `/evil.example`?"),
            ("/a//b", "invalid route path `/a//b`: a path segment is empty", "did you mean `/a/b`?"),
            ("/a//", "invalid route path `/a//`: a path segment is empty", "did you mean `/a`?"),
            ("/.", "invalid route path `/.`: a path segment is only dots", rule),
            ("/../a", "invalid route path `/../a`: a path segment is only dots", rule),
            ("/{id}", "invalid route path `/{id}`: `{` is not allowed here (character 2)", "did you mean `/:id`?"),
            ("/a?b", "invalid route path `/a?b`: `?` is not allowed here (character 3)", rule),
            ("/a'", "invalid route path `/a'`: `'` is not allowed here (character 3)", rule),
            ("/%2e%2e", "invalid route path `/%2e%2e`: `%` is not allowed here (character 2)", rule),
            ("/a**********b", "invalid route path `/a**********b`: a path segment has more than one `*`", rule),
            ("/**", "invalid route path `/**`: a path segment has more than one `*`", rule),
            ("/*/*/*/*/*/*/*/*/*", "invalid route path `/*/*/*/*/*/*/*/*/*`: it has more than 8 parameters and wildcards (`:` and `*`)", rule),
            ("/::::::::*", "invalid route path `/::::::::*`: it has more than 8 parameters and wildcards (`:` and `*`)", rule),
            ("a/**", "invalid route path `a/**`: it does not start with a slash", rule),
            ("https://a.example/b", "invalid route path `https://a.example/b`: it does not start with a slash", "did you mean `/b`?"),
        ],
    );
}

/// What a manifest with this entry among its required keys is warned of: message, help and what is
/// blamed.
fn warnings(entry: &str) -> Vec<(String, String, String)> {
    let text = format!(
        r#"{{ "name": "a", "version": "1.0.0", "description": "a", "category": "ai", "language":
        "typescript", "runtime": "cloudflare-worker", "license": "MIT", "entrypoint": "a.ts", {entry} }}"#
    );
    let report = Manifest::check(text.as_bytes()).into_parts().1;
    assert!(report.is_ok(), "{report}");
    let blamed = |finding: &Finding| text[finding.span().unwrap().range()].to_owned();
    report.findings().iter().map(|one| (one.message(), one.help(), blamed(one))).collect()
}

#[test]
#[rustfmt::skip]
fn segments_of_a_route_that_do_not_match() {
    let twice = "give each parameter a name of its own, such as `:postId`";
    let name = "add a name, such as `:id`, or remove the `:`";
    let inner = "use a parameter, such as `:file`, or `*` as a whole segment, such as `/files/*`";
    for (path, blamed, message, help) in [
        ("/users/:id/posts/:id", ":id", "duplicate parameter `:id` in the route path", twice),
        ("/:", ":", "missing parameter name after `:` in `:`", name),
        ("/a/:/b", ":", "missing parameter name after `:` in `:`", name),
        ("/a::b", "a::b", "missing parameter name after `:` in `a::b`", name),
        ("/:*", ":*", "missing parameter name after `:` in `:*`", name),
        ("/a*b", "a*b", "the wildcard in `a*b` is not a whole segment or at the end of the path", inner),
        ("/a*/b", "a*", "the wildcard in `a*` is not a whole segment or at the end of the path", inner),
        ("/\\u003aid/:id", ":id", "duplicate parameter `:id` in the route path", twice),
        ("/users/:id/posts/:postId", "", "", ""),
        ("/*/a/*/", "", "", ""),
        ("/a*", "", "", ""),
        ("/v1/users:batch", "", "", ""),
    ] {
        let found = warnings(&format!(r#""routePath": "{path}", "routeExport": "a""#));
        let expected = [(message.to_owned(), help.to_owned(), blamed.to_owned())];
        assert_eq!(found, if message.is_empty() { &[] } else { &expected[..] }, "{path}");
    }
}

#[test]
#[rustfmt::skip]
fn exports_that_clash() {
    let declared = "is usually declared in the file that imports it";
    let global = "is a global of JavaScript or Workers, which the import would shadow";
    for (name, why) in [
        ("app", declared), ("Hono", declared), ("Promise", global), ("fetch", global), ("Response", global),
        ("console", global), ("caches", global), ("URL", global), ("crypto", global), ("parseInt", global),
        ("App", ""), ("hono", ""), ("fetchRoute", ""), ("route", ""),
    ] {
        let found = warnings(&format!(r#""routePath": "/a", "routeExport": "{name}""#));
        let help = "use a more specific name, such as `imageRoute`";
        let expected = [(format!("`{name}` {why}"), help.to_owned(), format!("\"{name}\""))];
        assert_eq!(found, if why.is_empty() { &[] } else { &expected[..] }, "{name}");
    }
}

#[test]
#[rustfmt::skip]
fn dependencies_that_the_runtime_has() {
    for (item, name) in [
        ("fs", "fs"), ("http", "http"), ("crypto", "crypto"), ("child_process", "child_process"),
        ("worker_threads@1", "worker_threads"), ("path", "path"),
        ("buffer", ""), ("events", ""), ("process", ""), ("punycode", ""), ("url", ""), ("util", ""), ("assert", ""),
        ("hono", ""), ("@types/fs", ""), ("sqlite", ""),
    ] {
        let found = warnings(&format!(r#""npmDependencies": ["hono-a", "{item}"]"#));
        let message = format!("`{name}` is a module of Node.js itself, not a package");
        let help = format!("remove it, and import `node:{name}` with the compatibility flag `nodejs_compat`");
        let expected = [(message, help, format!("\"{item}\""))];
        assert_eq!(found, if name.is_empty() { &[] } else { &expected[..] }, "{item}");
    }
    for (text, of) in [("node:fs", "Node.js"), ("cloudflare:workers", "Workers"), ("cloudflare:sockets", "Workers")] {
        let error = NpmDependency::new(text).unwrap_err();
        let message = format!("invalid npm dependency `{text}`: it is a module of {of} itself and not a package");
        assert_eq!(error.to_string(), message);
        assert_eq!(error.help(), "remove it: the runtime has this module");
    }
}

/// Of two versions of a package, the more exact one is kept.
#[test]
#[rustfmt::skip]
fn a_package_is_listed_once() {
    for (list, found, help, fixed, certain) in [
        (r#"["drizzle-orm", "drizzle-orm@^0.30.0"]"#, "`drizzle-orm@^0.30.0` is listed twice, first as `drizzle-orm`",
            "keep `drizzle-orm@^0.30.0`", r#"["drizzle-orm@^0.30.0"]"#, true),
        (r#"["drizzle-orm@^0.30.0", "drizzle-orm"]"#, "`drizzle-orm` is listed twice, first as `drizzle-orm@^0.30.0`",
            "keep `drizzle-orm@^0.30.0`", r#"["drizzle-orm@^0.30.0"]"#, true),
        (r#"["a", "a"]"#, "`a` is listed twice", "remove it", r#"["a"]"#, true),
        (r#"["a@1", "a@1"]"#, "`a@1` is listed twice", "remove it", r#"["a@1"]"#, true),
        (r#"["b", "a@^1.0.0", "c", "a@1.2.0"]"#, "`a@1.2.0` is listed twice, first as `a@^1.0.0`",
            "keep `a@1.2.0`", r#"["b", "c", "a@1.2.0"]"#, false),
        (r#"["a@latest", "b", "a@1.x"]"#, "`a@1.x` is listed twice, first as `a@latest`",
            "keep `a@1.x`", r#"["b", "a@1.x"]"#, false),
        (r#"["a@~1.2.0", "a@^1.2.0"]"#, "`a@^1.2.0` is listed twice, first as `a@~1.2.0`",
            "keep `a@~1.2.0`", r#"["a@~1.2.0"]"#, false),
        (r#"["a@^1.0.0", "a@^2.0.0"]"#, "`a@^2.0.0` is listed twice, first as `a@^1.0.0`", "keep one of them", "", false),
    ] {
        let text = format!("{{ \"npmDependencies\": {list} }}");
        let report = Manifest::check(text.as_bytes()).into_parts().1;
        let code = Code::DuplicateEntry;
        let findings: Vec<_> = report.findings().iter().filter(|one| one.code() == code).collect();
        assert_eq!(findings.len(), 1, "{list}");
        assert_eq!(findings[0].message(), format!("the dependency {found}"));
        assert_eq!(findings[0].help(), help, "{list}");
        let fix = findings[0].fix().map(|fix| {
            let mut fixed = text.clone();
            fixed.replace_range(fix.edits[0].span.range(), "");
            (fixed, fix.certain)
        });
        let expected = (format!("{{ \"npmDependencies\": {fixed} }}"), certain);
        assert_eq!(fix, (!fixed.is_empty()).then_some(expected), "{list}");
    }
}

#[test]
fn of_an_address_the_path_is_proposed() {
    for (text, path) in [
        ("https://example.com/api/x", Some("/api/x")),
        ("http://x/y", Some("/y")),
        ("api/x", Some("/api/x")),
    ] {
        let suggestion = RoutePath::new(text).unwrap_err().suggestion();
        let suggestion = suggestion.map(|suggestion| suggestion.text);
        assert_eq!(suggestion.as_deref(), path, "{text}");
    }
}

#[test]
#[rustfmt::skip]
fn route_export() {
    takes::<RouteExport>(&[
        "a",
        "_",
        "$",
        "imageRoute",
        "async",
        "of",
        "get",
        "type",
        "Let",
        "Undefined",
        &"a".repeat(128),
    ]);
    let rule = "give the name that the entrypoint exports: a letter, `_` or `$`, then letters, digits, `_` or `$`, such as `imageRoute`";
    refuses::<RouteExport>(
        Code::InvalidRouteExport,
        &[
            ("", "the route export is empty", rule),
            ("image-route", "invalid route export `image-route`: `-` is not allowed here (character 6)", "did you mean `imageRoute`?"),
            ("2fa", "invalid route export `2fa`: it starts with a digit", rule),
            ("é", "invalid route export `é`: `é` is not allowed here (character 1)", rule),
            ("default", "invalid route export `default`: it is a reserved word", "did you mean `defaultRoute`?"),
            ("a as b", "invalid route export `a as b`: a space is not allowed here (character 2)", rule),
            ("undefined", "invalid route export `undefined`: it is a constant of JavaScript", rule),
            ("NaN", "invalid route export `NaN`: it is a constant of JavaScript", rule),
            ("Infinity", "invalid route export `Infinity`: it is a constant of JavaScript", rule),
        ],
    );
    for word in [
        "await",
        "eval",
        "arguments",
        "let",
        "static",
        "yield",
        "enum",
        "implements",
        "package",
        "null",
        "true",
        "this",
        "typeof",
    ] {
        let error = RouteExport::new(word).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("invalid route export `{word}`: it is a reserved word")
        );
    }
}

#[test]
#[rustfmt::skip]
fn npm_dependency() {
    takes::<NpmDependency>(&[
        "hono",
        "a",
        "7zip",
        "lodash.merge",
        "@scope/pkg",
        "@a/b.c_d-e",
        "stripe@^14.2.0",
        "zod@latest",
        "zod@3",
        "zod@3.x",
        "zod@3.22.x",
        "zod@~1.2",
        "zod@1.0.0-beta.1+b",
        "zod@9007199254740991",
        "zod@9007199254740991.0.0",
        "@scope/pkg@^1",
        "react@next-11",
        "x@x",
        "http",
        "file.tar.bz2",
        "zod@1.x.X",
        "zod@0.x",
        &"a".repeat(214),
        &format!("{}@1", "a".repeat(214)),
        &format!("@{}/b@latest", "a".repeat(211)),
    ]);
    let rule = "give a package of the npm registry, with or without a version, such as `hono`, `@scope/pkg` or `stripe@^14.2.0`";
    let slash = "npm takes a slash without a scope for a path or repository";
    let ending = "npm takes this ending for a file";
    let url = "it is a URL, a path or an alias and not a package of the registry";
    let version = "invalid version after the `@`, expected an exact version, `^` or `~` range, x-range or dist-tag";
    let start = "a part of the name starts with `-`, `.` or `_`";
    for (text, why, help) in [
        ("Hono", "`H` is not allowed here (character 1)", rule),
        ("JSONStream", "`J` is not allowed here (character 1)", rule),
        ("JSONStream@1.3.5", "`J` is not allowed here (character 1)", rule),
        ("hono zod", "a space is not allowed here (character 5)", rule),
        ("hono; rm -rf /", slash, rule),
        ("hono;x", "`;` is not allowed here (character 5)", rule),
        ("-g", start, rule),
        (".a", start, rule),
        ("@a/_b", start, rule),
        ("@-a/b", start, rule),
        ("@a", "a scope needs a slash and a package after it", rule),
        ("@a/", "a part of the name is empty", rule),
        ("@/b", "a part of the name is empty", rule),
        ("@a/b/c", "a name has one scope at the most", rule),
        ("node_modules", "npm does not allow this name", rule),
        ("favicon.ico", "npm does not allow this name", rule),
        ("a.tgz", ending, rule),
        ("a.tar.gz", ending, rule),
        ("a.tar-gz", ending, rule),
        ("@a/b.tar", ending, rule),
        ("a@b.tgz", ending, rule),
        ("a@1.0.0-x.TGZ", ending, rule),
        ("honojs/hono", slash, rule),
        ("./a", slash, rule),
        ("git+ssh://git@host/a", url, rule),
        ("npm:hono@4", url, "did you mean `hono@4`?"),
        ("a@npm:b", url, rule),
        ("a@", "missing version after the `@`", "did you mean `a`?"),
        ("a@*", version, "did you mean `a`?"),
        ("a@>=1", version, rule),
        ("a@^", version, rule),
        ("a@1.2.3.4", version, rule),
        ("a@1 || 2", version, rule),
        ("a@01", version, rule),
        ("a@01.x", version, rule),
        ("a@9007199254740992", version, rule),
        ("a@0.9007199254740992.x", version, rule),
        ("a@0.0.9007199254740992", version, rule),
        ("a@1.x.0", version, rule),
        ("a@^x.1", version, rule),
        ("a@1.", version, rule),
        ("a@-x", version, rule),
        ("a@1@2", version, rule),
        ("a@$(x)", version, rule),
        ("zod 3.22.0", "a space is not allowed here (character 4)", "did you mean `zod@3.22.0`?"),
    ] {
        let error = NpmDependency::new(text).unwrap_err();
        assert_eq!(error.to_string(), format!("invalid npm dependency `{text}`: {why}"));
        assert_eq!(error.help(), help, "{text:?}");
        assert_eq!(error.code(), Code::InvalidNpmDependency);
    }
    for text in [
        "a".repeat(215),
        format!("{}@1", "a".repeat(215)),
        format!("@{}/b@latest", "a".repeat(212)),
        format!("{}/@1", "a".repeat(214)),
    ] {
        let error = NpmDependency::new(&text).unwrap_err().to_string();
        assert!(error.ends_with("it has 215 characters; the limit is 214"), "{error}");
    }
    assert!(NpmDependency::new("").is_err());
    for (name, version) in [("a", None), ("@a/b", None), ("a", Some("1.x")), ("@a/b", Some("x"))] {
        let text = version.map_or(name.to_owned(), |version| format!("{name}@{version}"));
        let package = NpmDependency::new(&text).unwrap();
        assert_eq!((package.name(), package.version()), (name, version));
    }
}

#[test]
#[rustfmt::skip]
fn env_var() {
    takes::<EnvVar>(&["A", "_", "api_key", "A1", &"A".repeat(128)]);
    let rule =
        "give the name alone: a letter or `_`, then letters, digits or `_`, such as `API_KEY`";
    let name = "only the name belongs here";
    refuses::<EnvVar>(
        Code::InvalidEnvVar,
        &[
            ("", "the environment variable is empty", rule),
            ("A=hunter2", &format!("invalid environment variable `A=…`: {name}"), "did you mean `A`?"),
            ("A = hunter2", &format!("invalid environment variable `A=…`: {name}"), "did you mean `A`?"),
            ("A: hunter2", &format!("invalid environment variable `A=…`: {name}"), "did you mean `A`?"),
            ("=hunter2", &format!("invalid environment variable `=…`: {name}"), rule),
            ("A hunter2", "invalid environment variable `A…`: a space is not allowed here (character 2)", rule),
            ("1A", "invalid environment variable `1A`: it starts with a digit", rule),
            ("MY-VAR", "invalid environment variable `MY-VAR`: `-` is not allowed here (character 3)", "did you mean `MY_VAR`?"),
            ("${HOME}", "invalid environment variable `${HOME}`: `$` is not allowed here (character 1)", "did you mean `HOME`?"),
            ("%HOME%", "invalid environment variable `%HOME%`: `%` is not allowed here (character 1)", "did you mean `HOME`?"),
            ("process.env.HOME", "invalid environment variable `process.env.HOME`: `.` is not allowed here (character 8)", "did you mean `HOME`?"),
            ("é", "invalid environment variable `…`: `é` is not allowed here (character 1)", rule),
            ("tok-hunter2-0123456789-0123456789-x", "invalid environment variable `tok…`: `-` is not allowed here (character 4)", rule),
            ("tok-hunter2", "invalid environment variable `tok…`: `-` is not allowed here (character 4)", rule),
            ("Tok.HUNTER", "invalid environment variable `Tok…`: `.` is not allowed here (character 4)", rule),
            ("aHVudGVyMg==", "invalid environment variable `aHVudGVy…`: `=` is not allowed here (character 11)", rule),
            (&"LONGEST_NAME.".repeat(3)[..32], "invalid environment variable `LONGEST_NAME.LONGEST_NAME.LONGES`: `.` is not allowed here (character 13)", rule),
            (&"LONGEST_NAME.".repeat(3)[..33], "invalid environment variable `LONGEST_…`: `.` is not allowed here (character 13)", rule),
        ],
    );
    for text in ["A=hunter2", "A hunter2 ", "tok-0123456789-0123456789-hunter2"] {
        let error = EnvVar::new(text).unwrap_err();
        assert!(!format!("{error:?} {error} {}", error.help()).contains("hunter2"), "{error:?}");
    }
    assert!(EnvVar::new(&"A".repeat(129)).is_err());
}

#[test]
#[rustfmt::skip]
fn newtypes_are_texts_to_serde_too() {
    let slug: Slug = serde_json::from_str(r#""image-resizer""#).unwrap();
    assert_eq!(serde_json::to_string(&slug).unwrap(), r#""image-resizer""#);
    let error = serde_json::from_str::<Slug>(r#""Image""#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid name `Image`: `I` is not allowed here (character 1)"
    );
    assert_eq!(serde_json::from_str::<Category>(r#""m\u0065dia""#).unwrap(), Category::Media);
    assert_eq!(Slug::try_from("a").unwrap(), Slug::try_from("a".to_owned()).unwrap());
    assert_eq!(Slug::new("a").unwrap().as_ref(), "a");
    assert_eq!(format!("{:>3}", Slug::new("a").unwrap()), "  a");
}

#[test]
fn hub_urls_have_the_username_in_one_part() {
    let slug = Slug::new("image-resizer").unwrap();
    for (username, part) in [
        ("you", "you"),
        ("A_b-c~1.2", "A_b-c~1.2"),
        ("..", "%2E%2E"),
        ("../evil", "..%2Fevil"),
        ("a b?c#d%", "a%20b%3Fc%23d%25"),
        ("zoë", "zo%C3%AB"),
    ] {
        let url = format!("https://hub.aerostack.dev/functions/{part}/image-resizer");
        assert_eq!(slug.hub_url(username), url);
    }
}
