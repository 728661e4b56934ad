//! A store of a million edges: how long it takes to open and to ask, how much memory that needs,
//! and what a thousand more articles cost.
//!
//! ```text
//! cargo bench --bench store
//! cargo bench --bench store -- FOLDER     # keeps big.db there for the program, and uses it again
//! ```
//!
//! The graph is made up: 100,000 actors (states first, with their real ids, so that articles meet
//! them), edges between actors drawn by Zipf's law, one actor on every twentieth edge.

mod random;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use demarche::graph::{Filter, Source};
use demarche::pipeline::Pipeline;
use demarche::query;
use demarche::read;
use demarche::store::{Incoming, Run, Settings, Store};
use demarche::tables::Tables;
use demarche::types::{
    Actor, ActorId, ActorKind, Affiliation, Basis, Category, DocumentGraph, DocumentInfo, Evidence, Meeting,
    Modality, Mode, Polarity, Quote, Relation, Stance, Status,
};
use random::Random;

const ACTORS: usize = 100_000;
const EDGES: usize = 1_000_000;
/// Edges in a made-up document.
const EACH: usize = 15;
/// Documents that are added at once.
const BATCH: usize = 512;
/// Articles that are added to the finished store.
const ARTICLES: usize = 1000;
const SAMPLE: &str = include_str!("../examples/baghdad-talks.txt");

/// Actors and how often each is drawn.
struct World {
    actors: Vec<Actor>,
    /// Sums of the weights of all actors up to each.
    weights: Vec<f64>,
}

impl World {
    fn new() -> Self {
        let countries = &Tables::bundled().expect("bundled tables are sound").countries;
        let mut actors: Vec<Actor> = countries
            .iter()
            .map(|c| actor(format!("country:{}", c.iso3), ActorKind::Country, c.name.clone()))
            .collect();
        for i in actors.len()..ACTORS {
            let (word, kind) =
                if i % 3 == 0 { ("group", ActorKind::Group) } else { ("person", ActorKind::Person) };
            actors.push(actor(format!("{word}:made-up-{i}"), kind, format!("Made Up {i}")));
        }
        let mut sum = 0.0;
        let weights = (1..=actors.len()).map(|rank| {
            sum += (rank as f64).powf(-0.8);
            sum
        });
        Self { weights: weights.collect(), actors }
    }

    /// An actor by Zipf's law; not the hub, who has its share.
    fn draw(&self, random: &mut Random) -> usize {
        let all = self.weights.last().copied().unwrap_or(1.0);
        loop {
            let at = (random.next() >> 11) as f64 / (1_u64 << 53) as f64 * all;
            let found = self.weights.partition_point(|w| *w < at).min(ACTORS - 1);
            if found > 0 {
                return found;
            }
        }
    }

    fn document(&self, n: usize, random: &mut Random) -> DocumentGraph {
        let id = format!("https://news.example.org/{n:07}");
        let date =
            format!("20{:02}-{:02}-{:02}", 15 + random.below(11), 1 + random.below(12), 1 + random.below(28));
        let mut who = vec![n % ACTORS];
        let mut relations = Vec::with_capacity(EACH);
        for k in 0..EACH {
            let mut a = if random.below(20) == 0 { 0 } else { self.draw(random) };
            let mut b = self.draw(random);
            if random.below(2) == 0 {
                std::mem::swap(&mut a, &mut b);
            }
            if a != b {
                who.extend([a, b]);
                relations.push(self.relation(a, b, evidence(&id, k, &date), random));
            }
        }
        who.sort_unstable();
        who.dedup();
        let document = DocumentInfo {
            sha256: format!("{n:064x}"),
            title: Some(format!("Made up story {n}")),
            date: Some(date),
            source: Some("Example News".into()),
            url: Some(id.clone()),
            id,
            ..DocumentInfo::default()
        };
        let actors = who.iter().filter_map(|&i| self.actors.get(i)).cloned().collect();
        DocumentGraph { document, actors, relations, ..DocumentGraph::default() }
    }

    fn relation(&self, a: usize, b: usize, evidence: Evidence, random: &mut Random) -> Relation {
        let (a, b) = (self.actors[a].id.clone(), self.actors[b].id.clone());
        match random.below(20) {
            0..5 => {
                let mut participants = vec![a, b];
                participants.sort();
                let status = [Status::Held, Status::Held, Status::Held, Status::Planned, Status::Denied]
                    [random.below(5)];
                Relation::Meeting(Meeting {
                    participants,
                    host: None,
                    mediator: None,
                    status,
                    mode: Mode::InPerson,
                    place: Some("Geneva".into()),
                    topic: None,
                    participant_quotes: vec![evidence.source.clone(), evidence.target.clone()],
                    evidence,
                })
            }
            5..8 => {
                let role = format!("Deputy Minister {}", random.below(50));
                Relation::Affiliation(Affiliation { member: a, of: b, role, former: false, evidence })
            }
            _ => {
                let polarity = [Polarity::Support, Polarity::Oppose][random.below(2)];
                let category =
                    [Category::Accuse, Category::Support, Category::Aid, Category::Request][random.below(4)];
                Relation::Stance(Stance {
                    holder: a,
                    target: b,
                    polarity,
                    category,
                    basis: Basis::Word,
                    intensity: 0.4,
                    evidence,
                })
            }
        }
    }
}

fn actor(id: String, kind: ActorKind, name: String) -> Actor {
    let iso3 = id.strip_prefix("country:").map(str::to_owned);
    let aliases = vec![format!("{name} the Other")];
    Actor {
        id: ActorId(id),
        kind,
        subtype: None,
        name,
        aliases,
        iso3,
        wikidata: None,
        mentions: 3,
        rolled_up: vec![],
    }
}

fn evidence(document: &str, k: usize, date: &str) -> Evidence {
    let text =
        format!("Sentence {k} of this story says at some length what one of them thinks of the other one.");
    let quote = |from: usize, words: &str| Quote {
        start: k * 200 + from,
        end: k * 200 + from + words.len(),
        text: words.into(),
    };
    Evidence {
        document: document.into(),
        sentence: k,
        trigger: quote(40, "thinks"),
        source: quote(50, "one of them"),
        target: quote(60, "the other one"),
        quote: quote(0, &text),
        cues: vec![],
        attribution: vec![],
        modality: Modality::Asserted,
        date: None,
        reported: Some(date.into()),
        confidence: 0.5 + (k % 50) as f32 / 100.0,
        coreference: false,
        implicit: false,
    }
}

fn incoming(graph: DocumentGraph) -> Incoming {
    Incoming { graph, place: None, reading: String::new(), program: "bench".into() }
}

fn edges(store: &Store) -> usize {
    let counts = store.counts().expect("a sound store");
    counts.meetings + counts.stances + counts.affiliations
}

/// Makes the store of a million edges.
fn make(path: &Path) {
    let start = Instant::now();
    let (world, mut random) = (World::new(), Random(7));
    let mut store = Store::open_to_write(path, Settings::default()).expect("a new store");
    let mut n = 0;
    while edges(&store) < EDGES {
        let batch = (n..n + BATCH).map(|n| incoming(world.document(n, &mut random))).collect();
        n += BATCH;
        store.add(batch, &[], &mut Run::default()).expect("room on the disk");
    }
    let documents = store.len().expect("a sound store");
    let bytes = path.metadata().map_or(0, |m| m.len());
    println!(
        "made {} edges of {documents} documents in {:.0?}; {} MB",
        edges(&store),
        start.elapsed(),
        bytes >> 20
    );
}

fn time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    println!("{what:<44} {:>8.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    out
}

/// Asks in a process of its own, whose memory is then that of the questions.
fn ask(path: &Path) {
    let store = time("open", || Store::open(path).expect("the store that was made"));
    let id = |n: usize| World::new().actors[n].id.clone();
    let (hub, second, middle, far) = (id(0), id(1), id(5_000), id(90_000));
    let all = Filter::default();
    let since = Filter { since: Some("2024".into()), ..Filter::default() };
    for (name, id) in [("the hub", &hub), ("the second", &second), ("the 5,000th", &middle)] {
        let found = time(&format!("neighbours of {name}"), || store.neighbours(id, &all).expect("an answer"));
        println!("    {} neighbours", found.len());
        time(&format!("links of {name}"), || store.links(id, &all).expect("an answer"));
    }
    time("links of the second since 2024", || store.links(&second, &since).expect("an answer"));
    let found = time("meetings of the hub and the second", || {
        store.events(&[&hub, &second], &all).expect("an answer")
    });
    println!("    {} meetings", found.len());
    time("the same since 2024", || store.events(&[&hub, &second], &since).expect("an answer"));
    time("meetings of the 5,000th and 90,000th", || store.events(&[&middle, &far], &all).expect("an answer"));
    time("evidence between hub and second", || store.edges(&hub, Some(&second), &all).expect("an answer"));
    time("a name", || store.named("Made Up 5000", 5).expect("an answer"));
    time("a name spelled otherwise", || store.named("Maid Up 5000", 5).expect("an answer"));
    for (name, from, to) in [("90,000th, 5,000th", &far, &middle), ("hub, 90,000th", &hub, &far)] {
        let paths = time(&format!("3 paths: {name}"), || paths(&store, from, to));
        println!("    {paths} paths");
    }
    memory("memory of all these");
    let mut links = 0;
    time("all links", || store.all_links(&all, &mut |_| links += 1).expect("an answer"));
    println!("    {links} links");
    memory("memory with all links");
}

fn paths(store: &Store, from: &ActorId, to: &ActorId) -> usize {
    query::paths(store, from, to, 3, 4, &Filter::default()).map_or(0, |paths| paths.len())
}

fn memory(what: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{what:<44} {}", peak.unwrap_or("unknown").trim());
}

/// Articles that differ, as the program reads them.
fn articles() -> Vec<String> {
    let countries = &Tables::bundled().expect("bundled tables are sound").countries;
    let names: Vec<&str> = countries.iter().map(|c| c.name.as_str()).collect();
    let mut random = Random(11);
    let mut other = || names[random.below(60).min(names.len() - 1)];
    (0..ARTICLES)
        .map(|n| {
            let text = SAMPLE.replace("Iraq", other()).replace("Syria", other()).replace("Jordan", other());
            format!("{text}\n\nStory {n}.\n")
        })
        .collect()
}

/// Time that this process has spent at work, where the system tells it: other programs do not
/// disturb it. Waiting for the disk is left out.
fn clock() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    match told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse().ok()) {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => START.elapsed(),
    }
}

/// Reads and adds the articles; gives the time of all, the work of all, and that of the store.
fn add(path: &Path, pipeline: &Pipeline) -> [Duration; 3] {
    let texts = articles();
    let mut alone = Duration::ZERO;
    let (start, started) = (Instant::now(), clock());
    let mut store = Store::open_to_write(path, Settings::default()).expect("a store");
    let mut run = Run::default();
    for (b, batch) in texts.chunks(64).enumerate() {
        let documents: Vec<_> = batch
            .iter()
            .enumerate()
            .map(|(k, text)| read::from_text(&format!("article {b}-{k}"), text))
            .collect();
        let read = |document| Incoming::new(document, pipeline.document(document), "bench");
        let read = documents.iter().map(read).collect();
        let before = clock();
        store.add(read, &[], &mut run).expect("room on the disk");
        alone += clock() - before;
    }
    drop(store);
    [start.elapsed(), clock() - started, alone]
}

fn compare(path: &Path, folder: &Path) {
    let pipeline = Pipeline::new().expect("bundled tables and weights are sound");
    let (big, small) = (folder.join("big-copy.db"), folder.join("small.db"));
    for round in 1..=3 {
        std::fs::copy(path, &big).expect("room on the disk");
        let _ = std::fs::remove_file(&small);
        let empty = add(&small, &pipeline);
        let full = add(&big, &pipeline);
        for (name, [all, work, store]) in [("empty", empty), ("full", full)] {
            println!(
                "{ARTICLES} articles into the {name} store, round {round}: {all:.2?}, of that at work \
                 {work:.2?}, in the store {store:.2?}"
            );
        }
        println!("    ratio of work {:.2}", full[1].as_secs_f64() / empty[1].as_secs_f64());
    }
    let _ = std::fs::remove_file(&big);
    let _ = std::fs::remove_file(&small);
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [word, path] = args.as_slice()
        && word == "ask"
    {
        return ask(Path::new(path));
    }
    let scratch = tempfile::tempdir().expect("a folder for the store");
    let folder = args.first().map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let path = folder.join("big.db");
    if !path.exists() {
        make(&path);
    }
    let program = std::env::current_exe().expect("this program");
    for round in ["first", "second"] {
        println!("--- {round} time");
        let status = Command::new(&program).arg("ask").arg(&path).status().expect("this program runs");
        assert!(status.success(), "questions failed");
    }
    compare(&path, &folder);
}
