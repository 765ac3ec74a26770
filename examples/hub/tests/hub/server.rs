//! A Hub of its own for each test: a process on a free port, with a database in a directory that is
//! gone at the end.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use aerostack_manifest::wire::ErrorResponse;
use serde_json::Value;

pub(crate) const CI_PUBLISH: &str = "/api/community/functions/ci/publish";

pub(crate) struct Hub {
    descriptors: u32,
    options: Vec<String>,
    directory: PathBuf,
    server: Child,
    pub(crate) address: String,
}

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Hub {
    pub(crate) fn start(name: &str) -> Self {
        Self::start_with(name, 1024, &[])
    }

    /// Starts a server that may have so many files and connections open.
    pub(crate) fn start_with(name: &str, descriptors: u32, options: &[&str]) -> Self {
        let directory =
            std::env::temp_dir().join(format!("aerostack-hub-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).unwrap();
        let options: Vec<_> = options.iter().map(|&option| option.to_owned()).collect();
        let (server, address) = serve(&directory, descriptors, &options);
        Self { descriptors, options, directory, server, address }
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Kills the server without a warning.
    pub(crate) fn stop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }

    /// Kills the server without a warning and starts another one on the same database.
    pub(crate) fn restart(&mut self) {
        self.stop();
        (self.server, self.address) = serve(&self.directory, self.descriptors, &self.options);
    }

    /// Runs a command of the Hub's beside the server and returns what it prints.
    pub(crate) fn run(&self, words: &[&str]) -> String {
        let output = command(&self.directory).args(words).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A new key for an account.
    pub(crate) fn key(&self, account: &str) -> String {
        self.run(&["account", account])
    }

    pub(crate) fn post(&self, path: &str, key: &str, body: impl ureq::AsSendBody) -> Response {
        self.post_with(path, if key.is_empty() { &[] } else { std::slice::from_ref(&key) }, body)
    }

    pub(crate) fn ci_publish(&self, key: &str, body: impl ureq::AsSendBody) -> Response {
        self.post(CI_PUBLISH, key, body)
    }

    /// Sends a header for each of the keys.
    pub(crate) fn post_with(
        &self,
        path: &str,
        keys: &[&str],
        body: impl ureq::AsSendBody,
    ) -> Response {
        let mut request = agent().post(format!("{}{path}", self.address));
        for key in keys {
            request = request.header("x-api-key", *key);
        }
        Response::of(request.send(body).unwrap())
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        Response::of(agent().get(format!("{}{path}", self.address)).call().unwrap())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

impl Response {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let status = response.status().as_u16();
        let body = response.body_mut().read_json().unwrap();
        Self { status, body }
    }

    /// The answer to a refused request: status, code, message and help.
    pub(crate) fn refusal(&self) -> (u16, String, String, String) {
        let answer: ErrorResponse = serde_json::from_value(self.body.clone()).unwrap();
        let details = answer.details().unwrap_or_default().to_owned();
        (self.status, answer.code().to_string(), answer.message().to_owned(), details)
    }

    /// The codes of everything that was found, whether the request was refused or not.
    pub(crate) fn codes(&self) -> Vec<String> {
        let findings = self.body.pointer("/error/findings").or(self.body.pointer("/findings"));
        let findings =
            findings.and_then(Value::as_array).unwrap_or_else(|| panic!("{}", self.body));
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}

fn command(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
    command.arg("--database").arg(directory.join("hub.sqlite3"));
    command
}

/// Starts the server and waits until it says where it listens.
fn serve(directory: &Path, descriptors: u32, options: &[String]) -> (Child, String) {
    // Root loses its right to write to what is read-only.
    const START: &str = r#"
        ulimit -n "$1" && shift
        [ "$(id -u)" != 0 ] || set -- setpriv --bounding-set=-dac_override "$@"
        exec "$@"
    "#;
    let mut command = Command::new("bash");
    command.args(["-c", START, "bash", &descriptors.to_string()]);
    let hub = self::command(directory);
    command.arg(hub.get_program()).args(hub.get_args());
    command.args(["--listen", "127.0.0.1:0"]).args(options).stdout(Stdio::piped());
    let mut server = command.spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|line| Some(line.strip_prefix("listening on ")?.to_owned()));
    match address {
        Some(address) => (server, address),
        None => panic!("the server did not start: {}", server.wait().unwrap()),
    }
}
