//! The answers. `docs/openapi.json` describes them.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Loaded, Shared};
use crate::error::SourceError;
use crate::graph::{Filter, Kind, Source, partial_date};
use crate::query::{self, NameError};
use crate::types::{ActorId, ActorKind, Polarity};
use crate::view::{self, Page, to_json};

const OPENAPI: &str = include_str!("../../../docs/openapi.json");
/// Answers hold so many rows unless more are asked for.
const ROWS: usize = 100;
/// Most steps of a path.
const LONGEST: usize = 12;
/// Most rows of an answer.
const MOST_ROWS: usize = 10_000;

/// Why there is no answer.
pub(super) struct Refusal {
    status: StatusCode,
    why: String,
}

type Answer = Result<Response, Refusal>;
/// A query, or why it is none.
type Asked<T> = Result<Query<T>, QueryRejection>;

pub(super) fn refuse(status: StatusCode, why: impl Into<String>) -> Refusal {
    Refusal { status, why: why.into() }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({"error": self.why}))).into_response()
    }
}

impl From<SourceError> for Refusal {
    fn from(error: SourceError) -> Self {
        refuse(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

impl From<NameError> for Refusal {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Source(error) => error.into(),
            other => refuse(StatusCode::NOT_FOUND, other.to_string()),
        }
    }
}

impl From<QueryRejection> for Refusal {
    fn from(error: QueryRejection) -> Self {
        refuse(error.status(), error.body_text())
    }
}

pub(super) async fn nothing() -> Refusal {
    refuse(StatusCode::NOT_FOUND, "there is nothing at this address; see /api/openapi.json")
}

pub(super) async fn not_this_way() -> Refusal {
    refuse(StatusCode::METHOD_NOT_ALLOWED, "this address takes another method; see /api/openapi.json")
}

/// Runs what computes for long beside the requests that do not.
async fn beside(
    shared: Arc<Shared>,
    work: impl FnOnce(&Shared, &Loaded) -> Answer + Send + 'static,
) -> Answer {
    let done = tokio::task::spawn_blocking(move || {
        let loaded = shared.graph();
        work(&shared, &loaded)
    });
    done.await.unwrap_or_else(|_| {
        Err(refuse(StatusCode::INTERNAL_SERVER_ERROR, "the request could not be answered"))
    })
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The first rows of a list under a name, and whether there are more.
fn first<T: Serialize>(name: &str, rows: &[T], limit: Option<usize>) -> Response {
    let limit = limit.unwrap_or(ROWS).min(MOST_ROWS);
    let shown: Vec<&T> = rows.iter().take(limit).collect();
    Json(json!({name: shown, "more": rows.len() > limit})).into_response()
}

pub(super) async fn page(State(shared): State<Arc<Shared>>) -> Answer {
    beside(shared, |shared, loaded| {
        let graph = loaded.graph.graph()?;
        let mut bytes = Vec::new();
        // Writing into memory cannot fail.
        let _ = view::page(&Page { graph: &graph, article: None, token: Some(&shared.token) }, &mut bytes);
        Ok(Html(bytes).into_response())
    })
    .await
}

pub(super) async fn version(State(shared): State<Arc<Shared>>) -> Response {
    let version = shared.graph().version.to_string();
    Json(json!({"version": version, "program": env!("CARGO_PKG_VERSION")})).into_response()
}

pub(super) async fn rows(State(shared): State<Arc<Shared>>) -> Answer {
    beside(shared, |_, loaded| Ok(json_text(to_json(&*loaded.graph.graph()?, None)))).await
}

pub(super) async fn graph(State(shared): State<Arc<Shared>>) -> Answer {
    beside(shared, |_, loaded| Ok(json_text(crate::export::json::to_string(&*loaded.graph.graph()?)))).await
}

pub(super) async fn openapi() -> Response {
    json_text(OPENAPI.to_owned())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorsQuery {
    q: Option<String>,
    kind: Option<ActorKind>,
    limit: Option<usize>,
}

pub(super) async fn actors(State(shared): State<Arc<Shared>>, asked: Asked<ActorsQuery>) -> Answer {
    let Query(asked) = asked?;
    beside(shared, move |_, loaded| {
        let Some(name) = &asked.q else {
            let graph = loaded.graph.graph()?;
            return Ok(first("actors", &query::actors(&graph, asked.kind), asked.limit));
        };
        let mut found = loaded.graph.named(name, MOST_ROWS)?;
        found.retain(|c| asked.kind.is_none_or(|kind| c.actor.kind == kind));
        let actors: Vec<_> = found.iter().map(|c| &c.actor).collect();
        Ok(first("actors", &actors, asked.limit))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EdgesQuery {
    actor: String,
    with: Option<String>,
    kind: Option<String>,
    polarity: Option<Polarity>,
    since: Option<String>,
    until: Option<String>,
    min_confidence: Option<f32>,
    limit: Option<usize>,
}

impl EdgesQuery {
    fn filter(&self) -> Result<Filter, String> {
        let kinds = self.kind.iter().flat_map(|kinds| kinds.split(','));
        Ok(Filter {
            kinds: kinds.map(str::parse::<Kind>).collect::<Result<_, _>>()?,
            polarity: self.polarity,
            since: self.since.as_deref().map(partial_date).transpose()?,
            until: self.until.as_deref().map(partial_date).transpose()?,
            min_confidence: self.min_confidence,
            ..Filter::default()
        })
    }
}

/// The actor that a name or id means.
fn named(loaded: &Loaded, name: &str) -> Result<ActorId, NameError> {
    Ok(query::find(&loaded.graph, name)?.candidate.actor.id)
}

pub(super) async fn edges(State(shared): State<Arc<Shared>>, asked: Asked<EdgesQuery>) -> Answer {
    let Query(asked) = asked?;
    let filter = asked.filter().map_err(|problem| refuse(StatusCode::BAD_REQUEST, problem))?;
    beside(shared, move |_, loaded| {
        let actor = named(loaded, &asked.actor)?;
        let with = asked.with.as_deref().map(|name| named(loaded, name)).transpose()?;
        let edges = loaded.graph.edges(&actor, with.as_ref(), &filter)?;
        Ok(first("edges", &edges, asked.limit))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventsQuery {
    actor: String,
    limit: Option<usize>,
}

pub(super) async fn events(State(shared): State<Arc<Shared>>, asked: Asked<EventsQuery>) -> Answer {
    let Query(asked) = asked?;
    beside(shared, move |_, loaded| {
        let actor = named(loaded, &asked.actor)?;
        let events = loaded.graph.events(&[&actor], &Filter::default())?;
        Ok(first("events", &events, asked.limit))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathQuery {
    from: String,
    to: String,
}

pub(super) async fn path(State(shared): State<Arc<Shared>>, asked: Asked<PathQuery>) -> Answer {
    let Query(asked) = asked?;
    beside(shared, move |_, loaded| {
        let (from, to) = (named(loaded, &asked.from)?, named(loaded, &asked.to)?);
        let found = query::paths(&loaded.graph, &from, &to, 1, LONGEST, &Filter::default())?;
        Ok(Json(json!({"path": found.first()})).into_response())
    })
    .await
}

/// Reads an article that was pasted; nothing of it is kept.
pub(super) async fn read(State(shared): State<Arc<Shared>>, body: Result<Bytes, BytesRejection>) -> Answer {
    let body =
        body.map_err(|error| refuse(error.status(), "the text is too long, or its end did not come"))?;
    beside(shared, move |shared, _| {
        let text = std::str::from_utf8(&body)
            .map_err(|_| refuse(StatusCode::BAD_REQUEST, "the text is no UTF-8"))?;
        if text.trim().is_empty() {
            return Err(refuse(StatusCode::BAD_REQUEST, "the text is empty"));
        }
        let (graph, article) = (shared.served.read)(text)
            .map_err(|problem| refuse(StatusCode::INTERNAL_SERVER_ERROR, problem))?;
        Ok(json_text(to_json(&graph, Some(&article))))
    })
    .await
}
