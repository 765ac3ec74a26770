//! The connections: how many there may be, and how long a client may keep one waiting.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::middleware::map_request;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

/// For the head of a request, idle time before it included.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How much of a head is read. It is also the size of the buffer for each read of a body.
const MAX_HEAD_SIZE: usize = 64 * 1024;
/// For the answer that says that time is up.
const GRACE: Duration = Duration::from_secs(1);

tokio::task_local! {
    static CLIENT: Arc<Client>;
}

/// The most connections that the process can have: each takes a descriptor, and so does what else it
/// opens.
pub(crate) fn limit() -> usize {
    const MAX: usize = 4096;
    #[cfg(unix)]
    let descriptors = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let descriptors = Some(512);
    let descriptors = descriptors.and_then(|limit| usize::try_from(limit).ok());
    descriptors.map_or(MAX, |limit| MAX.min(limit - (limit / 2).min(64)))
}

/// Serves up to `limit` connections at a time. A client has `patience` to send a body, and again to
/// take an answer.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    limit: usize,
    patience: Duration,
) -> ! {
    let service = TowerToHyperService::new(router.layer(map_request(async |request: Request| {
        CLIENT.with(|client| client.set_waiting(true));
        request
    })));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.min(HEAD_TIME));
    http.max_buf_size(MAX_HEAD_SIZE);

    let mut clients = Clients { places: Arc::new(Semaphore::new(limit)), all: Vec::new() };
    loop {
        // Axum's `accept` pauses after an error such as too many open files, and tries again.
        let (stream, _) = Listener::accept(&mut listener).await;
        let place = clients.place().await;
        let _ = stream.set_nodelay(true);
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let waiting_since = Mutex::new(Some(Instant::now()));
        let client = Arc::new(Client { patience, waiting_since });
        let task = tokio::spawn(CLIENT.scope(client.clone(), async move {
            let _place = place;
            let client = CLIENT.get();
            tokio::select! {
                _ = connection => {}
                () = client.overdue() => {}
            }
        }));
        clients.all.push((client, task.abort_handle()));
    }
}

/// Waits for the client of this task to send something, as long as patience goes.
pub(crate) async fn in_time<T>(sending: impl Future<Output = T>) -> Option<T> {
    timeout(CLIENT.with(|client| client.patience), sending).await.ok()
}

/// Works for the client of this task, which keeps its connection meanwhile.
pub(crate) async fn work<T>(work: impl Future<Output = T>) -> T {
    let client = CLIENT.get();
    client.set_waiting(false);
    let done = work.await;
    client.set_waiting(true);
    done
}

struct Client {
    patience: Duration,
    /// Since when the client has had to send or to take something. `None` while the server works.
    waiting_since: Mutex<Option<Instant>>,
}

impl Client {
    fn waiting_since(&self) -> Option<Instant> {
        *self.waiting_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_waiting(&self, is_waiting: bool) {
        let since = is_waiting.then(Instant::now);
        *self.waiting_since.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// Ends when the client has kept the server waiting for too long.
    async fn overdue(&self) {
        let limit = self.patience + GRACE;
        let waited = || self.waiting_since().map_or(Duration::ZERO, |since| since.elapsed());
        while let Some(rest) = limit.checked_sub(waited()) {
            sleep(rest).await;
        }
    }
}

struct Clients {
    places: Arc<Semaphore>,
    all: Vec<(Arc<Client>, AbortHandle)>,
}

impl Clients {
    /// A place for one more. If there is none, the client that has kept the server waiting longest
    /// makes room, so that slow clients never hold up the others.
    async fn place(&mut self) -> OwnedSemaphorePermit {
        loop {
            self.all.retain(|(_, task)| !task.is_finished());
            if let Ok(place) = self.places.clone().try_acquire_owned() {
                return place;
            }
            let since = |(client, _): &(Arc<Client>, _)| client.waiting_since();
            let waiting = (0..self.all.len()).filter_map(|n| Some((since(&self.all[n])?, n)));
            if let Some((_, longest)) = waiting.min() {
                self.all.swap_remove(longest).1.abort();
            }
            // Until there is one, or another client to make room.
            let _ = timeout(Duration::from_millis(10), self.places.acquire()).await;
        }
    }
}
