//! Fixing manifests on the disk.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use aerostack_manifest::{Finding, Fixed, Manifest, Report};
use similar::TextDiff;

use crate::visible::{visible, visible_line};

/// A manifest with its fixes applied.
pub(crate) struct FixedManifest {
    path: PathBuf,
    text: String,
    fixed: Fixed,
}

impl FixedManifest {
    /// Fixes the manifest of a directory or file in memory, if it has certain fixes. `check` reports on
    /// its text as it is now.
    pub(crate) fn new(
        path: &str,
        check: impl Fn() -> io::Result<Report>,
    ) -> io::Result<Option<Self>> {
        let path = Path::new(path);
        let path = if path.is_dir() { path.join("aerostack.json") } else { path.to_owned() };
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Err(io::Error::other("only a regular file can be fixed")),
            Err(_) => return Ok(None),
        }
        let report = check()?;
        if !report.findings().iter().any(|finding| finding.fix().is_some_and(|fix| fix.certain)) {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            ErrorKind::InvalidData => io::Error::other("it is not UTF-8"),
            _ => error,
        })?;
        if check()? != report {
            return Err(io::Error::other("it changed while it was checked"));
        }
        let fixed = report.fix(&text);
        Ok((!fixed.fixed.is_empty()).then_some(Self { path, text, fixed }))
    }

    /// What would change, as `diff -u` shows it, without secrets.
    pub(crate) fn diff(&self) -> String {
        let path = visible(&self.path.display().to_string());
        let (old, new) = (Manifest::redact(&self.text), Manifest::redact(&self.fixed.text));
        let diff = TextDiff::from_lines(&old, &new);
        let diff = diff.unified_diff().header(&path, &path).to_string();
        // What is in a file must not drive a terminal, nor a CI runner.
        diff.split_inclusive('\n').map(visible_line).collect()
    }

    /// Lists the findings that are fixed, one per line.
    pub(crate) fn summary(&self) -> String {
        let path = self.path.display().to_string();
        let lines = self.fixed.fixed.iter().map(|finding| {
            format!("  {}: {}; {}\n", finding.code(), finding.message(), done(finding))
        });
        format!("{}: fixed\n{}", visible(&path), lines.collect::<String>())
    }

    /// Replaces the file with the fixed text, atomically.
    pub(crate) fn write(&self) -> io::Result<()> {
        // A link stays a link; the file that it leads to is replaced.
        let path = self.path.canonicalize()?;
        let permissions = fs::metadata(&path)?.permissions();
        if permissions.readonly() {
            return Err(io::Error::other("it is read-only"));
        }
        let (temporary, mut file) = create_beside(&path)?;
        let written = (|| {
            file.set_permissions(permissions)?;
            file.write_all(self.fixed.text.as_bytes())?;
            file.sync_all()?;
            // An editor may have saved meanwhile.
            if fs::read(&path)? != self.text.as_bytes() {
                return Err(io::Error::other("it changed while it was fixed"));
            }
            fs::rename(&temporary, &path)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

/// A new file in the folder of another one.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    const ATTEMPTS: u32 = 100;
    let mut attempt = 0;
    loop {
        let name = format!(".aerostack.json.{}-{attempt}.tmp", std::process::id());
        let temporary = path.with_file_name(name);
        match File::create_new(&temporary) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < ATTEMPTS => {
                attempt += 1;
            }
            created => return created.map(|file| (temporary, file)),
        }
    }
}

/// What the fix of a finding did.
fn done(finding: &Finding) -> String {
    let fix = finding.fix();
    match fix.as_ref().and_then(|fix| fix.edits.first()) {
        Some(edit) if edit.text.is_empty() => "removed".to_owned(),
        Some(edit) if edit.span.start == edit.span.end => {
            let added = edit.text.trim_matches([',', ' ', '\t', '\r', '\n']);
            format!("added `{}`", visible(added))
        }
        Some(edit) => format!("wrote `{}`", visible(edit.text.trim_matches('"'))),
        None => finding.help(),
    }
}
