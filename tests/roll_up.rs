//! Officials and organs that count for their state.

mod made;

use demarche::export::json;
use demarche::graph::{Options, merge, roll_up};
use demarche::types::{Evidence, Polarity, Relation, Status, Tie};
use made::office::*;
use made::{dated, hostile, meeting, member, stance};

#[test]
fn officials_and_organs_count_for_their_state() {
    let former = |mut relation: Relation| {
        if let Relation::Affiliation(a) = &mut relation {
            a.former = true;
        }
        relation
    };
    let graph = of(vec![
        member(ANNA, MINISTRY, "spokeswoman", at(0)),
        member(MINISTRY, IRAQ, "organ", at(100)),
        former(member(A_BERG, SYRIA, "Envoy", at(200))),
        stance(ANNA, SYRIA, Polarity::Oppose, Evidence { attribution: vec![ANNA.into()], ..at(300) }),
        stance(IRAQ, SYRIA, Polarity::Oppose, at(400)),
        stance(ANNA, IRAQ, Polarity::Support, at(500)),
        meeting(&[ANNA, A_BERG, SYRIA], Status::Held, dated("one", 600, "2026-03-01")),
        meeting(&[IRAQ, A_BERG, SYRIA], Status::Held, dated("one", 700, "2026-03-01")),
    ]);
    let up = roll_up(&graph);
    assert_eq!(
        edges(&up),
        [
            "country:IRQ met country:SYR ×2",
            "country:IRQ oppose country:SYR ×2",
            "country:IRQ met person:a-berg ×2",
            "country:SYR met person:a-berg ×2",
            "person:a-berg Envoy country:SYR ×1",
        ]
    );
    assert_eq!(up.events.len(), 1);
    let iraq = node(&up, IRAQ).unwrap();
    let ids: Vec<&str> = iraq.rolled_up.iter().map(|id| id.0.as_str()).collect();
    assert_eq!((ids.as_slice(), iraq.mentions), (&[MINISTRY, ANNA][..], 10));
    let said = up.edges().find(|e| e.target.0 == SYRIA && matches!(e.tie, Tie::Stance { .. })).unwrap();
    assert_eq!(said.evidence[0].attribution, [IRAQ]);
    assert_eq!(json::to_string(&up), json::to_string(&roll_up(&up)), "nothing is left to be rolled up");
    let back = json::from_str(&json::to_string(&up), "up").unwrap();
    assert!(up.actors().eq(back.actors()));
}

#[test]
fn bodies_that_are_organs_of_each_other_stay() {
    let graph = of(vec![
        member(MINISTRY, "group:office", "organ", at(0)),
        member("group:office", MINISTRY, "organ", at(100)),
    ]);
    assert_eq!(roll_up(&graph).net.node_count(), graph.net.node_count());
    assert!(roll_up(&merge(vec![hostile()], Options::all_above(0.0))).net.node_count() > 0);
}
