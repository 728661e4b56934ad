//! Questions to a graph, and their answers.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use demarche::graph::{Filter, Fit, Graph, Indexed, Kind, Options, Source, Voice, merge};
use demarche::query::{self, NameError, Rank};
use demarche::types::{ActorId, Evidence, Polarity, Status, Tie};
use made::voices::*;
use made::{actor, document, evidence, hostile, meeting, member, stance};
use proptest::prelude::*;

#[test]
fn names_are_found_or_the_nearest_told() {
    let mut erdogan = actor("person:recep-tayyip-erdogan", "Recep Tayyip Erdoğan", 9);
    erdogan.aliases = vec!["Erdogan".into()];
    let cast = vec![
        erdogan,
        actor("person:anna-berg", "Anna Berg", 2),
        actor("person:erik-berg", "Erik Berg", 5),
        actor("country:GEO", "Georgia", 3),
        actor("group:georgia", "Georgia", 1),
        actor("country:IRQ", "Iraq", 3),
    ];
    let source = source(vec![document("one", "aa", cast, vec![])]);
    let found = |name: &str| query::find(&source, name).map(|a| (a.candidate.actor.id.0, a.candidate.fit));
    assert_eq!(found("erdogan").unwrap(), ("person:recep-tayyip-erdogan".into(), Fit::Part));
    assert_eq!(found("ANNA BERG").unwrap(), ("person:anna-berg".into(), Fit::Name));
    assert_eq!(found("Anna Bergg").unwrap(), ("person:anna-berg".into(), Fit::Spelling(0)));
    assert_eq!(found("Anna Borgt").unwrap(), ("person:anna-berg".into(), Fit::Spelling(2)));
    assert_eq!(found("country:GEO").unwrap(), ("country:GEO".into(), Fit::Id));
    let NameError::Ambiguous { candidates, .. } = found("Berg").unwrap_err() else { panic!() };
    let ids: Vec<&str> = candidates.iter().map(|c| c.actor.id.0.as_str()).collect();
    assert_eq!(ids, ["person:erik-berg", "person:anna-berg"]);
    assert!(matches!(found("Georgia"), Err(NameError::Ambiguous { .. })));
    let NameError::Unknown { near, .. } = found("Iran").unwrap_err() else { panic!() };
    assert_eq!(near[0].actor.id, id("country:IRQ"));
    for odd in ["", "  ", "'; DROP TABLE actors; --", "\" OR NEAR(", "\u{0}", "%", "*", &"x".repeat(100_000)]
    {
        assert!(matches!(found(odd), Err(NameError::Unknown { .. })), "{odd:.40}");
    }
}

#[test]
fn filters_hold_everywhere() {
    let relations = vec![
        stance("group:a", "group:b", Polarity::Support, says("one", 0, "2025-01-10", "A helps B.")),
        stance("group:b", "group:a", Polarity::Oppose, says("one", 100, "2025-02-10", "B blames A.")),
        meeting(&["group:a", "group:b"], Status::Planned, says("one", 200, "2025-03-10", "A is to meet B.")),
        member(
            "group:b",
            "group:a",
            "organ",
            Evidence { attribution: vec!["group:c".into()], ..evidence("one", 300, 0.4) },
        ),
    ];
    let source = source(vec![document("one", "aa", cast(&["a", "b", "c"]), relations)]);
    let count = |filter: Filter| {
        let (a, b) = (id("group:a"), id("group:b"));
        let edges = source.edges(&a, Some(&b), &filter).unwrap();
        assert_eq!(source.links(&b, &filter).unwrap().len(), edges.len());
        let mut all = 0;
        source.all_links(&filter, &mut |_| all += 1).unwrap();
        assert_eq!(all, edges.len());
        edges.len()
    };
    let own = |date: &str| Some(date.to_owned());
    assert_eq!(count(Filter::default()), 4);
    assert_eq!(count(Filter { kinds: vec![Kind::Stance], ..Filter::default() }), 2);
    assert_eq!(count(Filter { polarity: Some(Polarity::Oppose), ..Filter::default() }), 1);
    assert_eq!(count(Filter { status: vec![Status::Held], ..Filter::default() }), 0);
    assert_eq!(count(Filter { status: vec![Status::Planned], ..Filter::default() }), 1);
    assert_eq!(count(Filter { since: own("2025-02"), until: own("2025-03-01"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { min_confidence: Some(0.5), ..Filter::default() }), 3);
    assert_eq!(count(Filter { attributed_to: Some(Voice::Text), ..Filter::default() }), 3);
    assert_eq!(count(Filter { attributed_to: Some(Voice::Actor(id("group:c"))), ..Filter::default() }), 1);
    // Nobody and nothing is no error.
    assert!(source.edges(&id("group:nobody"), None, &Filter::default()).unwrap().is_empty());
}

#[test]
fn a_turn_shows_the_sentences_on_both_sides() {
    let for_it = |day: &str, words: &str, n| {
        stance("group:a", "group:b", Polarity::Support, says("one", n, day, words))
    };
    let against = |day: &str, words: &str, n| {
        stance("group:a", "group:b", Polarity::Oppose, says("one", n, day, words))
    };
    let relations = vec![
        for_it("2025-01-01", "A praised B in its own parliament.", 0),
        for_it("2025-01-05", "A sent B some money for the new year.", 100),
        // As many of both on one day decide nothing.
        for_it("2025-01-20", "A spoke kindly of B at noon.", 200),
        against("2025-01-20", "A spoke ill of B in the evening.", 300),
        against("2025-02-01", "A closed its border to B.", 400),
    ];
    let source = source(vec![document("one", "aa", cast(&["a", "b"]), relations)]);
    let line = query::timeline(&source, &[id("group:a")], &[id("group:b")], &Filter::default()).unwrap();
    let dates: Vec<&str> = line.entries.iter().filter_map(|e| e.date.as_deref()).collect();
    assert_eq!(dates, ["2025-01-01", "2025-01-05", "2025-01-20", "2025-01-20", "2025-02-01"]);
    let [turn] = line.changes.as_slice() else { panic!("{:?}", line.changes) };
    assert_eq!((turn.from, turn.to, turn.date.as_str()), (Polarity::Support, Polarity::Oppose, "2025-02-01"));
    assert_eq!((turn.reports_before, turn.reports_after), (2, 1));
    assert_eq!(turn.before.evidence.quote.text, "A sent B some money for the new year.");
    assert_eq!(turn.after.evidence.quote.text, "A closed its border to B.");
}

#[test]
fn meetings_stances_and_neighbours_of_one_or_two() {
    let relations = vec![
        meeting(
            &["group:a", "group:b", "group:c"],
            Status::Held,
            says("one", 0, "2025-03-02", "A, B and C met."),
        ),
        meeting(&["group:a", "group:b"], Status::Planned, says("one", 100, "2025-03-01", "A is to meet B.")),
        stance("group:c", "group:d", Polarity::Oppose, says("one", 200, "2025-03-03", "C blames D.")),
    ];
    let source = source(vec![document("one", "aa", cast(&["a", "b", "c", "d"]), relations)]);
    let all = Filter::default();
    let (a, b, c, d) = (id("group:a"), id("group:b"), id("group:c"), id("group:d"));
    let statuses = |of: &[&ActorId]| -> Vec<Status> {
        query::meetings(&source, of, &all).unwrap().iter().map(|m| m.event.status).collect()
    };
    assert_eq!(statuses(&[]), [Status::Planned, Status::Held]);
    assert_eq!(statuses(&[&a, &b]), [Status::Planned, Status::Held]);
    assert_eq!(statuses(&[&c]), [Status::Held]);
    assert_eq!(statuses(&[&a, &d]), []);
    assert_eq!(query::stances(&source, &[&d], &all).unwrap().len(), 1);
    assert_eq!(query::stances(&source, &[&a], &all).unwrap().len(), 0);
    let near = query::neighbours(&source, &a, 2, 9, &all).unwrap();
    let near: Vec<(&str, usize)> = near.iter().map(|n| (n.actor.name.as_str(), n.distance)).collect();
    assert_eq!(near, [("b", 1), ("c", 1), ("d", 2)]);
    let graph = query::between(&source, &[a, d], 2, &all).unwrap();
    assert_eq!(graph.actors().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["a", "c", "d"]);
    assert_eq!(graph.events.len(), 1);
}

/// A graph of `n` actors with links of these confidences, in hundredths.
fn linked(n: usize, links: &[(usize, usize, u8)]) -> Indexed {
    let names: Vec<String> = (0..n).map(|i| format!("n{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let relations = links.iter().enumerate().map(|(i, &(a, b, sure))| {
        let evidence = evidence("one", i * 100, f32::from(sure) / 100.0);
        stance(&format!("group:n{a}"), &format!("group:n{b}"), Polarity::Support, evidence)
    });
    source(vec![document("one", "aa", cast(&names), relations.collect())])
}

/// All ways between two actors, the best first, by trying them all.
fn all_ways(
    n: usize,
    links: &[(usize, usize, u8)],
    from: usize,
    to: usize,
    longest: usize,
) -> Vec<Vec<ActorId>> {
    let mut best: BTreeMap<(usize, usize), u8> = BTreeMap::new();
    for &(a, b, sure) in links {
        for ends in [(a, b), (b, a)] {
            let known = best.entry(ends).or_default();
            *known = (*known).max(sure);
        }
    }
    let doubt = |sure: u8| (-f64::from(f32::from(sure) / 100.0).ln() * 1e6).round() as u64;
    let mut out = Vec::new();
    let mut open = vec![(vec![from], 0)];
    while let Some((way, so_far)) = open.pop() {
        let here = way[way.len() - 1];
        if here == to {
            let ids: Vec<ActorId> = way.iter().map(|i| id(&format!("group:n{i}"))).collect();
            out.push((way.len(), so_far, ids));
            continue;
        }
        for next in (0..n).filter(|next| !way.contains(next) && way.len() <= longest) {
            if let Some(&sure) = best.get(&(here, next)) {
                open.push(([way.clone(), vec![next]].concat(), so_far + doubt(sure)));
            }
        }
    }
    out.sort();
    out.into_iter().map(|(_, _, ids)| ids).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn paths_are_those_of_brute_force(
        n in 3usize..9,
        links in prop::collection::vec((0usize..8, 0usize..8, 50u8..100), 0..24),
        k in 1usize..8,
        longest in 1usize..7,
    ) {
        let links: Vec<_> = links.into_iter().filter(|(a, b, _)| a != b && *a < n && *b < n).collect();
        let graph = linked(n, &links);
        let found = query::paths(&graph, &id("group:n0"), &id("group:n1"), k, longest, &Filter::default()).unwrap();
        let found: Vec<Vec<ActorId>> = found.into_iter().map(|p| p.actors).collect();
        let mut all = all_ways(n, &links, 0, 1, longest);
        all.truncate(k);
        prop_assert_eq!(found, all);
    }

    #[test]
    fn triads_are_those_of_brute_force(
        links in prop::collection::vec((0usize..7, 0usize..7, any::<bool>()), 0..30),
    ) {
        let names: Vec<String> = (0..7).map(|i| format!("n{i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut signs = [[0i32; 7]; 7];
        let mut relations = Vec::new();
        for (i, &(a, b, good)) in links.iter().enumerate().filter(|(_, (a, b, _))| a != b) {
            let polarity = if good { Polarity::Support } else { Polarity::Oppose };
            signs[a.min(b)][a.max(b)] += if good { 1 } else { -1 };
            let (a, b) = (format!("group:n{a}"), format!("group:n{b}"));
            relations.push(stance(&a, &b, polarity, evidence("one", i * 100, 0.9)));
        }
        let graph = source(vec![document("one", "aa", cast(&names), relations)]);
        let found = query::balance(&graph, 1000, &Filter::default()).unwrap();
        let (mut balanced, mut unbalanced, mut odd) = (0, 0, BTreeMap::new());
        for a in 0..7 {
            for b in a + 1..7 {
                for c in b + 1..7 {
                    let three = [signs[a][b], signs[a][c], signs[b][c]];
                    if three.contains(&0) {
                        continue;
                    }
                    let product: i32 = three.iter().map(|s| s.signum()).product();
                    if product > 0 { balanced += 1 } else { unbalanced += 1 }
                    // Apart is who has two alike, unlike the third pair's.
                    let own = [(a, 0, 1), (b, 0, 2), (c, 1, 2)];
                    let apart = own.iter().enumerate().find(|(i, (_, x, y))| {
                        let rest = three[[2, 1, 0][*i]].signum();
                        three[*x].signum() == three[*y].signum() && three[*x].signum() != rest
                    });
                    odd.insert([a, b, c].map(|n| id(&format!("group:n{n}"))), apart.map(|(_, (n, _, _))| id(&format!("group:n{n}"))));
                }
            }
        }
        prop_assert_eq!((found.balanced, found.unbalanced), (balanced, unbalanced));
        let found: BTreeMap<_, _> = found.triads.into_iter().map(|t| (t.actors, t.odd_one_out)).collect();
        prop_assert_eq!(found, odd);
    }
}

#[test]
fn a_hub_does_not_slow_paths_down() {
    // One actor tied to everybody, and a chain that goes round it.
    let n = 3_000;
    let mut links: Vec<(usize, usize, u8)> = (1..n).map(|i| (0, i, 60)).collect();
    links.extend((1..n - 1).map(|i| (i, i + 1, 90)));
    let graph = linked(n, &links);
    let started = std::time::Instant::now();
    let (x, y) = (id("group:n5"), id("group:n2900"));
    let found = query::paths(&graph, &x, &y, 5, 6, &Filter::default()).unwrap();
    assert_eq!(found[0].actors, [x, id("group:n0"), y]);
    assert_eq!(found.len(), 5);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn the_middle_and_the_edge() {
    // Two triangles that one actor ties.
    let links = [(0, 1, 90), (1, 2, 90), (0, 2, 90), (2, 3, 90), (3, 4, 90), (4, 5, 90), (3, 5, 90)];
    let graph = linked(6, &links);
    for by in [Rank::Degree, Rank::Betweenness, Rank::Brokers] {
        let top = query::top(&graph, by, 2, &Filter::default()).unwrap();
        assert_eq!(top.iter().map(|t| t.actor.name.as_str()).collect::<Vec<_>>(), ["n2", "n3"], "{by:?}");
    }
    let all = query::top(&graph, Rank::PageRank, 10, &Filter::default()).unwrap();
    assert!((all.iter().map(|t| t.pagerank).sum::<f64>() - 1.0).abs() < 1e-5);
    let found = query::communities(&graph, 1.0, &Filter::default()).unwrap();
    let members: Vec<BTreeSet<&str>> =
        found.communities.iter().map(|c| c.members.iter().map(|m| m.name.as_str()).collect()).collect();
    assert_eq!(members, [BTreeSet::from(["n0", "n1", "n2"]), BTreeSet::from(["n3", "n4", "n5"])]);
    assert_eq!((found.communities[0].within, found.communities[0].across), (3, 1));
}

#[test]
fn graphs_of_nothing_and_hostile_names_are_answered() {
    for graph in [Graph::default(), merge(vec![hostile()], Options::all_above(0.0))] {
        let source = Indexed::new(graph);
        let all = Filter::default();
        query::top(&source, Rank::Betweenness, 9, &all).unwrap();
        query::communities(&source, 1.0, &all).unwrap();
        query::balance(&source, 9, &all).unwrap();
        query::conflicts(&source, &[], &all).unwrap();
        query::meetings(&source, &[], &all).unwrap();
        let ids: Vec<ActorId> = source.graph().unwrap().actors().map(|a| a.id.clone()).collect();
        for pair in ids.windows(2) {
            query::timeline(&source, &pair[..1], &pair[1..2], &all).unwrap();
            query::paths(&source, &pair[0], &pair[1], 3, 6, &all).unwrap();
        }
        let part = query::part(
            &source,
            ids.iter().cloned().collect(),
            query::among(&source, &ids.iter().cloned().collect(), &all).unwrap(),
        )
        .unwrap();
        let whole = source.graph().unwrap();
        let loops = whole.edges().filter(|e| e.source == e.target).count();
        assert_eq!(part.net.edge_count() + loops, whole.net.edge_count());
        assert!(part.edges().all(|e| match &e.tie {
            Tie::Meeting { event, .. } => part.events.iter().any(|e| e.id == *event),
            _ => true,
        }));
    }
}

mod on_the_command_line {
    use assert_cmd::Command;
    use predicates::prelude::*;
    use predicates::str::{contains, is_empty};

    const MADE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/news/week1");

    fn demarche(words: &[&str]) -> assert_cmd::assert::Assert {
        Command::new(env!("CARGO_BIN_EXE_demarche")).args(words).assert()
    }

    #[test]
    fn a_graph_and_a_store_answer_alike() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (graph, store) = (path("graph.json"), path("graph.db"));
        demarche(&["build", MADE, "-o", &graph]).success();
        demarche(&["build", MADE, "--db", &store]).success();
        let questions: &[&[&str]] = &[
            &["actors", "", "--sort", "meetings", "--name", "mo"],
            &["evidence", "", "Belkacem", "Morocco"],
            &["neighbours", "", "Norway", "--depth", "3"],
            &["path", "", "Tunisia", "Solberg", "-k", "5"],
            &["path", "", "Tunisia", "Solberg", "--polarity", "support"],
            &["meetings", ""],
            &["meetings", "", "Benali", "--status", "held,denied"],
            &["meetings", "", "Benali", "Belkacem", "--since", "2025-03-07"],
            &["stances", "", "--min-confidence", "0.9"],
            &["stances", "", "Algeria", "--attributed-to", "Solberg"],
            &["stances", "", "Algeria", "Morocco", "--attributed-to", "text"],
            &["timeline", "", "Algeria", "Morocco", "--until", "2025-03"],
            &["conflicts", ""],
            &["conflicts", "", "Benali"],
            &["top", "", "--by", "pagerank"],
            &["communities", "", "--kinds", "meeting,affiliation"],
            &["balance", ""],
            &["between", "", "Norway,Algeria,Tunisia"],
            &["top", "", "--roll-up", "country"],
        ];
        for question in questions {
            let ask = |source: &str, more: &[&str]| {
                let mut words = vec!["query"];
                words.extend(question.iter().map(|w| if w.is_empty() { source } else { w }));
                words.extend(more);
                demarche(&words).success().get_output().stdout.clone()
            };
            for more in [&[][..], &["--json"], &["-o", "json:-"]] {
                let (one, other) = (ask(&graph, more), ask(&store, more));
                assert!(!one.is_empty());
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                assert_eq!(text(&one), text(&other), "{question:?} {more:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let graph = folder.path().join("graph.json");
        let graph = graph.to_str().unwrap();
        demarche(&["build", MADE, "-o", graph]).success();
        let fails = |words: &[&str], why: &str| {
            demarche(&[&["query"], words].concat()).code(2).stdout(is_empty()).stderr(contains(why));
        };
        fails(&["evidence", graph, "Minister of Nothing", "Norway"], "no actor is called");
        fails(&["evidence", graph, "Marokko", "Norway"], "country:MAR");
        fails(&["evidence", graph, "Norway", "country:NOR"], "are one actor");
        fails(&["evidence", graph, "'; DROP TABLE edges; --", "Norway"], "no actor is called");
        fails(&["meetings", graph, "--since", "2025-04", "--until", "2025-03"], "later than");
        fails(&["meetings", graph, "--since", "soon"], "expected YYYY-MM-DD");
        fails(&["stances", graph, "--attributed-to", "Nobody at All"], "no actor is called");
        fails(&["between", graph, "Norway"], "two or more");
        fails(&["top", graph, "--by", "fame"], "betweenness");
        fails(&["communities", graph, "--resolution", "0"], "above 0");
        fails(&["top", graph, "-o", graph], "is an input too");
        demarche(&["query", "evidence", graph, "Solbreg", "Norway"]).success().stderr(contains("taking"));
        demarche(&["query", "meetings", graph, "--status", "cancelled"]).success().stdout(
            predicate::str::starts_with("dates\tstatus\t")
                .and(predicate::function(|s: &str| s.lines().count() == 1)),
        );
        demarche(&["diff", graph, graph]).success().stdout("what\tstatement\tdates\treports\tconfidence\n");
        demarche(&["diff", graph, graph, "-o", &format!("svg:{graph}")])
            .code(2)
            .stderr(contains("is an input too"));
        demarche(&["diff", graph, graph, "-o", "x.gif"]).code(2).stderr(contains(".png, .pdf or .dot"));
        demarche(&["diff", "-", "-"]).code(2);
    }
}
