//! How many requests the Hub answers in a second, over HTTP, with 16 clients on the same machine. Every
//! answer is awaited and looked at, and at the end what was accepted must be there.

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/hub/server.rs"]
mod server;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aerostack_manifest::publish::CiRequest;
use aerostack_manifest::{Directory, Function};
use serde_json::Value;

use server::{CI_PUBLISH, Hub};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../functions/image-resizer");
const SHOW: &str = "/functions/alice/function-";
const CLIENTS: usize = 16;
const TIME: Duration = Duration::from_secs(5);

fn main() {
    let hub = Hub::start("load");
    let key = hub.key("alice");
    let function = Function::check(&Directory::new(EXAMPLE)).into_result().unwrap();
    let body = CiRequest::new(function, true).to_body().unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let (address, written) = (&hub.address, AtomicUsize::new(0));

    let write = |agent: &ureq::Agent| {
        let mut body = body.clone();
        let name = format!("function-{}", written.fetch_add(1, Ordering::Relaxed));
        body["name"] = name.into();
        let request = agent.post(format!("{address}{CI_PUBLISH}")).header("x-api-key", &key);
        request.send_json(body).unwrap().body_mut().read_to_vec().unwrap();
    };
    let read = |agent: &ureq::Agent| {
        let mut answer = agent.get(format!("{address}{SHOW}0")).call().unwrap();
        assert!(answer.body_mut().read_to_string().unwrap().contains("imageResizerRoute"));
    };
    run("writes", &[&write]);
    run("reads", &[&read]);
    run("reads while others write", &[&read, &write]);

    // Each function that was accepted is live.
    let agent = ureq::agent();
    for number in 0..written.into_inner() {
        agent.get(format!("{address}{SHOW}{number}")).call().unwrap();
    }
}

type Work<'a> = &'a (dyn Fn(&ureq::Agent) + Sync);

/// Runs each kind of work in its clients, and prints how often the first was done. A request that fails
/// or is answered by a refusal ends the program.
fn run(name: &str, works: &[Work<'_>]) {
    let start = Instant::now();
    let mut times: Vec<Duration> = thread::scope(|scope| {
        let client = |work: Work<'_>| {
            let (agent, mut times) = (ureq::agent(), Vec::new());
            while start.elapsed() < TIME {
                let start = Instant::now();
                work(&agent);
                times.push(start.elapsed());
            }
            times
        };
        let clients: Vec<Vec<_>> = works
            .iter()
            .map(|&work| (0..CLIENTS).map(|_| scope.spawn(move || client(work))).collect())
            .collect();
        let mut all = clients
            .into_iter()
            .map(|clients| clients.into_iter().flat_map(|client| client.join().unwrap()).collect());
        let first = all.next().unwrap();
        all.for_each(|_: Vec<_>| {});
        first
    });
    let elapsed = start.elapsed();
    times.sort();
    let rate = times.len() as u128 * 1000 / elapsed.as_millis();
    let (median, late) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("{name}: {rate} a second, half of them within {median:.1?}, 99 % within {late:.1?}");
}
