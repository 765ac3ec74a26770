//! The routes, and what their answers look like.

use aerostack_manifest::publish::{AccountKey, Action, Channel, CiRequest, Decision, Publication};
use aerostack_manifest::wire::ErrorResponse;
use aerostack_manifest::{Checked, Error, Function, KeyErrorKind, Report};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use serde_json::json;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::spawn_blocking;

use crate::connections;
use crate::store::{Connection, Failure, Store};

pub(crate) fn router(store: Store) -> Router {
    Router::new()
        // `aerostack functions push`: always a new draft.
        .route("/api/community/functions", post(|s, h, b| submit(Channel::Cli, s, h, b)))
        // A pipeline: a new function, or an update of the caller's own; a draft, or live.
        .route("/api/community/functions/ci/publish", post(|s, h, b| submit(Channel::Ci, s, h, b)))
        .route("/api/community/functions/{id}/publish", post(publish_draft))
        .route("/functions/{username}/{*function}", get(show))
        .method_not_allowed_fallback(async || Failure::NotFound)
        .fallback(async || Failure::NotFound)
        // `read_body` has the limit, and answers in the same form as everything else.
        .layer(DefaultBodyLimit::disable())
        .with_state(store)
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::Refused(report) => {
                let status = report.status().and_then(|status| StatusCode::from_u16(status).ok());
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                return (status, Json(ErrorResponse::new(&report))).into_response();
            }
            Self::BrokenOff => (StatusCode::BAD_REQUEST, "BROKEN_OFF", "the body breaks off"),
            Self::TooSlow => {
                (StatusCode::REQUEST_TIMEOUT, "TOO_SLOW", "the body did not arrive in time")
            }
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "BUSY", "the Hub is busy; try again later")
            }
            Self::ReadOnly => {
                (StatusCode::SERVICE_UNAVAILABLE, "READ_ONLY", "the database is read-only")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such thing"),
            Self::Internal(error) => {
                eprintln!("hub: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the Hub failed; try again")
            }
        };
        (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
    }
}

async fn submit(
    channel: Channel,
    State(store): State<Store>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = account_key(&headers);
    let caller = store.read(move |store| store.owner_of(&key?)).await;
    let limit = if caller.is_ok() { CiRequest::MAX_SIZE } else { 0 };
    let body = connections::in_time(read_body(body, limit)).await.ok_or(Failure::TooSlow);
    let (caller, body) = (caller?, body??);
    let (request, report) = check(body).await?.into_parts();
    let Some(request) = request else { return Err(report.into()) };
    let work = move |store: &mut Connection| {
        let goes_live = channel == Channel::Ci && request.goes_live();
        let (function, caller, existing) = (request.into_function(), caller.as_str(), None);
        let publication = Publication { function: &function, caller, channel, goes_live, existing };
        let done = store.publish(&publication, report)?;
        Ok(accepted(&function, caller, &done))
    };
    store.write(work).await
}

/// `aerostack functions publish <id>`: the draft goes live as it is.
async fn publish_draft(
    State(store): State<Store>,
    id: Result<Path<i64>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let key = account_key(&headers);
    let caller = store.read(move |store| store.owner_of(&key?)).await?;
    let Path(id) = id.map_err(|_| Failure::NotFound)?;
    let work = move |store: &mut Connection| {
        let (function, done) = store.publish_draft(id, &caller)?;
        Ok(accepted(&function, &caller, &done))
    };
    store.write(work).await
}

/// A version that is live, `<slug>/<version>`, or the newest one, `<slug>`.
async fn show(
    State(store): State<Store>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Failure> {
    let Path((username, function)) = path.map_err(|_| Failure::NotFound)?;
    let work = move |store: &mut Connection| {
        let (slug, version) = function.split_once('/').unzip();
        let slug = slug.unwrap_or(&function);
        let (manifest, code, readme) = store.snapshot(&username, slug, version)?;
        let answer = json!({ "manifest": manifest, "code": code, "readme": readme }).to_string();
        Ok(([(CONTENT_TYPE, "application/json")], Kept::bytes(answer)?).into_response())
    };
    store.read(work).await
}

fn accepted(function: &Function, caller: &str, done: &(i64, Decision, Report)) -> Response {
    let (id, decision, report) = done;
    let manifest = function.manifest();
    let is_new = decision.action == Action::Create;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let body = json!({
        "id": id,
        "url": manifest.name().hub_url(caller),
        "version": manifest.version(),
        "status": if decision.goes_live { "live" } else { "draft" },
        "findings": report.findings(),
    });
    (status, Json(body)).into_response()
}

fn account_key(headers: &HeaderMap) -> Result<AccountKey, Error> {
    let mut values = headers.get_all("x-api-key").iter().map(HeaderValue::as_bytes);
    let first = values.next();
    // Of several keys, this server and a proxy in front of it might each read a different one.
    if values.next().is_some() {
        Err(KeyErrorKind::Malformed.into())
    } else {
        AccountKey::from_header(first)
    }
}

/// Reads a body of up to `limit` bytes. What is beyond is read and dropped, as far as patience goes,
/// because a client that is still sending does not listen.
async fn read_body(body: Body, limit: usize) -> Result<Vec<u8>, Failure> {
    const PATIENCE: usize = 4 * CiRequest::MAX_SIZE;
    let mut stream = body.into_data_stream();
    let (mut bytes, mut size) = (Vec::new(), 0);
    while size <= PATIENCE
        && let Some(chunk) = stream.next().await
    {
        // A body that breaks off is none, even if what has come of it could be read.
        let chunk = chunk.map_err(|_| Failure::BrokenOff)?;
        size += chunk.len();
        if size <= limit {
            bytes.extend_from_slice(&chunk);
        }
    }
    if size > limit { Err(Error::request_too_large().into()) } else { Ok(bytes) }
}

/// A large answer, which takes up memory until the client has taken it. Small ones fit into the buffers
/// of the system.
struct Kept {
    answer: String,
    _place: SemaphorePermit<'static>,
}

impl Kept {
    fn bytes(answer: String) -> Result<Bytes, Failure> {
        static PLACES: Semaphore = Semaphore::const_new(64);
        if answer.len() <= 64 * 1024 {
            return Ok(answer.into());
        }
        let place = PLACES.try_acquire().map_err(|_| Failure::Busy)?;
        Ok(Bytes::from_owner(Self { answer, _place: place }))
    }
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        self.answer.as_bytes()
    }
}

/// Checks a request on a thread that may take long.
async fn check(body: Vec<u8>) -> Result<Checked<CiRequest>, Failure> {
    let check = spawn_blocking(move || CiRequest::check(&body));
    connections::work(check).await.map_err(|error| Failure::Internal(error.to_string()))
}
