//! What a request must be like to be answered.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{ANSWER, Shared, api};
use crate::view::page;

/// The header that carries the page's token.
const TOKEN: &str = "x-demarche-token";
/// Longest path with query.
const ADDRESS: usize = 4096;

/// A token that nobody can guess: 256 random bits.
pub(super) fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)?;
    let mut out = String::new();
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    Ok(out)
}

/// Refuses what is not from the server's own page (or a program of this machine), and adds the
/// headers that keep a browser from doing harm with the answers.
pub(super) async fn only_own(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&shared, &request) {
        Some((status, why)) => api::refuse(status, why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let policy = format!("{}; frame-ancestors 'none'", page::policy(true));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Why a request is refused, if it is.
fn refusal(shared: &Shared, request: &Request) -> Option<(StatusCode, &'static str)> {
    let headers = request.headers();
    let port = shared.address.port();
    let own = |host: &str| host == format!("127.0.0.1:{port}") || host == format!("localhost:{port}");
    // `GET http://elsewhere/` is for a proxy, which this is not.
    if request.uri().authority().is_some_and(|authority| !own(authority.as_str())) {
        return Some((StatusCode::MISDIRECTED_REQUEST, "the address names another server"));
    }
    // A name of another site that leads to this machine (DNS rebinding) shows in `Host`.
    match one(headers, &header::HOST) {
        Some(host) if own(host) => {}
        _ => return Some((StatusCode::MISDIRECTED_REQUEST, "the Host header names another server")),
    }
    let origin = one(headers, &header::ORIGIN);
    if headers.contains_key(header::ORIGIN)
        && !origin.and_then(|o| o.strip_prefix("http://")).is_some_and(own)
    {
        return Some((StatusCode::FORBIDDEN, "the request comes from another site"));
    }
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let opens_page = request.method() == Method::GET && request.uri().path() == "/";
    if matches!(site, Some(b"cross-site" | b"same-site")) && !opens_page {
        return Some((StatusCode::FORBIDDEN, "the request comes from another site"));
    }
    if request.uri().path_and_query().is_some_and(|p| p.as_str().len() > ADDRESS) {
        return Some((StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_safe {
        let given = headers.get(TOKEN).map(HeaderValue::as_bytes).unwrap_or_default();
        if !same(given, shared.token.as_bytes()) {
            return Some((StatusCode::FORBIDDEN, "the token of the page is missing or wrong"));
        }
    }
    None
}

/// The value of a header that is given once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

/// Compares in the same time wherever two texts differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

/// Ends requests that take too long, their bodies included.
pub(super) async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER, next.run(request)).await {
        Ok(response) => response,
        Err(_) => api::refuse(StatusCode::REQUEST_TIMEOUT, "the request took too long").into_response(),
    }
}
