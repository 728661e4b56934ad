//! One filter: a graph in memory, a store, and the page in the browser let the same count.

mod made;

use std::collections::BTreeMap;
use std::process::Command;

use demarche::graph::{Filter, Graph, Indexed, Kind, Link, Options, Source, Voice, merge};
use demarche::store::{Incoming, Run, Settings, Store};
use demarche::types::{ActorId, Basis, Category, DocumentGraph, Mode, Polarity, Relation, Status, Tie};
use serde_json::{Value, json};

const ACTORS: [&str; 5] = ["country:SYR", "country:IRQ", "person:a-b", "person:c-d", "group:un"];
const DATES: [&str; 7] =
    ["2024", "2025-02", "2025-03", "2025-03-01", "2025-03-08", "2025-03-31", "2026-01-02"];
const VOICES: [&str; 3] = ["person:a-b", "group:un", "a spokesman's \"friend\""];

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn document(chance: &mut Chance, n: usize) -> DocumentGraph {
    let id = format!("d{n}");
    let mut relations = Vec::new();
    for at in 0..8 + chance.below(20) {
        let a = chance.below(ACTORS.len());
        let b = (a + 1 + chance.below(ACTORS.len() - 1)) % ACTORS.len();
        let (a, b) = (ACTORS[a], ACTORS[b]);
        let mut evidence = made::evidence(&id, at * 100, chance.below(101) as f32 / 100.0);
        evidence.reported = (chance.below(3) > 0).then(|| chance.of(&DATES).to_owned());
        if chance.below(3) == 0 {
            evidence.date = made::dated(&id, at * 100, chance.of(&DATES)).date;
            if let Some(date) = evidence.date.as_mut().filter(|_| chance.below(4) == 0) {
                date.value = None;
            }
        }
        evidence.attribution =
            VOICES.iter().filter(|_| chance.below(3) == 0).map(|voice| (*voice).to_owned()).collect();
        relations.push(match chance.below(4) {
            0 => made::member(a, b, chance.of(&["Minister", "envoy"]), evidence),
            1 => made::meeting(&[a, b], chance.of(&Status::ALL), evidence),
            _ => made::stance(a, b, chance.of(&[Polarity::Support, Polarity::Oppose]), evidence),
        });
        if let Some(Relation::Stance(stance)) = relations.last_mut() {
            stance.category = chance.of(&[Category::Accuse, Category::Support, Category::Aid]);
        }
    }
    let actors = ACTORS.iter().map(|id| made::actor(id, id, 2)).collect();
    made::document(&id, &format!("{n:02x}{n:02x}abcdef012345"), actors, relations)
}

fn filter(chance: &mut Chance) -> Filter {
    let mut out = Filter::default();
    for kind in [Kind::Meeting, Kind::Stance, Kind::Affiliation] {
        if chance.below(4) == 0 {
            out.kinds.push(kind);
        }
    }
    for status in Status::ALL {
        if chance.below(12) == 0 {
            out.status.push(status);
        }
    }
    out.polarity = (chance.below(4) == 0).then(|| chance.of(&[Polarity::Support, Polarity::Oppose]));
    out.since = (chance.below(3) == 0).then(|| chance.of(&DATES).to_owned());
    out.until = (chance.below(3) == 0).then(|| chance.of(&DATES).to_owned());
    out.undated = chance.below(2) == 0;
    out.min_confidence = (chance.below(3) == 0).then(|| chance.below(101) as f32 / 100.0);
    out.attributed_to = match chance.below(6) {
        0 => Some(Voice::Text),
        1 => Some(Voice::Actor(ActorId(chance.of(&VOICES).to_owned()))),
        _ => None,
    };
    out
}

/// The boxes and fields of the page, set as the filter says.
fn on_the_page(filter: &Filter) -> Value {
    let meeting = |status| Tie::Meeting { status, mode: Mode::default(), event: String::new() };
    let stance = |polarity| {
        let (category, basis) = (Category::Accuse, Basis::Word);
        Tie::Stance { polarity, category, basis, intensity: 0.0 }
    };
    let lines = [
        ("supports", filter.allows(&stance(Polarity::Support))),
        ("opposes", filter.allows(&stance(Polarity::Oppose))),
        ("belongs", filter.allows(&Tie::Affiliation { role: String::new(), former: false })),
    ];
    let voice = match &filter.attributed_to {
        None => "",
        Some(Voice::Text) => "text",
        Some(Voice::Actor(id)) => &id.0,
    };
    let hidden: Vec<&str> = lines.iter().filter(|(_, shown)| !shown).map(|(line, _)| *line).collect();
    json!({
        "hiddenLines": hidden,
        "hiddenStatuses": Status::ALL.iter().filter(|s| !filter.allows(&meeting(**s))).collect::<Vec<_>>(),
        "from": filter.since.clone().unwrap_or_default(),
        "until": filter.until.clone().unwrap_or_default(),
        "undated": filter.undated,
        "confidence": filter.min_confidence.map_or(0.0, |p| f64::from((p * 100.0).round()) / 100.0),
        "voice": voice,
    })
}

/// How much of the evidence of each edge counts.
fn counted(graph: &Graph, filter: &Filter) -> BTreeMap<String, usize> {
    let kept = graph.edges().filter_map(|edge| filter.edge(edge.clone()));
    kept.map(|edge| (edge.id, edge.evidence.len())).collect()
}

fn links(source: &dyn Source, filter: &Filter) -> Vec<Link> {
    let mut out = Vec::new();
    source.all_links(filter, &mut |link| out.push(link)).unwrap();
    out
}

#[test]
fn memory_store_and_page_let_the_same_count() {
    let mut chance = Chance(11);
    let folder = tempfile::tempdir().unwrap();
    let mut cases = Vec::new();
    let (mut counts, mut cut, mut none) = (0, 0, 0);
    for n in 0..24 {
        let documents: Vec<_> = (0..1 + chance.below(4)).map(|n| document(&mut chance, n)).collect();
        let mut store = Store::open_to_write(
            &folder.path().join(format!("{n}.db")),
            Settings { threshold: 0.0, ..Settings::default() },
        )
        .unwrap();
        let incoming = |graph: &DocumentGraph| Incoming {
            place: None,
            graph: graph.clone(),
            reading: String::new(),
            program: "test".into(),
        };
        store.add(documents.iter().map(incoming).collect(), &[], &mut Run::default()).unwrap();
        let memory = Indexed::new(merge(documents, Options::above(0.0)));
        let graph = memory.graph().unwrap().into_owned();
        let all = counted(&graph, &Filter::default());
        let mut filters = Vec::new();
        for _ in 0..30 {
            let filter = filter(&mut chance);
            assert_eq!(links(&memory, &filter), links(&store, &filter), "{filter:?}");
            for id in ACTORS.map(|id| ActorId(id.to_owned())) {
                assert_eq!(
                    memory.edges(&id, None, &filter).unwrap(),
                    store.edges(&id, None, &filter).unwrap(),
                    "{filter:?}"
                );
                assert_eq!(memory.links(&id, &filter).unwrap(), store.links(&id, &filter).unwrap());
                assert_eq!(memory.neighbours(&id, &filter).unwrap(), store.neighbours(&id, &filter).unwrap());
                assert_eq!(memory.events(&[&id], &filter).unwrap(), store.events(&[&id], &filter).unwrap());
            }
            let found = counted(&graph, &filter);
            counts += found.len();
            cut += usize::from(found != all && !found.is_empty());
            none += usize::from(found.is_empty());
            filters.push(
                json!({"page": on_the_page(&filter), "counted": found, "filter": format!("{filter:?}")}),
            );
        }
        let rows: Value = serde_json::from_str(&demarche::view::to_json(&graph, None)).unwrap();
        cases.push(json!({"rows": rows, "filters": filters}));
    }
    assert!(counts > 1000 && cut > 300 && none > 20, "{counts} {cut} {none}: the filters try little");

    let file = folder.path().join("cases.json");
    std::fs::write(&file, serde_json::to_vec(&cases).unwrap()).unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    // As the tools of the page do, beside a package that says what its modules are.
    let work = folder.path().join("page");
    std::fs::create_dir_all(work.join("web")).unwrap();
    std::fs::write(work.join("package.json"), "{\"type\": \"module\"}").unwrap();
    for name in ["dom.js", "model.js", "select.js"] {
        std::fs::copy(format!("{root}/web/{name}"), work.join("web").join(name)).unwrap();
    }
    std::fs::copy(format!("{root}/tests/browser/filter.mjs"), work.join("filter.mjs")).unwrap();
    match Command::new("node").arg(work.join("filter.mjs")).arg(&file).output() {
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stdout).into_owned();
            assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
            assert!(said.contains("720 filters"), "{said}");
        }
        Err(error) => eprintln!("NOT TRIED: the page's own filter; node: {error}"),
    }
}
