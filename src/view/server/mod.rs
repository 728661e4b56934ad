//! `demarche serve`: the page over a graph that may grow, and a small JSON API, for this machine
//! alone.
//!
//! The server listens on 127.0.0.1 only. A page of another site could still make a browser send
//! requests here, so [`guard`] looks at `Host`, `Origin` and `Sec-Fetch-Site` of each, and what
//! makes the program work (reading an article) needs a token that only the page itself holds.
//! `docs/openapi.json` describes the API.

mod api;
mod guard;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::graph::{Graph, Indexed};
use crate::view::Article;

/// Most bytes of an article that is pasted.
const BODY: usize = 1 << 20;
/// Connections at once; more wait.
const CONNECTIONS: usize = 64;
/// The head of a request must be there in this time.
const HEAD: Duration = Duration::from_secs(5);
/// A request must be answered in this time, its body read included.
const ANSWER: Duration = Duration::from_secs(30);
/// Requests under way get this time to end when the server stops.
const GRACE: Duration = Duration::from_secs(5);
/// How often the file of the graph is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Reads the graph: at the start, and again after its file has changed.
pub type Load = Box<dyn Fn() -> Result<Graph, String> + Send + Sync>;

/// Reads the text of an article: its graph, and the text with its mentions.
pub type Read = Box<dyn Fn(&str) -> Result<(Graph, Article), String> + Send + Sync>;

/// What a server serves.
pub struct Served {
    /// Reads the graph.
    pub load: Load,
    /// Files whose change means that the graph has changed; none: it never does.
    pub watched: Vec<PathBuf>,
    /// Port on 127.0.0.1; 0: any free one.
    pub port: u16,
    /// Reads a pasted article.
    pub read: Read,
    /// Adds corrections to a file, if one was named.
    pub correct: Option<Correct>,
}

/// Adds entries to a corrections file, all or, with a reason, none; tells how many.
pub type Add = Box<dyn Fn(&str) -> Result<usize, String> + Send + Sync>;

/// A file of corrections that the page may add to.
pub struct Correct {
    /// Its name.
    pub file: String,
    /// Adds to it.
    pub add: Add,
}

/// What all requests share.
struct Shared {
    graph: RwLock<Arc<Loaded>>,
    /// `127.0.0.1:PORT`.
    address: SocketAddr,
    token: String,
    served: Served,
}

/// A graph with the number of its version.
struct Loaded {
    version: u64,
    graph: Indexed,
}

impl Shared {
    fn graph(&self) -> Arc<Loaded> {
        // A panic elsewhere leaves the graph whole: it is only ever replaced.
        Arc::clone(&self.graph.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn replace(&self, graph: Graph) {
        let mut slot = self.graph.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let version = slot.version + 1;
        *slot = Arc::new(Loaded { version, graph: Indexed::new(graph) });
    }
}

/// Serves until the process is asked to stop (Ctrl-C or a termination signal). `ready` is called
/// with the page's address once it can be opened, `note` with what a user should know.
///
/// # Errors
/// The graph cannot be read, or the port cannot be had.
pub fn serve(
    served: Served,
    ready: impl FnOnce(&str),
    note: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), String> {
    let graph = (served.load)()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, served.port));
        let listener = TcpListener::bind(wanted).await.map_err(|e| format!("{wanted}: {e}"))?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let token = guard::token().map_err(|e| e.to_string())?;
        let shared = Arc::new(Shared {
            graph: RwLock::new(Arc::new(Loaded { version: 1, graph: Indexed::new(graph) })),
            address,
            token,
            served,
        });
        let stop = stopped().map_err(|e| e.to_string())?;
        ready(&format!("http://{address}/"));
        let watch = tokio::spawn(watch(Arc::clone(&shared), note));
        accept(listener, router(shared), stop).await;
        watch.abort();
        Ok(())
    })
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(api::page))
        .route("/api/version", get(api::version))
        .route("/api/rows", get(api::rows))
        .route("/api/graph", get(api::graph))
        .route("/api/actors", get(api::actors))
        .route("/api/edges", get(api::edges))
        .route("/api/events", get(api::events))
        .route("/api/path", get(api::path))
        .route("/api/openapi.json", get(api::openapi))
        .route("/api/read", post(api::read))
        .route("/api/corrections", post(api::corrections))
        .fallback(api::nothing)
        .method_not_allowed_fallback(api::not_this_way)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(guard::in_time))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), guard::only_own))
        .with_state(shared)
}

/// Takes connections until the process is asked to stop; then those that are open may end.
async fn accept(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let (stream, _) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                // The client went away, or files ran out: the next one may do.
                Err(_) => { tokio::time::sleep(Duration::from_millis(50)).await; continue }
            },
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(64 << 10)
            .keep_alive(true)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What a client does wrong is its own trouble.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// Ends when the process is asked to stop; from the call on, such a request no longer ends the
/// process by itself.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {},
            _ = terminate.recv() => {},
        }
    })
}

#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Reads the graph again when its files change; a graph that cannot be read (half of it is
/// written) leaves the old one.
async fn watch(shared: Arc<Shared>, note: impl Fn(&str) + Send + Sync + 'static) {
    // An empty file is as good as none: readers of a store make and remove such logs.
    let state = |paths: &[PathBuf]| -> Vec<Option<(SystemTime, u64)>> {
        paths
            .iter()
            .map(|path| {
                let file = path.metadata().ok().filter(|file| file.len() > 0)?;
                Some((file.modified().ok()?, file.len()))
            })
            .collect()
    };
    let mut known = state(&shared.served.watched);
    loop {
        tokio::time::sleep(LOOK).await;
        let now = state(&shared.served.watched);
        if now == known {
            continue;
        }
        let reading = Arc::clone(&shared);
        let read = tokio::task::spawn_blocking(move || (reading.served.load)()).await;
        match read {
            Ok(Ok(graph)) => {
                shared.replace(graph);
                known = now;
            }
            Ok(Err(problem)) => {
                note(&format!("warning: the changed graph cannot be read, the old one stays: {problem}"));
                known = now;
            }
            Err(_) => known = now,
        }
    }
}
