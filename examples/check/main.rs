//! Checks functions and manifests: `cargo run --example check -- [OPTION]... [PATH]...`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

mod fix;
mod visible;

use aerostack_manifest::emit::{self, BasePath};
use aerostack_manifest::{
    Code, Directory, Finding, Function, Level, Levels, Manifest, Report, SCHEMA_JSON,
};
use lexopt::ValueExt as _;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::fix::FixedManifest;
use crate::visible::{escaped_json, visible};

const USAGE: &str = "\
Usage: check [OPTION]... [PATH]...

Checks Aerostack functions. A PATH is a function's directory, an aerostack.json (the manifest
alone, without the function's other files) or `-` (a manifest on standard input); without any it
is the current directory.

Options:
  --format FORMAT       human: findings for people (default)
                        json: one line of JSON for each PATH
                        github: workflow commands that GitHub Actions makes annotations of
                        gitlab: a Code Quality report of GitLab
                        sarif: a SARIF 2.1.0 log
  --fix                 apply the fixes that are certain, and list them
  --diff                show what --fix would change
  --deny CODE           take a warning for an error
  --allow CODE          do not report a warning
  --deny-warnings       fail on warnings too
  --schema              print the JSON Schema of aerostack.json, for editors, and check nothing
  --explain [CODE]      print what a code means, or every code with a line on each
  -h, --help            print this

Exit status: 0 without errors, 1 with, 2 for wrong usage or a PATH that is not there.
";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Human,
    Json,
    Github,
    Gitlab,
    Sarif,
}

enum Command {
    Check(Options),
    Print(String),
}

/// What to do with the fixes that are certain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FixMode {
    Nothing,
    Show,
    Write,
}

struct Options {
    format: Format,
    levels: Levels,
    fix: FixMode,
    deny_warnings: bool,
    paths: Vec<String>,
}

fn main() -> ExitCode {
    let options = match parse_arguments() {
        Ok(Command::Check(options)) => options,
        Ok(Command::Print(text)) => {
            return match io::stdout().write_all(text.as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => stop(&error),
            };
        }
        Err(error) => {
            eprintln!("check: {}\n\n{USAGE}", visible(&error.to_string()));
            return ExitCode::from(2);
        }
    };
    let mut out = Output {
        out: BufWriter::new(io::stdout().lock()),
        format: options.format,
        has_color: io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        reports: Vec::new(),
    };
    let mut status = 0;
    let (mut errors, mut warnings) = (0, 0);
    for path in &options.paths {
        match fix(path, &options, &mut out) {
            Ok(true) => {}
            Ok(false) => status = 2,
            Err(error) => return stop(&error),
        }
        let (manifest, report) = match check(path, &options.levels) {
            Ok(checked) => checked,
            Err(error) => {
                eprintln!("check: {}: {error}", visible(path));
                status = 2;
                continue;
            }
        };
        errors += report.errors().count();
        warnings += report.warnings().count();
        for (code, count) in report.omitted() {
            let is_error = options.levels.level(*code) == Level::Deny;
            *(if is_error { &mut errors } else { &mut warnings }) += count;
        }
        if let Err(error) = out.write(path, manifest.as_ref(), report) {
            return stop(&error);
        }
    }
    let checked = options.paths.len();
    if let Err(error) = out.finish(checked, errors, warnings) {
        return stop(&error);
    }
    if errors > 0 || (options.deny_warnings && warnings > 0) {
        status = status.max(1);
    }
    ExitCode::from(status)
}

/// A reader that went away (`check … | head`) is no error; a full disk is.
fn stop(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprintln!("check: cannot write the findings: {error}");
    ExitCode::from(2)
}

fn parse_arguments() -> Result<Command, lexopt::Error> {
    use lexopt::Arg::{Long, Short, Value};

    let mut options = Options {
        format: Format::Human,
        levels: Levels::default(),
        fix: FixMode::Nothing,
        deny_warnings: false,
        paths: Vec::new(),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("format") => {
                options.format = parser.value()?.parse_with(|name| match name {
                    "human" => Ok(Format::Human),
                    "json" => Ok(Format::Json),
                    "github" => Ok(Format::Github),
                    "gitlab" => Ok(Format::Gitlab),
                    "sarif" => Ok(Format::Sarif),
                    _ => Err("the formats are `human`, `json`, `github`, `gitlab` and `sarif`"),
                })?;
            }
            // Who asks for a preview gets no more.
            Long("fix") if options.fix == FixMode::Show => {}
            Long("fix") => options.fix = FixMode::Write,
            Long("diff") => options.fix = FixMode::Show,
            Long("deny") => set_level(&mut options.levels, &mut parser, Level::Deny)?,
            Long("allow") => set_level(&mut options.levels, &mut parser, Level::Allow)?,
            Long("deny-warnings") => options.deny_warnings = true,
            Long("schema") => return Ok(Command::Print(SCHEMA_JSON.to_owned())),
            Long("explain") => {
                return match parser.value() {
                    Ok(code) => Ok(Command::Print(explain(&code.string()?)?)),
                    Err(lexopt::Error::MissingValue { .. }) => Ok(Command::Print(every_code())),
                    Err(error) => Err(error),
                };
            }
            Long("help") | Short('h') => return Ok(Command::Print(USAGE.to_owned())),
            Value(path) => options.paths.push(path.string()?),
            _ => return Err(argument.unexpected()),
        }
    }
    if options.paths.is_empty() {
        options.paths.push(".".to_owned());
    }
    if options.fix != FixMode::Nothing && options.paths.iter().any(|path| path == "-") {
        return Err("standard input cannot be fixed; name a file".into());
    }
    Ok(Command::Check(options))
}

fn set_level(
    levels: &mut Levels,
    parser: &mut lexopt::Parser,
    level: Level,
) -> Result<(), lexopt::Error> {
    let parse = |name: &str| name.to_uppercase().parse().or_else(|_| name.parse());
    let code: Code = parser.value()?.parse_with(parse)?;
    levels.set(code, level).map_err(|error| lexopt::Error::Custom(Box::new(error)))
}

/// Applies or shows the fixes for a path, if that is asked for. Returns whether it could.
fn fix(path: &str, options: &Options, out: &mut Output<'_, impl Write>) -> io::Result<bool> {
    if options.fix == FixMode::Nothing {
        return Ok(true);
    }
    let told = FixedManifest::new(path, || Ok(check(path, &options.levels)?.1)).and_then(|fixed| {
        let Some(fixed) = fixed else { return Ok(None) };
        if options.fix == FixMode::Show {
            return Ok(Some(fixed.diff()));
        }
        fixed.write()?;
        Ok(Some(fixed.summary()))
    });
    match told {
        Ok(Some(told)) => out.tell(&told).map(|()| true),
        Ok(None) => Ok(true),
        Err(error) => {
            eprintln!("check: cannot fix {}: {error}; it is unchanged", visible(path));
            Ok(false)
        }
    }
}

/// The page of a code in any letter case.
fn explain(code: &str) -> Result<String, String> {
    match code.to_ascii_uppercase().parse::<Code>() {
        Ok(code) => Ok(format!("{}\n", code.explanation())),
        Err(error) => Err(match error.nearest() {
            Some(nearest) => format!("{error}; did you mean `{nearest}`?"),
            None => format!("{error}; `--explain` alone lists them"),
        }),
    }
}

fn every_code() -> String {
    let line = |code: &Code| format!("{:24}{}\n", code.as_str(), code.explanation().title);
    Code::ALL.iter().map(line).collect()
}

/// Checks what a path names. An error says that nothing is there to check.
fn check(path: &str, levels: &Levels) -> io::Result<(Option<Manifest>, Report)> {
    if path == "-" {
        return manifest(io::stdin().lock(), levels);
    }
    // Follows links and sees pipes, so that `check <(jq … aerostack.json)` works.
    if fs::metadata(Path::new(path))?.is_dir() {
        let checked = Function::check(&Directory::new(path)).with_levels(levels);
        let (function, report) = checked.into_parts();
        return Ok((function.map(|function| function.manifest().clone()), report));
    }
    manifest(fs::File::open(path)?, levels)
}

fn manifest(input: impl io::Read, levels: &Levels) -> io::Result<(Option<Manifest>, Report)> {
    // One byte more than a manifest may have shows that it has too many.
    let mut bytes = Vec::new();
    input.take(Manifest::MAX_SIZE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Manifest::check(&bytes).with_levels(levels).into_parts())
}

struct Output<'p, W> {
    out: W,
    format: Format,
    has_color: bool,
    /// What goes into one document.
    reports: Vec<(BasePath<'p>, Report)>,
}

fn origin(path: &str) -> BasePath<'_> {
    match path {
        "-" => BasePath::Directory("."),
        _ if Path::new(path).is_dir() => BasePath::Directory(path),
        _ => BasePath::Manifest(path),
    }
}

/// The parts of a function that are not looked at: a manifest alone is not a function.
fn unchecked(path: &str) -> &'static [&'static str] {
    if path != "-" && Path::new(path).is_dir() { &[] } else { &["entrypoint", "README.md"] }
}

/// What `--format json` writes for each path.
#[derive(Serialize)]
struct Line<'a> {
    path: String,
    ok: bool,
    findings: &'a [Finding],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    omitted: BTreeMap<Code, usize>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unchecked: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest: Option<Box<RawValue>>,
}

/// A manifest as JSON without secrets.
fn shown(manifest: &Manifest) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(Manifest::redact(&serde_json::to_string(manifest)?))
}

impl<'p, W: Write> Output<'p, W> {
    /// Prints what becomes of a file, beside the findings.
    fn tell(&mut self, text: &str) -> io::Result<()> {
        match self.format {
            Format::Human => writeln!(self.out, "{text}"),
            // Standard output is for the findings.
            _ => writeln!(io::stderr(), "{text}"),
        }
    }

    fn write(
        &mut self,
        path: &'p str,
        manifest: Option<&Manifest>,
        report: Report,
    ) -> io::Result<()> {
        match self.format {
            Format::Human => self.write_human(path, manifest, &report),
            Format::Json => {
                let (ok, findings) = (report.is_ok(), report.findings());
                let omitted = report.omitted().iter().copied().collect();
                let (path, unchecked) = (visible(path), unchecked(path));
                let manifest = manifest.map(shown).transpose()?;
                let line = Line { path, ok, findings, omitted, unchecked, manifest };
                writeln!(self.out, "{}", escaped_json(&serde_json::to_string(&line)?))
            }
            Format::Github | Format::Gitlab | Format::Sarif => {
                self.reports.push((origin(path), report));
                Ok(())
            }
        }
    }

    fn write_human(
        &mut self,
        path: &str,
        manifest: Option<&Manifest>,
        report: &Report,
    ) -> io::Result<()> {
        if !report.is_empty() {
            let report = report.display().color(self.has_color);
            let report = match origin(path) {
                BasePath::Directory(directory) => report.within(directory),
                _ => report.manifest_path(path),
            };
            writeln!(self.out, "{report}\n")?;
        }
        if let Some(manifest) = manifest {
            let (name, version) = (manifest.name(), manifest.version());
            let shown = visible(path);
            match unchecked(path) {
                [] => writeln!(self.out, "{shown}: {name} {version} is valid")?,
                files => writeln!(
                    self.out,
                    "{shown}: the manifest of {name} {version} is valid; not checked: {}",
                    files.join(", ")
                )?,
            }
        }
        Ok(())
    }

    fn finish(&mut self, paths: usize, errors: usize, warnings: usize) -> io::Result<()> {
        if self.format == Format::Human && (paths > 1 || errors + warnings > 0) {
            let count = |count, noun| match count {
                1 => format!("1 {noun}"),
                _ => format!("{count} {noun}s"),
            };
            let (errors, warnings) = (count(errors, "error"), count(warnings, "warning"));
            writeln!(self.out, "{} checked: {errors}, {warnings}", count(paths, "path"))?;
        }
        let reports: Vec<_> =
            self.reports.iter().map(|(origin, report)| (*origin, report)).collect();
        let document = match self.format {
            Format::Human | Format::Json => String::new(),
            Format::Github => emit::github(&reports),
            Format::Gitlab => emit::gitlab(&reports),
            Format::Sarif => emit::sarif(&reports),
        };
        self.out.write_all(document.as_bytes())?;
        self.out.flush()
    }
}
