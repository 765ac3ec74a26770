//! The routes, and what their answers look like.

use aerostack_manifest::publish::{AccountKey, CiRequest, Decision, Publication, Record, Way};
use aerostack_manifest::wire::Answer;
use aerostack_manifest::{Error, Report, Slug};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use serde_json::json;

use crate::store::{Connection, Failure, Store};

pub(crate) fn router(store: Store) -> Router {
    Router::new()
        // `aerostack functions push`: always a new draft.
        .route("/api/community/functions", post(|s, h, b| submit(Way::Cli, s, h, b)))
        // A pipeline: a new function, or an update of the caller's own; a draft, or live.
        .route("/api/community/functions/ci/publish", post(|s, h, b| submit(Way::Ci, s, h, b)))
        .route("/api/community/functions/{id}/publish", post(publish_draft))
        .route("/functions/{username}/{slug}", get(|s, Path((u, f))| show(s, u, f, None)))
        .route(
            "/functions/{username}/{slug}/{version}",
            get(|s, Path((u, f, v))| show(s, u, f, Some(v))),
        )
        .fallback(async || Failure::NotFound)
        // `read_body` has the limit, and answers in the same form as everything else.
        .layer(DefaultBodyLimit::disable())
        .with_state(store)
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let own = |status, code, message| {
            (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
        };
        match self {
            Self::Refused(report) => {
                let status = report.status().and_then(|status| StatusCode::from_u16(status).ok());
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                (status, Json(Answer::new(&report))).into_response()
            }
            Self::NotFound => own(StatusCode::NOT_FOUND, "NOT_FOUND", "there is no such thing"),
            Self::Internal(error) => {
                eprintln!("hub: {error}");
                own(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the Hub failed; try again")
            }
        }
    }
}

async fn submit(
    way: Way,
    State(store): State<Store>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let key = account_key(&headers);
    let caller = match blocking(&store, move |store| store.owner_of(&key?)).await {
        Ok(caller) => caller,
        Err(failure) => {
            read_body(body, 0).await;
            return Err(failure);
        }
    };
    let body = read_body(body, CiRequest::MAX_SIZE).await.ok_or_else(Error::request_too_large)?;
    blocking(&store, move |store| {
        let (request, mut report) = CiRequest::check(&body).into_parts();
        let Some(request) = request else { return Err(report.into()) };
        let goes_live = way == Way::Ci && request.goes_live();
        let (function, caller, existing) = (request.into_function(), caller.as_str(), None);
        let publication = Publication { function: &function, caller, way, goes_live, existing };
        match store.publish(&publication, None) {
            Ok((id, decision, facts)) => {
                report.append(facts);
                Ok(accepted(&publication, id, decision, &report))
            }
            Err(Failure::Refused(facts)) => {
                report.append(facts);
                Err(report.into())
            }
            Err(failure) => Err(failure),
        }
    })
    .await
}

/// `aerostack functions publish <id>`: the draft goes live as it is.
async fn publish_draft(
    State(store): State<Store>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let key = account_key(&headers);
    blocking(&store, move |store| {
        let caller = &*store.owner_of(&key?)?;
        let id = id.parse().map_err(|_| Failure::NotFound)?;
        let function = &store.draft(id, caller)?;
        let (way, goes_live, existing) = (Way::Cli, true, None);
        let publication = Publication { function, caller, way, goes_live, existing };
        let (id, decision, report) = store.publish(&publication, Some(id))?;
        Ok(accepted(&publication, id, decision, &report))
    })
    .await
}

async fn show(
    State(store): State<Store>,
    username: String,
    slug: String,
    version: Option<String>,
) -> Result<Response, Failure> {
    blocking(&store, move |store| {
        let slug = Slug::new(&slug).map_err(|_| Failure::NotFound)?;
        let function = store.snapshot(&username, &slug, version.as_deref())?;
        let body = json!({
            "url": slug.hub_url(&username),
            "manifest": function.manifest(),
            "code": function.code(),
            "readme": function.readme(),
        });
        Ok(Json(body).into_response())
    })
    .await
}

fn accepted(by: &Publication<'_>, id: i64, decision: Decision, report: &Report) -> Response {
    let manifest = by.function.manifest();
    let is_new = decision.record == Record::Create;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let body = json!({
        "id": id,
        "url": manifest.name().hub_url(by.caller),
        "version": manifest.version(),
        "status": if decision.goes_live { "live" } else { "draft" },
        "findings": report.findings(),
    });
    (status, Json(body)).into_response()
}

fn account_key(headers: &HeaderMap) -> Result<AccountKey, Error> {
    let header = headers.get("x-api-key").map_or(&b""[..], |value| value.as_bytes());
    AccountKey::new(&String::from_utf8_lossy(header))
}

/// Reads a body of up to `limit` bytes. What is beyond is read and dropped, as far as patience goes,
/// because a client that is still sending does not listen.
async fn read_body(body: Body, limit: usize) -> Option<Vec<u8>> {
    const PATIENCE: usize = 4 * CiRequest::MAX_SIZE;
    let mut stream = body.into_data_stream();
    let (mut bytes, mut size) = (Vec::new(), 0);
    while size <= PATIENCE
        && let Some(Ok(chunk)) = stream.next().await
    {
        size += chunk.len();
        if size <= limit {
            bytes.extend_from_slice(&chunk);
        }
    }
    (size <= limit).then_some(bytes)
}

/// Works with the database where waiting for it is no harm.
async fn blocking<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let store = store.clone();
    let done = tokio::task::spawn_blocking(move || work(&mut store.open()?)).await;
    done.unwrap_or_else(|error| Err(Failure::Internal(error.to_string())))
}
