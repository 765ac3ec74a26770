//! Clients that are slow, or many.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::Hub;
use crate::{accepts, body};

const POST: &str = "POST /api/community/functions/ci/publish HTTP/1.1\r\nHost: hub\r\n";

fn connect(hub: &Hub, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(hub.address.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// Everything that the server sends until it closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

#[test]
fn more_connections_than_descriptors_do_not_hold_it() {
    let hub = Hub::start_with("descriptors", 64, &[]);
    let key = hub.key("alice");
    let starts = [
        String::new(),
        POST.to_owned(),
        format!("{POST}Content-Length: 1000\r\n\r\n{{"),
        format!("{POST}X-API-Key: {key}\r\nContent-Length: 1000\r\n\r\n{{"),
    ];
    let slow: Vec<_> = (0..600).map(|n| connect(&hub, &starts[n % starts.len()])).collect();
    let start = Instant::now();
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 404);
    accepts(&hub.ci_publish(&key, body(&json!({}))), 201, "live");
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 200);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    drop(slow);
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 200);
}

#[test]
fn a_slow_client_has_little_time() {
    let hub = Hub::start_with("slow", 256, &["--patience", "1"]);
    let key = hub.key("alice");
    assert_eq!(rest(connect(&hub, "")), "");
    assert_eq!(rest(connect(&hub, POST)), "");
    let with_body = format!("{POST}X-API-Key: {key}\r\nContent-Length: 1000\r\n\r\n{{");
    let answer = rest(connect(&hub, &with_body));
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("TOO_SLOW"), "{answer}");
    // Nor does sending a little at a time help.
    let mut drip = connect(&hub, &with_body);
    let start = Instant::now();
    while drip.write_all(b" ").is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(100));
    }

    let code = "x".repeat(300 << 10);
    accepts(&hub.ci_publish(&key, body(&json!({ "code": code }))), 201, "live");
    // More than the buffers of the system hold.
    let get = "GET /functions/alice/image-resizer HTTP/1.1\r\nHost: hub\r\n\r\n";
    let idle = connect(&hub, &get.repeat(500));
    std::thread::sleep(Duration::from_secs(6));
    let answers = rest(idle);
    assert!(answers.starts_with("HTTP/1.1 200 ") && answers.len() < 500 * code.len());
}

#[test]
fn answers_that_nobody_takes_fill_no_memory() {
    let hub = Hub::start_with("untaken", 1024, &["--patience", "600"]);
    let key = hub.key("alice");
    accepts(&hub.ci_publish(&key, body(&json!({}))), 201, "live");
    let large = json!({ "name": "large", "code": "x".repeat(300 << 10) });
    accepts(&hub.ci_publish(&key, body(&large)), 201, "live");
    let get = "GET /functions/alice/large HTTP/1.1\r\nHost: hub\r\n\r\n".repeat(100);
    let slow: Vec<_> = (0..70).map(|_| connect(&hub, &get)).collect();
    let is_busy = || hub.get("/functions/alice/large").status == 503;
    let wait_until = |done: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < Duration::from_secs(300), "too long");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    wait_until(&is_busy);
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 200);
    drop(slow);
    wait_until(&|| !is_busy());
}

#[test]
fn reads_do_not_wait_for_writes() {
    let hub = Hub::start("blocked");
    let key = hub.key("alice");
    accepts(&hub.ci_publish(&key, body(&json!({}))), 201, "live");
    let other = rusqlite::Connection::open(hub.directory().join("hub.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let writes: Vec<_> = (1..=540)
        .map(|n| {
            let body = body(&json!({ "version": format!("2.0.{n}") }));
            let head = format!("Connection: close\r\nContent-Length: {}", body.len());
            connect(&hub, &format!("{POST}X-API-Key: {key}\r\n{head}\r\n\r\n{body}"))
        })
        .collect();
    std::thread::sleep(Duration::from_secs(1));
    let start = Instant::now();
    assert_eq!(hub.get("/functions/alice/image-resizer").status, 200);
    assert_eq!(hub.ci_publish(&key, "{}").status, 422);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    other.execute_batch("COMMIT").unwrap();
    for write in writes {
        let answer = rest(write);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert_eq!(hub.get("/functions/alice/image-resizer/2.0.540").status, 200);
}

#[cfg(unix)]
#[test]
fn reads_need_no_database_that_can_be_written() {
    use std::fs::{Permissions, read_dir, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    let mut hub = Hub::start("read-only");
    let key = hub.key("alice");
    accepts(&hub.ci_publish(&key, body(&json!({}))), 201, "live");
    let reads_only = |hub: &Hub| {
        assert_eq!(hub.get("/functions/alice/image-resizer").status, 200);
        assert_eq!(hub.ci_publish(&key, "{}").status, 422);
        let write = hub.ci_publish(&key, body(&json!({ "version": "1.0.1" })));
        assert_eq!((write.status, &write.body["error"]["code"]), (503, &json!("READ_ONLY")));
    };
    let permit = |hub: &Hub, directory: u32, file: u32| {
        for entry in read_dir(hub.directory()).unwrap() {
            set_permissions(entry.unwrap().path(), Permissions::from_mode(file)).unwrap();
        }
        set_permissions(hub.directory(), Permissions::from_mode(directory)).unwrap();
    };
    // With the files that SQLite keeps next to a database in use, and without.
    hub.stop();
    permit(&hub, 0o555, 0o444);
    hub.restart();
    reads_only(&hub);
    hub.stop();
    permit(&hub, 0o755, 0o644);
    hub.key("bob");
    assert_eq!(read_dir(hub.directory()).unwrap().count(), 1);
    permit(&hub, 0o555, 0o444);
    hub.restart();
    reads_only(&hub);
    permit(&hub, 0o755, 0o644);
}
