//! A store grows and shrinks, and always holds the graph of the documents that are in it.

mod made;
#[path = "made/store.rs"]
mod made_store;

use std::collections::{BTreeMap, BTreeSet};

use demarche::graph::{
    Corrections, Filter, Graph, Indexed, Kind, Source, Voice, by_precedence, correct, merge,
};
use demarche::store::{Run, Settings, Store};
use demarche::tables::Tables;
use demarche::types::{ActorId, DocumentGraph, Modality, Polarity, Post, Relation, Sketch, Status};
use made_store::{add, json, new_store, take};
use proptest::prelude::*;
use proptest::test_runner::Config;

const ACTORS: [&str; 6] =
    ["country:SYR", "country:IRQ", "person:a-hussein", "person:b-hussein", "group:un", "group:army"];
/// Whom a document may know by the surname only, or by another form of the name.
const MORE: [&str; 4] =
    ["person:hussein@1", "person:husein@2", "person:anna-hussein", "person:a-maria-hussein"];
const OFFICES: [&str; 3] = ["president", "senator", ""];
const NAMES: [&str; 4] = ["Fuad Hussein", "Hussein", "the Name", "Émile O'Neill"];
const DAYS: [&str; 3] = ["2026-03-01", "2026-03-02", "2026-03-05"];

fn relation(document: String) -> impl Strategy<Value = Relation> {
    let kinds = (0..4_u8, any::<bool>(), 0..4_usize, any::<bool>());
    let words = (0..5_usize, 0..20_usize, proptest::option::of(0..3_usize), 35..100_u32);
    let shape = (proptest::sample::subsequence(ACTORS.to_vec(), 2..4), kinds, words);
    (shape, any::<u8>()).prop_map(
        move |((who, (kind, against, pick, implicit), (at, shift, day, sure)), more)| {
            let mut evidence = made::evidence(&document, at * 100 + shift, sure as f32 / 100.0);
            if let Some(day) = day {
                evidence.date = made::dated(&document, at * 100, DAYS[day]).date;
            }
            evidence.implicit = implicit && more % 5 == 0;
            if more % 11 < 3 {
                evidence.modality = Modality::Negated;
            }
            if more % 7 < 3 {
                evidence.attribution.clear();
            }
            let (a, b) = if more % 2 == 0 { (who[0], who[1]) } else { (who[1], who[0]) };
            let status = [Status::Held, Status::Planned][pick % 2];
            match kind {
                0 => {
                    let polarity = if against { Polarity::Oppose } else { Polarity::Support };
                    let mut relation = made::stance(a, b, polarity, evidence);
                    if let Relation::Stance(stance) = &mut relation {
                        stance.intensity = f32::from(more) / 255.0;
                    }
                    relation
                }
                1 => made::member(a, b, ["Minister", "minister", "MINISTER", "envoy"][pick], evidence),
                _ => {
                    let mut relation = made::meeting(&who, status, evidence);
                    if let Relation::Meeting(meeting) = &mut relation {
                        meeting.place = (more % 3 > 0).then(|| format!("place {}", more % 4));
                        meeting.topic = (more % 4 > 2).then(|| "gas".to_owned());
                    }
                    relation
                }
            }
        },
    )
}

/// Sketches of texts by the first digit of their hash: one of two stories, cut, a text that has something of
/// both, and others.
fn sketch(text: u8) -> Sketch {
    let story = |n: u32, words: u32| (0..words).map(move |at| (n << 20 | at).wrapping_mul(0x9e37_79b1));
    let runs: Vec<u32> = match text {
        0 => story(1, 100).collect(),
        1 => story(1, 70).collect(),
        2 => story(1, 60).chain(story(2, 50)).collect(),
        3 => story(2, 60).collect(),
        4 => story(3, 80).collect(),
        _ => Vec::new(),
    };
    Sketch { words: runs.len() as u32, runs }
}

fn document() -> impl Strategy<Value = DocumentGraph> {
    let actor = (0..6_usize, 0..4_usize, 0..3_usize, 0..4_usize);
    ((0..5_u8, 0..6_u8, 0..3_usize, 0..4_u8), proptest::collection::vec(actor, 0..6)).prop_flat_map(
        |((id, sha, title, place), actors)| {
            let id = format!("d{id}");
            let relations = proptest::collection::vec(relation(id.clone()), 0..8);
            let posts = proptest::collection::vec((0..6_usize, 0..3_usize, 0..4_usize), 0..5);
            let more = proptest::sample::subsequence(MORE.to_vec(), 0..3);
            (relations, posts, more).prop_map(move |(relations, posts, more)| {
                let mut all: Vec<_> = ACTORS.iter().map(|actor| made::actor(actor, NAMES[0], 1)).collect();
                for (who, name, mentions, alias) in &actors {
                    all[*who] = made::actor(ACTORS[*who], NAMES[*name], *mentions);
                    all[*who].aliases = vec![NAMES[*alias].to_owned()];
                }
                all.extend(more.iter().map(|actor| made::actor(actor, "Hussein", 2)));
                let mut relations = relations;
                for (n, actor) in more.iter().enumerate() {
                    let evidence = made::evidence(&id, 900 + n * 10, 0.9);
                    relations.push(made::stance(actor, "country:SYR", Polarity::Oppose, evidence.clone()));
                    relations.push(made::meeting(&[actor, "person:a-hussein"], Status::Held, evidence));
                }
                let mut graph = made::document(&id, &format!("{sha}{sha}abcdef0123"), all, relations);
                let people = [&ACTORS[2..4], &MORE[..]].concat();
                let post = |(who, office, of): (usize, usize, usize)| Post {
                    actor: ActorId(people[who].to_owned()),
                    office: OFFICES[office].to_owned(),
                    of: (of < 3)
                        .then(|| ActorId(["country:SYR", "country:IRQ", "group:army"][of].to_owned())),
                };
                graph.posts = posts.into_iter().map(post).collect();
                graph.sketch = sketch(sha);
                graph.document.title = Some(format!("title {title}"));
                // The place, for the test's own use.
                graph.document.url = (place > 0).then(|| format!("https://example.org/{place}"));
                graph.document.date = [None, Some(DAYS[0]), Some(DAYS[1])][title].map(str::to_owned);
                graph
            })
        },
    )
}

#[derive(Debug, Clone)]
enum Step {
    Add(Vec<DocumentGraph>),
    Replace(Vec<DocumentGraph>),
    Remove(u8),
    Correct(usize),
    Choose(u8, bool, bool),
    Reopen,
}

const CORRECTIONS: [&str; 4] = [
    "",
    "[[merge]]\nactor = \"person:b-hussein\"\ninto = \"person:a-hussein\"\n",
    "[[drop]]\nactor = \"group:army\"\n[[rename]]\nactor = \"country:IRQ\"\nname = \"Irak\"\n",
    "[[affiliation]]\nmember = \"person:a-hussein\"\nof = \"country:IRQ\"\nrole = \"Foreign Minister\"\n\
     [[no-affiliation]]\nmember = \"person:b-hussein\"\n",
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => proptest::collection::vec(document(), 1..4).prop_map(Step::Add),
        2 => proptest::collection::vec(document(), 1..4).prop_map(Step::Replace),
        3 => (0..5_u8).prop_map(Step::Remove),
        1 => (0..4_usize).prop_map(Step::Correct),
        1 => (0..3_u8, any::<bool>(), any::<bool>()).prop_map(|(p, all, keep)| Step::Choose(p, all, keep)),
        1 => Just(Step::Reopen),
    ]
}

/// What a store must hold: the documents by hash and place.
type Held = BTreeMap<(String, String), DocumentGraph>;

fn slot(document: &DocumentGraph) -> (String, String) {
    let info = &document.document;
    (info.sha256.clone(), info.url.clone().unwrap_or_else(|| info.id.clone()))
}

/// What a store must hold after a run: each text at each place as it is told last, within a run the first
/// by precedence.
fn after(held: &mut Held, documents: &[DocumentGraph]) {
    let mut met: Held = Held::new();
    for document in documents {
        let key = slot(document);
        let first = |old: &&DocumentGraph| by_precedence(&old.document, &document.document).is_le();
        let same = |old: &&DocumentGraph| old.document == document.document;
        let known = match met.get(&key) {
            Some(old) => Some(old).filter(first),
            None => held.get(&key).filter(same),
        };
        met.insert(key, known.unwrap_or(document).clone());
    }
    held.extend(met);
}

fn rebuilt(held: &Held, settings: Settings, corrections: &str) -> Graph {
    let mut documents: Vec<DocumentGraph> = held.values().cloned().collect();
    if settings.keep_copies {
        documents.iter_mut().for_each(|document| document.sketch = Sketch::default());
    }
    let graph = merge(documents, Settings { keep_copies: false, ..settings });
    let corrections = Corrections::parse("fix.toml", corrections, Tables::bundled().unwrap()).unwrap();
    correct(graph, &corrections).unwrap().graph
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn a_store_answers_as_a_graph_in_memory_does(
        documents in proptest::collection::vec(document(), 1..6),
        which in 0..4_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = new_store(folder.path());
        add(&mut store, documents);
        store.set_corrections("fix.toml", CORRECTIONS[which]).unwrap();
        let memory = Indexed::new(store.graph().unwrap());
        assert_same_answers(&memory, &store);
        let reader = Store::open(&folder.path().join("a.db")).unwrap();
        reader.hold().unwrap();
        assert_same_answers(&memory, &reader);
    }

    #[test]
    fn any_way_to_a_set_of_documents_gives_its_graph(steps in proptest::collection::vec(step(), 1..10)) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = new_store(folder.path());
        let mut held = Held::new();
        let (mut settings, mut corrections) = (Settings::default(), "");
        for step in steps {
            match step {
                Step::Add(documents) => {
                    after(&mut held, &documents);
                    add(&mut store, documents);
                }
                Step::Replace(documents) => {
                    let places: Vec<_> = documents.iter().filter_map(|d| d.document.url.clone()).collect();
                    let slots: Vec<_> = documents.iter().map(slot).collect();
                    let stays = |slot: &_, d: &mut DocumentGraph| {
                        d.document.url.as_ref().is_none_or(|url| !places.contains(url)) || slots.contains(slot)
                    };
                    held.retain(stays);
                    after(&mut held, &documents);
                    take(&mut store, documents, Run::replacing());
                }
                Step::Remove(which) => {
                    let id = format!("d{which}");
                    // Of a text at several places one counts; that with the smallest hash has the plain id.
                    let mut counting: BTreeMap<&String, &DocumentGraph> = BTreeMap::new();
                    for ((text, _), document) in &held {
                        let first = counting.entry(text).or_insert(document);
                        if by_precedence(&document.document, &first.document).is_lt() {
                            *first = document;
                        }
                    }
                    let text = counting.iter().find(|(_, d)| d.document.id == id).map(|(text, _)| (*text).clone());
                    let (missing, _) = store.remove(std::slice::from_ref(&id)).unwrap();
                    prop_assert_eq!(missing.is_empty(), text.is_some());
                    held.retain(|(held, _), _| Some(held) != text.as_ref());
                }
                Step::Correct(which) => {
                    corrections = CORRECTIONS[which];
                    store.set_corrections("fix.toml", corrections).unwrap();
                }
                Step::Choose(p, all_readings, keep_copies) => {
                    let threshold = [0.0, 0.5, 0.75][usize::from(p)];
                    settings = Settings { threshold, all_readings, keep_copies };
                    store.set_settings(settings).unwrap();
                }
                Step::Reopen => {
                    drop(store);
                    store = new_store(folder.path());
                }
            }
            let whole = rebuilt(&held, settings, corrections);
            prop_assert_eq!(store.copies().unwrap(), whole.copies());
            prop_assert!(json(&store.graph().unwrap()) == json(&whole));
        }
    }
}

fn filters() -> Vec<Filter> {
    let all = Filter::default;
    vec![
        all(),
        Filter { kinds: vec![Kind::Meeting], ..all() },
        Filter { polarity: Some(Polarity::Oppose), ..all() },
        Filter { status: vec![Status::Planned], kinds: vec![Kind::Meeting, Kind::Affiliation], ..all() },
        Filter { since: Some("2026-03-02".into()), ..all() },
        Filter { until: Some("2026-03-01".into()), polarity: Some(Polarity::Support), ..all() },
        Filter { min_confidence: Some(0.8), ..all() },
        Filter { attributed_to: Some(Voice::Text), ..all() },
    ]
}

/// Asks both sources all that can be asked.
fn assert_same_answers(a: &dyn Source, b: &dyn Source) {
    let ids: Vec<ActorId> = ACTORS.iter().chain(&["person:nobody"]).map(|id| ActorId((*id).into())).collect();
    for name in
        NAMES.iter().chain(&["husein", "country:SYR", "person:nobody", "\"; DROP TABLE actors; --", ""])
    {
        assert_eq!(a.named(name, 5).unwrap(), b.named(name, 5).unwrap(), "{name}");
    }
    for id in &ids {
        assert_eq!(a.actor(id).unwrap(), b.actor(id).unwrap());
        assert_eq!(a.degree(id).unwrap(), b.degree(id).unwrap());
    }
    let documents = BTreeSet::from(["d0", "d3", "none"]);
    assert_eq!(a.documents(&documents).unwrap(), b.documents(&documents).unwrap());
    for filter in filters() {
        for id in &ids {
            assert_eq!(a.links(id, &filter).unwrap(), b.links(id, &filter).unwrap(), "{filter:?}");
            assert_eq!(a.neighbours(id, &filter).unwrap(), b.neighbours(id, &filter).unwrap(), "{filter:?}");
            assert_eq!(a.edges(id, None, &filter).unwrap(), b.edges(id, None, &filter).unwrap());
            assert_eq!(a.events(&[id], &filter).unwrap(), b.events(&[id], &filter).unwrap(), "{filter:?}");
            for other in &ids {
                let pair = [id, other];
                assert_eq!(
                    a.edges(id, Some(other), &filter).unwrap(),
                    b.edges(id, Some(other), &filter).unwrap()
                );
                assert_eq!(
                    a.events(&pair, &filter).unwrap(),
                    b.events(&pair, &filter).unwrap(),
                    "{filter:?}"
                );
            }
        }
        assert_eq!(a.events(&[], &filter).unwrap(), b.events(&[], &filter).unwrap());
        let links = |source: &dyn Source| {
            let mut all = Vec::new();
            source.all_links(&filter, &mut |link| all.push(link)).unwrap();
            all
        };
        assert_eq!(links(a), links(b), "{filter:?}");
        assert_eq!(a.negated(&filter).unwrap(), b.negated(&filter).unwrap(), "{filter:?}");
    }
    assert!(json(&a.graph().unwrap()) == json(&b.graph().unwrap()));
}
