//! The server as a hostile neighbour meets it: what it answers, what it refuses, how it stops.
#![cfg(all(feature = "serve", unix))]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NEWS: &str = "Iraq condemned Israel. Foreign Minister Fuad Hussein met Asaad al-Shaibani in Baghdad.\n";

struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn build(folder: &std::path::Path, text: &str) {
    std::fs::write(folder.join("news.txt"), text).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["build", "news.txt", "-o", "graph.json"])
        .current_dir(folder)
        .status()
        .unwrap();
    assert!(done.success());
}

impl Server {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        build(folder.path(), NEWS);
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["serve", "graph.json", "--port", "0"])
            .args(more)
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap();
        Self { child, port, folder }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends bytes as they are.
    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        // A server that has refused already may close before all is sent.
        let _ = stream.write_all(bytes);
        let mut out = Vec::new();
        let _ = stream.read_to_end(&mut out);
        let out = String::from_utf8_lossy(&out).into_owned();
        let (head, body) = out.split_once("\r\n\r\n").unwrap_or((&out, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            text.push_str(&format!("Host: {}\r\n", self.host()));
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        self.send(text.as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    fn token(&self) -> String {
        let page = self.get("/").body;
        page.split("name=\"demarche-token\" content=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serves_page_and_answers() {
    let server = Server::start();
    let page = server.get("/");
    assert_eq!(page.status, 200);
    for header in [
        "content-security-policy: default-src 'none'",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(page.head.contains(header), "{header}\n{}", page.head);
    }
    assert!(!page.head.contains("access-control"));
    assert_eq!(server.token().len(), 64);
    for (path, part) in [
        ("/api/version", "\"version\":\"1\""),
        ("/api/rows", "\"sentences\""),
        ("/api/graph", "\"country:ISR\""),
        ("/api/actors?kind=country", "\"Israel\""),
        ("/api/actors?q=hussein", "person:fuad-hussein"),
        ("/api/edges?actor=Iraq&with=Israel&kind=stance&polarity=oppose", "condemned"),
        ("/api/events?actor=Fuad%20Hussein", "person:asaad-al-shaibani"),
        ("/api/path?from=Iraq&to=Israel", "\"hops\":[{"),
        ("/api/openapi.json", "\"openapi\""),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert!(answer.body.contains(part), "{path}: {}", answer.body);
    }
    assert_eq!(server.ask("HEAD", "/api/version", &[], "").status, 200);
}

#[test]
fn the_description_names_what_there_is() {
    let server = Server::start();
    let text = server.get("/api/openapi.json").body;
    let description: serde_json::Value = serde_json::from_str(&text).unwrap();
    let paths = description["paths"].as_object().unwrap();
    assert!(paths.len() > 8);
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let answer =
                server.ask(&method.to_uppercase(), path, &[("X-Demarche-Token", &server.token())], "");
            assert!(!matches!(answer.status, 404 | 405), "{method} {path}: {}", answer.status);
            // What must be asked for is asked for; what is described is known.
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let required = parameters.iter().any(|p| p["in"] == "query" && p["required"] == true);
            assert_eq!(
                answer.status == 400,
                required || method == "post",
                "{method} {path}: {}",
                answer.body
            );
            for parameter in parameters.iter().filter(|p| p["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let answer = server.get(&format!("{path}?{name}=x"));
                assert!(
                    !answer.body.contains("unknown field") && !answer.body.contains("nothing is called"),
                    "{path}?{name}: {}",
                    answer.body
                );
            }
        }
    }
}

#[test]
fn says_what_is_wrong_with_a_question() {
    let server = Server::start();
    for (path, status) in [
        ("/api/edges", 400),
        ("/api/edges?actor=Iraq&kind=love", 400),
        ("/api/edges?actor=Iraq&since=soon", 400),
        ("/api/edges?actor=Iraq&colour=red", 400),
        ("/api/edges?actor=Iraq&since=2025-03&until=2025-02", 400),
        ("/api/edges?actor=Iraq&limit=many", 400),
        ("/api/edges?actor=Iraq&attributed_to=Nobody%20Ever", 404),
        ("/api/events?actor=Iraq&status=soon", 400),
        ("/api/events?actor=Iraq&polarity=oppose", 400),
        ("/api/events?actor=Iraq&kinds=stance", 400),
        ("/api/edges?actor=Iraq&kinds=stance&status=held", 400),
        ("/api/edges?actor=Iraq&undated=true", 400),
        ("/api/graph?colour=red", 400),
        ("/api/rows?actor=Iraq", 400),
        ("/api/graph?attributed_to=Nobody%20Ever", 404),
        ("/api/path?from=Iraq", 400),
        ("/api/edges?actor=Nobody%20Ever", 404),
        ("/api/actors?kind=ghost", 400),
        ("/api/nothing", 404),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.body.contains("\"error\""), "{path}: {}", answer.body);
    }
    let known = "kinds, polarity, status, since, until, undated, min_confidence, attributed_to";
    assert!(server.get("/api/graph?colour=red").body.contains(&format!("there are {known}\"")));
    assert!(server.get("/api/path?colour=red").body.contains(&format!("there are from, to, {known}\"")));
    assert_eq!(server.ask("DELETE", "/api/graph", &[("X-Demarche-Token", &server.token())], "").status, 405);
}

#[test]
fn the_filter_of_all_commands_holds_for_every_question() {
    let server = Server::start();
    for (path, part, is_there) in [
        ("/api/edges?actor=Iraq&kinds=stance", "condemned", true),
        ("/api/edges?actor=Iraq&kinds=meeting", "condemned", false),
        ("/api/edges?actor=Iraq&status=held", "condemned", false),
        // The text has no date.
        ("/api/edges?actor=Iraq&since=2020", "condemned", false),
        ("/api/edges?actor=Iraq&since=2020&undated=true", "condemned", true),
        ("/api/edges?actor=Iraq&attributed_to=text", "condemned", true),
        ("/api/edges?actor=Iraq&attributed_to=Israel", "condemned", false),
        ("/api/events?actor=Fuad%20Hussein&status=held", "person:asaad", true),
        ("/api/events?actor=Fuad%20Hussein&status=planned", "person:asaad", false),
        ("/api/graph?kinds=stance", "condemned", true),
        ("/api/graph?kinds=meeting", "condemned", false),
        ("/api/rows?attributed_to=Israel", "condemned", false),
        ("/api/path?from=Iraq&to=Israel&polarity=oppose", "\"hops\":[{", true),
        ("/api/path?from=Iraq&to=Israel&polarity=support", "\"hops\":[{", false),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.body.contains(part), is_there, "{path}: {}", answer.body);
    }
    // What is served is narrowed alike.
    let server = Server::with(&["--kinds", "meeting"]);
    assert!(!server.get("/api/graph").body.contains("condemned"));
}

#[test]
fn corrections_go_into_the_file_that_was_named_and_nowhere_else() {
    let server = Server::with(&["--corrections", "fixes.toml"]);
    let file = server.folder.path().join("fixes.toml");
    let token = server.token();
    assert!(server.get("/").body.contains("name=\"demarche-corrections\" content=\"fixes.toml\""));
    let entry = "[[rename]]\nactor = \"Iraq\"\nname = \"Irak\"\nnote = \"<b>so</b>\"\n";
    // Without the token, or from another site, nothing is written.
    assert_eq!(server.ask("POST", "/api/corrections", &[], entry).status, 403);
    let foreign = [("X-Demarche-Token", token.as_str()), ("Origin", "http://evil.example")];
    assert_eq!(server.ask("POST", "/api/corrections", &foreign, entry).status, 403);
    assert!(!file.exists());
    let with = [("X-Demarche-Token", token.as_str())];
    for (text, problem) in [
        ("", "empty"),
        ("[[rename]]\nactor = \"Iraq\"\n", "missing field"),
        ("nonsense", "key with no value"),
        ("[[reject]]\nkey = \"x\"\n", "is no key of a reading"),
    ] {
        let answer = server.ask("POST", "/api/corrections", &with, text);
        assert_eq!(answer.status, 400, "{text}: {}", answer.body);
        assert!(answer.body.contains(problem), "{text}: {}", answer.body);
    }
    assert!(!file.exists());
    let answer = server.ask("POST", "/api/corrections", &with, entry);
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"added\":1,\"file\":\"fixes.toml\"}"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), entry);
    // What contradicts the file is refused with the line that it contradicts, and the file stays.
    let other = "[[rename]]\nactor = \"Iraq\"\nname = \"Iraque\"\n";
    let answer = server.ask("POST", "/api/corrections", &with, other);
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(answer.body.contains("fixes.toml:2"), "{}", answer.body);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), entry);
    // The graph follows.
    let begun = Instant::now();
    while !server.get("/api/graph").body.contains("\"Irak\"") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the graph does not follow");
        std::thread::sleep(Duration::from_millis(100));
    }
    // Without a file there is nothing to write to.
    let server = Server::start();
    let token = server.token();
    let answer = server.ask("POST", "/api/corrections", &[("X-Demarche-Token", &token)], entry);
    assert_eq!(answer.status, 409, "{}", answer.body);
}

#[test]
fn refuses_other_sites() {
    let server = Server::start();
    let port = server.port;
    for host in [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "evil.example:80",
        "",
        "127.0.0.1.evil.example",
        "0.0.0.0",
    ] {
        let answer = server.ask("GET", "/api/graph", &[("Host", host)], "");
        assert!(answer.status == 421 || answer.status == 400, "{host}: {}", answer.status);
        assert!(!answer.body.contains("country:"));
    }
    let twice = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert_ne!(server.send(twice.as_bytes()).status, 200);
    let without = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    assert_ne!(server.send(without).status, 200);
    assert_eq!(server.ask("GET", "/", &[("Host", &format!("localhost:{port}"))], "").status, 200);
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://"] {
        assert_eq!(server.ask("GET", "/api/graph", &[("Origin", origin)], "").status, 403, "{origin}");
    }
    let own = format!("http://127.0.0.1:{port}");
    assert_eq!(server.ask("GET", "/api/graph", &[("Origin", &own)], "").status, 200);
    for site in ["cross-site", "same-site"] {
        assert_eq!(server.ask("GET", "/api/graph", &[("Sec-Fetch-Site", site)], "").status, 403);
    }
}

#[test]
fn reads_an_article_for_its_own_page_only() {
    let server = Server::start();
    let token = server.token();
    let wrong = "0".repeat(64);
    for headers in
        [vec![], vec![("X-Demarche-Token", wrong.as_str())], vec![("X-Demarche-Token", &token[1..])]]
    {
        assert_eq!(server.ask("POST", "/api/read", &headers, "Syria thanked Iraq.").status, 403);
    }
    let with = [("X-Demarche-Token", token.as_str()), ("Content-Type", "text/plain")];
    let answer = server.ask("POST", "/api/read", &with, "Syria thanked Iraq.");
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body.contains("\"marks\":[[0,5,"), "{}", answer.body);
    assert_eq!(server.ask("POST", "/api/read", &with, "  ").status, 400);
    let foreign = [with[0], ("Origin", "http://evil.example")];
    assert_eq!(server.ask("POST", "/api/read", &foreign, "Syria thanked Iraq.").status, 403);
}

#[test]
fn refuses_what_is_too_large() {
    let server = Server::start();
    let token = server.token();
    let body = "Syria thanked Iraq. ".repeat(60_000);
    assert_eq!(server.ask("POST", "/api/read", &[("X-Demarche-Token", &token)], &body).status, 413);
    assert_eq!(server.get(&format!("/api/actors?q={}", "a".repeat(5000))).status, 414);
    let head =
        format!("GET / HTTP/1.1\r\nHost: {}\r\nX-Long: {}\r\n\r\n", server.host(), "a".repeat(300_000));
    assert_ne!(server.send(head.as_bytes()).status, 200);
    assert_eq!(server.get("/api/version").status, 200);
}

#[test]
fn no_path_leads_to_a_file() {
    let server = Server::start();
    for path in [
        "/../graph.json",
        "/..%2fgraph.json",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/graph.json",
        "/api/../graph.json",
        "/api/rows/..",
        "/\\graph.json",
        "/%00",
        "http://evil.example/",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404 | 421), "{path}: {} {}", answer.status, answer.body);
    }
}

#[test]
fn slow_clients_are_cut_off() {
    let server = Server::start();
    std::thread::scope(|scope| {
        for start in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
            let server = &server;
            scope.spawn(move || {
                let begun = Instant::now();
                server.send(start.as_bytes());
                assert!(begun.elapsed() < Duration::from_secs(12), "{start:?}: {:?}", begun.elapsed());
            });
        }
    });
    assert_eq!(server.get("/api/version").status, 200);
}

#[test]
fn nobody_else_reaches_it() {
    let server = Server::start();
    // Another address of this machine: open if the server listened on all of them.
    let other = TcpStream::connect_timeout(
        &format!("127.0.0.2:{}", server.port).parse().unwrap(),
        Duration::from_secs(2),
    );
    assert!(other.is_err());
}

#[test]
fn follows_the_graph() {
    let server = Server::start();
    build(server.folder.path(), "Norway thanked Sweden.\n");
    let begun = Instant::now();
    while !server.get("/api/version").body.contains("\"version\":\"2\"") {
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(server.get("/api/rows").body.contains("country:NOR"));
    // Half a graph: the old one stays.
    std::fs::write(server.folder.path().join("graph.json"), "{\"directed\":").unwrap();
    std::thread::sleep(Duration::from_secs(2));
    assert!(server.get("/api/rows").body.contains("country:NOR"));
}

#[test]
fn stops_when_it_is_asked_to() {
    let mut server = Server::start();
    let idle = TcpStream::connect(server.host()).unwrap();
    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let begun = Instant::now();
    let status = server.child.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(begun.elapsed() < Duration::from_secs(8));
    drop(idle);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let server = Server::start();
    let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(["serve", "graph.json", "--port", &server.port.to_string()])
        .current_dir(server.folder.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains(&server.host()));
}
