//! The answers. `docs/openapi.json` describes them.

use std::borrow::Cow;
use std::collections::BTreeMap;
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
use crate::export::Selection;
use crate::graph::{Filter, Graph, Kind, Source};
use crate::query::{self, NameError};
use crate::types::{ActorId, ActorKind};
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
        let corrections = shared.served.correct.as_ref().map(|correct| correct.file.as_str());
        let page =
            Page { graph: &graph, article: None, token: Some(&shared.token), corrections, embed: false };
        let _ = view::page(&page, &mut bytes);
        Ok(Html(bytes).into_response())
    })
    .await
}

pub(super) async fn version(State(shared): State<Arc<Shared>>) -> Response {
    let version = shared.graph().version.to_string();
    Json(json!({"version": version, "program": env!("CARGO_PKG_VERSION")})).into_response()
}

pub(super) async fn rows(State(shared): State<Arc<Shared>>, asked: Result<Params, QueryRejection>) -> Answer {
    let asked = Question::of(asked, &[], &[])?;
    beside(shared, move |_, loaded| {
        let part = asked.part(loaded)?;
        Ok(json_text(to_json(&part, None)))
    })
    .await
}

pub(super) async fn graph(
    State(shared): State<Arc<Shared>>,
    asked: Result<Params, QueryRejection>,
) -> Answer {
    let asked = Question::of(asked, &[], &[])?;
    beside(shared, move |_, loaded| Ok(json_text(crate::export::json::to_string(&*asked.part(loaded)?))))
        .await
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

/// What is asked: names and values, each of which must be known.
type Params = Query<Vec<(String, String)>>;

/// A question with the filter that all questions take.
struct Question {
    values: BTreeMap<&'static str, String>,
    filter: Filter,
    voice: Option<String>,
}

impl Question {
    /// `wanted` must be there, `others` may.
    fn of(
        params: Result<Params, QueryRejection>,
        wanted: &[&'static str],
        others: &[&'static str],
    ) -> Result<Self, Refusal> {
        let bad = |problem: String| refuse(StatusCode::BAD_REQUEST, problem);
        let Query(params) = params?;
        let mut out = Self { values: BTreeMap::new(), filter: Filter::default(), voice: None };
        for (name, value) in params {
            if let Some(known) = wanted.iter().chain(others).find(|known| **known == name) {
                out.values.insert(*known, value);
            } else if name == "attributed_to" {
                out.voice = Some(value);
            } else if !out.filter.set(&name, &value).map_err(bad)? {
                let known = [wanted, others, &Filter::NAMES, &["attributed_to"]].concat().join(", ");
                return Err(bad(format!("nothing is called {name:?} here; there are {known}")));
            }
        }
        if let Some(missing) = wanted.iter().find(|name| !out.values.contains_key(*name)) {
            return Err(bad(format!("{missing} is missing")));
        }
        out.filter.check().map_err(bad)?;
        out.limit()?;
        Ok(out)
    }

    fn limit(&self) -> Result<Option<usize>, Refusal> {
        let limit = self.values.get("limit").map(|text| text.parse());
        limit.transpose().map_err(|_| refuse(StatusCode::BAD_REQUEST, "limit: expected a number"))
    }

    fn actor(&self, loaded: &Loaded, name: &str) -> Result<ActorId, NameError> {
        named(loaded, self.values.get(name).map_or("", String::as_str))
    }

    /// The filter, with the voice looked up.
    fn filter(&self, loaded: &Loaded) -> Result<Filter, NameError> {
        let voice = self.voice.as_deref().map(|name| query::voice(&loaded.graph, name)).transpose()?;
        Ok(Filter { attributed_to: voice.map(|(voice, _)| voice), ..self.filter.clone() })
    }

    /// What the filter keeps of the graph.
    fn part<'l>(&self, loaded: &'l Loaded) -> Result<Cow<'l, Graph>, Refusal> {
        let (filter, graph) = (self.filter(loaded)?, loaded.graph.graph()?);
        if filter == Filter::default() {
            return Ok(graph);
        }
        Ok(Cow::Owned(Selection { filter, max_nodes: None }.apply(graph.into_owned())))
    }
}

/// The actor that a name or id means.
fn named(loaded: &Loaded, name: &str) -> Result<ActorId, NameError> {
    Ok(query::find(&loaded.graph, name)?.candidate.actor.id)
}

pub(super) async fn edges(
    State(shared): State<Arc<Shared>>,
    asked: Result<Params, QueryRejection>,
) -> Answer {
    let asked = Question::of(asked, &["actor"], &["with", "limit"])?;
    beside(shared, move |_, loaded| {
        let actor = asked.actor(loaded, "actor")?;
        let with = asked.values.get("with").map(|name| named(loaded, name)).transpose()?;
        let edges = loaded.graph.edges(&actor, with.as_ref(), &asked.filter(loaded)?)?;
        Ok(first("edges", &edges, asked.limit()?))
    })
    .await
}

pub(super) async fn events(
    State(shared): State<Arc<Shared>>,
    asked: Result<Params, QueryRejection>,
) -> Answer {
    let asked = Question::of(asked, &["actor"], &["limit"])?;
    asked.filter.of_kind(Kind::Meeting).map_err(|field| {
        let of = Kind::Meeting.plural();
        refuse(StatusCode::BAD_REQUEST, format!("{field} means nothing here: events are of {of} alone"))
    })?;
    beside(shared, move |_, loaded| {
        let actor = asked.actor(loaded, "actor")?;
        let events = loaded.graph.events(&[&actor], &asked.filter(loaded)?)?;
        Ok(first("events", &events, asked.limit()?))
    })
    .await
}

pub(super) async fn path(State(shared): State<Arc<Shared>>, asked: Result<Params, QueryRejection>) -> Answer {
    let asked = Question::of(asked, &["from", "to"], &[])?;
    beside(shared, move |_, loaded| {
        let (from, to) = (asked.actor(loaded, "from")?, asked.actor(loaded, "to")?);
        let found = query::paths(&loaded.graph, &from, &to, 1, LONGEST, &asked.filter(loaded)?)?;
        Ok(Json(json!({"path": found.first()})).into_response())
    })
    .await
}

/// Adds what a reader found wrong to the corrections file of the server.
pub(super) async fn corrections(
    State(shared): State<Arc<Shared>>,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let body = body
        .map_err(|error| refuse(error.status(), "the corrections are too long, or their end did not come"))?;
    beside(shared, move |shared, _| {
        let bad = |problem: String| refuse(StatusCode::BAD_REQUEST, problem);
        let text = std::str::from_utf8(&body).map_err(|_| bad("the corrections are no UTF-8".to_owned()))?;
        if text.trim().is_empty() {
            return Err(bad("the corrections are empty".to_owned()));
        }
        let Some(correct) = &shared.served.correct else {
            let why = "this server has no corrections file; start it with --corrections FILE";
            return Err(refuse(StatusCode::CONFLICT, why));
        };
        let added = (correct.add)(text).map_err(bad)?;
        Ok(Json(json!({"added": added, "file": correct.file})).into_response())
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
