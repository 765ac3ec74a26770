//! The Hub over real HTTP.

mod clients;
mod server;
#[path = "../../../../tests/tree/mod.rs"]
mod tree;
mod verdicts;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::Command;
use std::thread;

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{Directory, Function};

use serde_json::{Value, json};
use server::{CI_PUBLISH, Hub, Response};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../functions/image-resizer");

/// The body of a request to publish the example, with some keys changed. `null` removes a key.
fn body(changes: &Value) -> String {
    let function = Function::check(&Directory::new(EXAMPLE)).into_result().unwrap();
    let body = CiRequest::new(function, true).to_body().unwrap();
    let mut body: Value = serde_json::from_slice(&body).unwrap();
    for (key, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(key)),
            value => body[key] = value.clone(),
        }
    }
    body.to_string()
}

fn version(version: &str) -> String {
    body(&json!({ "version": version }))
}

#[track_caller]
fn refuses(response: &Response, status: u16, code: &str, message: &str, help: &str) {
    let expected = (status, code.to_owned(), message.to_owned(), help.to_owned());
    assert_eq!(response.refusal(), expected, "{}", response.body);
}

#[track_caller]
fn accepts(response: &Response, status: u16, state: &str) -> i64 {
    assert_eq!(
        (response.status, &response.body["status"]),
        (status, &json!(state)),
        "{}",
        response.body
    );
    response.body["id"].as_i64().unwrap()
}

/// The manifest of the newest version that is live.
fn live(hub: &Hub) -> Value {
    let shown = hub.get("/functions/alice/image-resizer").body;
    serde_json::from_str(shown["manifest"].as_str().unwrap()).unwrap()
}

/// As the documentation has it for pipelines: read `aerostack.json`, take its entrypoint, add `code`,
/// `readme` and `publish`, post with the key.
#[test]
fn a_pipeline_publishes_with_curl_and_jq() {
    const PIPELINE: &str = r#"
        set -euo pipefail
        entrypoint=$(jq -r .entrypoint aerostack.json)
        jq --rawfile code "$entrypoint" --rawfile readme README.md \
            '. + { code: $code, readme: $readme, publish: true }' aerostack.json |
            curl --silent --show-error --write-out '\n%{http_code}' \
                --header "X-API-Key: $AEROSTACK_API_KEY" --header 'Content-Type: application/json' \
                --data-binary @- "$HUB/api/community/functions/ci/publish"
    "#;
    let hub = Hub::start("pipeline");
    let pipeline = |key: &str| {
        let mut bash = Command::new("bash");
        bash.args(["-c", PIPELINE]).current_dir(EXAMPLE);
        let output = bash.env("HUB", &hub.address).env("AEROSTACK_API_KEY", key).output().unwrap();
        assert!(output.status.success(), "are curl and jq installed? {output:?}");
        let output = String::from_utf8(output.stdout).unwrap();
        let (body, status) = output.rsplit_once('\n').unwrap();
        Response { status: status.parse().unwrap(), body: serde_json::from_str(body).unwrap() }
    };
    let key = hub.key("alice");
    let published = pipeline(&key);
    accepts(&published, 201, "live");
    assert_eq!(published.body["url"], "https://hub.aerostack.dev/functions/alice/image-resizer");
    assert_eq!(published.codes(), [""; 0]);
    let shown = hub.get("/functions/alice/image-resizer");
    let code = fs::read_to_string(format!("{EXAMPLE}/index.ts")).unwrap();
    assert_eq!(shown.body["code"], json!(code));
    let again = pipeline(&key);
    assert_eq!(again.codes(), ["VERSION_CONFLICT"]);
    refuses(
        &again,
        409,
        "VERSION_CONFLICT",
        "version `1.0.0` is already published",
        "bump `version` in `aerostack.json`, for example to `1.0.1`",
    );
    refuses(&pipeline("ac_0123456789"), 401, "UNAUTHORIZED", "the API key is invalid", LOGIN_AGAIN);
}

const LOGIN_AGAIN: &str = "run `aerostack login` again";

#[test]
fn each_code_of_the_hub_is_answered() {
    let hub = Hub::start("codes");
    let (alice, bob) = (hub.key("alice"), hub.key("bob"));
    refuses(
        &hub.ci_publish(&alice, body(&json!({ "category": "Media" }))),
        422,
        "INVALID_CATEGORY",
        "unknown category `Media`",
        "use `media`",
    );
    refuses(
        &hub.ci_publish(&alice, body(&json!({ "entrypoint": null }))),
        422,
        "MISSING_ENTRYPOINT",
        "missing field `entrypoint`",
        "add `\"entrypoint\": \"index.ts\"` with the path of the main source file, relative to the \
         function's directory",
    );
    refuses(
        &hub.ci_publish(&alice, body(&json!({ "code": "// soon" }))),
        422,
        "EMPTY_CODE",
        "`code` has nothing but comments",
        "add at least one exported function",
    );
    accepts(&hub.ci_publish(&alice, body(&json!({}))), 201, "live");
    refuses(
        &hub.ci_publish(&bob, body(&json!({}))),
        409,
        "DUPLICATE_SLUG",
        "the name `image-resizer` belongs to a different account",
        "rename your function, for example to `bob-image-resizer`",
    );
    refuses(
        &hub.ci_publish(&alice, body(&json!({}))),
        409,
        "VERSION_CONFLICT",
        "version `1.0.0` is already published",
        "bump `version` in `aerostack.json`, for example to `1.0.1`",
    );
    let unauthorized = |key: &str, message: &str, help: &str| {
        let response = hub.ci_publish(key, body(&json!({})));
        refuses(&response, 401, "UNAUTHORIZED", message, help);
        assert!(key.is_empty() || !response.body.to_string().contains(key));
    };
    unauthorized(
        "",
        "there is no API key",
        "run `aerostack login`, or send an account key in the header `X-API-Key`",
    );
    unauthorized(
        "ak_0123456789abcdef",
        "the API key is a project key, which may not publish",
        "use an account key, which starts with `ac_`",
    );
    unauthorized(
        "ac_0123 4567 89ab cdef",
        "the API key is not an account key",
        "give the whole account key and nothing else: `ac_` and 8 to 253 letters, digits, `_` or `-`",
    );
    unauthorized("ac_0123456789abcdef", "the API key is invalid", LOGIN_AGAIN);
    hub.run(&["revoke", "bob"]);
    unauthorized(&bob, "the API key has been revoked", LOGIN_AGAIN);
    unauthorized(&alice[..alice.len() - 1], "the API key is invalid", LOGIN_AGAIN);
    let renewed = hub.key("alice");
    unauthorized(&alice, "the API key is invalid", LOGIN_AGAIN);
    accepts(&hub.ci_publish(&renewed, version("1.0.1")), 200, "live");
}

#[test]
fn of_two_keys_none_is_taken() {
    let hub = Hub::start("two-keys");
    let key = hub.key("alice");
    for other in [&key, "ac_0123456789abcdef", ""] {
        for keys in [[&key, other], [other, &key]] {
            refuses(
                &hub.post_with(CI_PUBLISH, &keys, body(&json!({}))),
                401,
                "UNAUTHORIZED",
                "the API key is not an account key",
                "give the whole account key and nothing else: `ac_` and 8 to 253 letters, digits, `_` or `-`",
            );
        }
    }
}

#[test]
fn all_that_is_wrong_comes_in_one_answer() {
    let hub = Hub::start("findings");
    let key = hub.key("alice");
    let wrong =
        body(&json!({ "name": "Image Resizer", "license": "mit", "tag": [], "code": null }));
    let response = hub.ci_publish(&key, wrong.clone());
    assert_eq!(response.status, 422);
    let mut codes = response.codes();
    codes.sort();
    assert_eq!(codes, ["INVALID_LICENSE", "INVALID_NAME", "MISSING_FIELD", "UNKNOWN_FIELD"]);
    for finding in response.body["error"]["findings"].as_array().unwrap() {
        let at = |end: &str| usize::try_from(finding["span"][end].as_u64().unwrap()).unwrap();
        let blamed = &wrong[at("start")..at("end")];
        assert!(["{", "\"Image Resizer\"", "mit", "\"tag\""].contains(&blamed), "{finding}");
    }
}

#[test]
fn a_draft_goes_live_by_its_id() {
    let hub = Hub::start("draft");
    let (alice, bob) = (hub.key("alice"), hub.key("bob"));
    let push = |key: &str, version: &str| {
        hub.post("/api/community/functions", key, body(&json!({ "version": version })))
    };
    let publish =
        |key: &str, id: i64| hub.post(&format!("/api/community/functions/{id}/publish"), key, "");
    // `publish: true` is for pipelines: what is pushed is a draft, each time a new one.
    let first = accepts(&push(&alice, "1.0.0"), 201, "draft");
    let second = accepts(&push(&alice, "1.0.0"), 201, "draft");
    assert_ne!(first, second);
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 404);
    assert_eq!(publish(&bob, first).status, 404);
    assert_eq!(publish(&alice, 99).status, 404);
    assert_eq!(publish("", first).refusal().1, "UNAUTHORIZED");
    assert_eq!(push(&bob, "1.0.0").refusal().1, "DUPLICATE_SLUG");

    accepts(&publish(&alice, first), 200, "live");
    assert_eq!(live(&hub)["version"], "1.0.0");
    assert_eq!(publish(&alice, second).refusal().1, "VERSION_CONFLICT");
    assert_eq!(publish(&alice, first).refusal().1, "VERSION_CONFLICT");
    let third = accepts(&push(&alice, "0.9.0"), 201, "draft");
    let lower = publish(&alice, third);
    accepts(&lower, 200, "live");
    assert_eq!(lower.codes(), ["VERSION_REGRESSION"]);
}

#[test]
fn a_pipeline_updates_its_own_function() {
    let hub = Hub::start("update");
    let key = hub.key("alice");
    let publish = |version: &str, code: &str, publish: bool| {
        hub.ci_publish(&key, body(&json!({ "version": version, "code": code, "publish": publish })))
    };
    let id = accepts(&publish("1.0.0", "export const a = 1", false), 201, "draft");
    assert_eq!(accepts(&publish("1.0.0", "export const a = 2", true), 200, "live"), id);
    assert_eq!(accepts(&publish("1.1.0", "export const a = 3", false), 200, "draft"), id);
    let code =
        |path: &str| hub.get(&format!("/functions/alice/image-resizer{path}")).body["code"].clone();
    // What is live stays as it was published.
    assert_eq!(code(""), "export const a = 2");
    assert_eq!(accepts(&publish("1.10.0", "export const a = 4", true), 200, "live"), id);
    assert_eq!(accepts(&publish("1.9.0", "export const a = 5", true), 200, "live"), id);
    assert_eq!(publish("1.0.0", "export const a = 6", true).refusal().1, "VERSION_CONFLICT");
    assert_eq!(code(""), "export const a = 4");
    assert_eq!(code("/1.0.0"), "export const a = 2");
    assert_eq!(code("/1.9.0"), "export const a = 5");
    assert_eq!(hub.get("/functions/alice/image-resizer/1.1.0").status, 404);
    assert_eq!(hub.get("/functions/bob/image-resizer").status, 404);
}

#[test]
fn of_many_at_once_exactly_one_wins() {
    let hub = Hub::start("race");
    let (alice, bob) = (hub.key("alice"), hub.key("bob"));
    let race = |request: &(dyn Fn(usize) -> Response + Sync)| -> Vec<Response> {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..32).map(|n| scope.spawn(move || request(n))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    };
    let lost = |responses: &[Response], code: &str| {
        responses.iter().filter(|one| one.status == 409 && one.refusal().1 == code).count()
    };
    // The same version of one function, by one account.
    accepts(&hub.ci_publish(&alice, body(&json!({}))), 201, "live");
    let code = |n: usize| format!("export const winner = {n}");
    let responses =
        race(&|n| hub.ci_publish(&alice, body(&json!({ "version": "2.0.0", "code": code(n) }))));
    let winners: Vec<_> = (0..32).filter(|&n| responses[n].status == 200).collect();
    assert_eq!((winners.len(), lost(&responses, "VERSION_CONFLICT")), (1, 31));
    let shown = hub.get("/functions/alice/image-resizer/2.0.0");
    assert_eq!(shown.body["code"], code(winners[0]));
    // A new name, by two accounts.
    let responses = race(&|n| {
        let key = if n % 2 == 0 { &alice } else { &bob };
        hub.ci_publish(key, body(&json!({ "name": "new", "version": format!("1.0.{n}") })))
    });
    assert_eq!(lost(&responses, "DUPLICATE_SLUG"), 16);
    assert_eq!(responses.iter().filter(|one| one.status < 300).count(), 16);
    // Drafts of one function, taken live.
    let ids: Vec<_> = (0..32)
        .map(|_| {
            accepts(&hub.post("/api/community/functions", &alice, version("3.0.0")), 201, "draft")
        })
        .collect();
    let publish = |n: usize| format!("/api/community/functions/{}/publish", ids[n]);
    let responses = race(&|n| hub.post(&publish(n), &alice, ""));
    assert_eq!(lost(&responses, "VERSION_CONFLICT"), 31);
}

#[test]
fn a_restart_loses_nothing() {
    let mut hub = Hub::start("restart");
    let key = hub.key("alice");
    accepts(&hub.ci_publish(&key, version("1.0.0")), 201, "live");
    let id = accepts(&hub.post("/api/community/functions", &key, version("1.1.0")), 201, "draft");
    let before = hub.get("/functions/alice/image-resizer").body;
    hub.restart();
    assert_eq!(hub.get("/functions/alice/image-resizer").body, before);
    assert_eq!(hub.ci_publish(&key, version("1.0.0")).refusal().1, "VERSION_CONFLICT");
    accepts(&hub.post(&format!("/api/community/functions/{id}/publish"), &key, ""), 200, "live");
    hub.restart();
    assert_eq!(live(&hub)["version"], "1.1.0");
}

#[test]
fn what_is_no_request_is_refused() {
    let hub = Hub::start("malformed");
    let key = hub.key("alice");
    for (body, status, code) in [
        ("", 400, "INVALID_JSON"),
        ("{", 400, "INVALID_JSON"),
        ("name=image-resizer&version=1.0.0", 400, "INVALID_JSON"),
        ("{\"name\":\"\\ud800\"", 400, "INVALID_JSON"),
        // Keys that are missing come first: they are reported at the opening brace.
        ("{\"name\":\"\\ud800\"}", 422, "MISSING_FIELD"),
        ("[]", 422, "INVALID_TYPE"),
        ("null", 422, "INVALID_TYPE"),
        ("{}", 422, "MISSING_FIELD"),
    ] {
        let (is_status, is_code, ..) = hub.ci_publish(&key, body).refusal();
        assert_eq!((is_status, is_code.as_str()), (status, code), "{body}");
    }
    assert_eq!(hub.ci_publish(&key, &b"{\"name\":\"\xff\""[..]).refusal().1, "INVALID_JSON");
    assert_eq!(hub.ci_publish(&key, &b"\xff\xfe{\0}\0"[..]).refusal().1, "INVALID_JSON");
    assert_eq!(hub.get("/").refusal().1, "NOT_FOUND");
    assert_eq!(hub.get("/api/community/functions").refusal().1, "NOT_FOUND");
    assert_eq!(hub.get("/functions/%ff/x").refusal().1, "NOT_FOUND");
    assert_eq!(hub.get("/functions/alice/..%2f..").status, 404);
    assert_eq!(hub.post("/api/community/functions/x/publish", &key, "").status, 404);
}

#[test]
fn a_body_that_breaks_off_publishes_nothing() {
    let hub = Hub::start("broken-off");
    let key = hub.key("alice");
    let body = body(&json!({}));
    let (length, chunk) = (body.len() + 50, format!("{:x}\r\n{body}\r\n", body.len()));
    for (header, body) in [
        (format!("Content-Length: {length}"), body.clone()),
        ("Transfer-Encoding: chunked".to_owned(), chunk.clone()),
        ("Transfer-Encoding: chunked".to_owned(), chunk + "ZZZ"),
    ] {
        let address = hub.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let path = "/api/community/functions/ci/publish";
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: hub\r\nX-API-Key: {key}\r\n{header}\r\n\r\n{body}"
        )
        .unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
        assert_eq!(hub.get("/functions/alice/image-resizer").status, 404, "{header}");
    }
}

#[test]
fn sizes_have_limits() {
    let hub = Hub::start("sizes");
    let key = hub.key("alice");
    let code = |size: usize| body(&json!({ "code": "x".repeat(size) }));
    accepts(&hub.ci_publish(&key, code(Function::MAX_CODE_SIZE)), 201, "live");
    refuses(
        &hub.ci_publish(&key, code(Function::MAX_CODE_SIZE + 1)),
        413,
        "CODE_TOO_LARGE",
        "`code` is larger than 10 MiB",
        "leave dependencies to `npmDependencies` and large data to a storage binding",
    );
    let large = body(&json!({ "version": "1.0.1" })) + &" ".repeat(300 * 1024);
    assert_eq!(hub.ci_publish(&key, large).refusal().1, "MANIFEST_TOO_LARGE");
    let too_large = code(CiRequest::MAX_SIZE);
    let file = hub.directory().join("body.json");
    fs::write(&file, &too_large).unwrap();
    refuses(
        &hub.ci_publish(&key, too_large),
        413,
        "REQUEST_TOO_LARGE",
        "the request is larger than 16 MiB",
        "leave dependencies to `npmDependencies` and large data to a storage binding",
    );
    // In chunks, so that no header tells the size.
    let chunks = ureq::SendBody::from_owned_reader(fs::File::open(&file).unwrap());
    assert_eq!(hub.ci_publish(&key, chunks).refusal().1, "REQUEST_TOO_LARGE");
    // Without a key nothing is read.
    assert_eq!(hub.ci_publish("", code(CiRequest::MAX_SIZE)).refusal().1, "UNAUTHORIZED");
}

#[test]
fn snapshots_are_permanent_and_keys_are_not_kept() {
    let hub = Hub::start("permanent");
    let key = hub.key("alice");
    accepts(&hub.ci_publish(&key, version("1.0.0")), 201, "live");
    let database = rusqlite::Connection::open(hub.directory().join("hub.sqlite3")).unwrap();
    for change in [
        "DELETE FROM snapshots",
        "UPDATE snapshots SET code = ''",
        "INSERT INTO snapshots SELECT * FROM snapshots",
        "UPDATE snapshots SET version = '2.0.0'",
    ] {
        let error = database.execute(change, []).unwrap_err().to_string();
        assert!(error.contains("permanent") || error.contains("UNIQUE"), "{change}: {error}");
    }
    let hash: Vec<u8> = database
        .query_row("SELECT key_hash FROM accounts WHERE username = 'alice'", [], |row| row.get(0))
        .unwrap();
    assert!(!String::from_utf8_lossy(&hash).contains(&key));
    for entry in fs::read_dir(hub.directory()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()));
    }
}

#[test]
fn the_first_start_makes_an_account() {
    let directory =
        std::env::temp_dir().join(format!("aerostack-hub-{}-first", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_hub"))
        .current_dir(&directory)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(server.stdout.take().unwrap()));
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("created the account `you` with the key ac_"), "{first}");
    assert!(lines.next().unwrap().unwrap().starts_with("listening on http://127.0.0.1:"));
    server.kill().unwrap();
    server.wait().unwrap();
    fs::remove_dir_all(directory).unwrap();
}
