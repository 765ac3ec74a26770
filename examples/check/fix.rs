//! Mending manifests on the disk.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use aerostack_manifest::{Fixed, Manifest, Report};
use similar::TextDiff;

/// A manifest that can be mended.
pub(crate) struct Mendable {
    path: PathBuf,
    text: String,
    fixed: Fixed,
}

impl Mendable {
    /// Nothing, if nothing in the manifest of a directory or file can be mended.
    pub(crate) fn new(path: &str, report: &Report) -> io::Result<Option<Self>> {
        let path = Path::new(path);
        let path = if path.is_dir() { path.join("aerostack.json") } else { path.to_owned() };
        if !report.findings().iter().any(|finding| finding.fix().is_some_and(|fix| fix.certain)) {
            return Ok(None);
        }
        // The text of the report; a file that has changed since then is mended as it is now.
        let text = fs::read_to_string(&path)?;
        let fixed = Manifest::check(text.as_bytes()).report().fix(&text);
        Ok((!fixed.mended.is_empty()).then_some(Self { path, text, fixed }))
    }

    /// What would change, as `diff -u` shows it.
    pub(crate) fn diff(&self) -> String {
        let path = self.path.display().to_string().escape_debug().to_string();
        let diff = TextDiff::from_lines(&self.text, &self.fixed.text);
        let diff = diff.unified_diff().header(&path, &path).to_string();
        // What is in a file must not drive a terminal.
        let is_plain = |c: char| matches!(c, '\n' | '\r' | '\t') || c.escape_debug().len() == 1;
        let visible = |c: char| match c {
            '"' | '\'' | '\\' => c.to_string(),
            _ if is_plain(c) => c.to_string(),
            _ => c.escape_unicode().to_string(),
        };
        diff.chars().map(visible).collect()
    }

    /// What was mended, a line each.
    pub(crate) fn summary(&self) -> String {
        let path = self.path.display().to_string();
        let mut summary = format!("{}: mended\n", path.escape_debug());
        for finding in &self.fixed.mended {
            let line = format!("  {}: {}; {}\n", finding.code(), finding.message(), finding.help());
            summary.push_str(&line);
        }
        summary
    }

    /// Puts the mended text in place of the old one: at once, or not at all.
    pub(crate) fn write(&self) -> io::Result<()> {
        // A link stays a link; the file that it leads to is replaced.
        let path = self.path.canonicalize()?;
        let permissions = fs::metadata(&path)?.permissions();
        let name = format!(".aerostack.json.{}.tmp", std::process::id());
        let temporary = path.with_file_name(name);
        let written = (|| {
            let mut file = File::create_new(&temporary)?;
            file.set_permissions(permissions)?;
            file.write_all(self.fixed.text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&temporary, &path)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}
