//! What the parser makes of made-up sentences, and laws that hold for any text.

use proptest::prelude::*;

use crate::read::from_text;
use crate::segment::segment;
use crate::tables::Tables;
use crate::types::Deprel;

/// Sentence, then the links that it must have: `child<relation<head`.
const CASES: &[(&str, &[&str])] = &[
    ("France praised Egypt.", &["France<nsubj<praised", "Egypt<obj<praised"]),
    ("She criticised him.", &["She<nsubj<criticised", "him<obj<criticised"]),
    ("France has warned Egypt.", &["France<nsubj<warned", "has<aux<warned", "Egypt<obj<warned"]),
    ("France did not attack Egypt.", &["France<nsubj<attack", "not<advmod<attack", "Egypt<obj<attack"]),
    ("France will support Egypt.", &["will<aux<support", "Egypt<obj<support"]),
    (
        "The minister arrived in Cairo on Monday.",
        &["minister<nsubj<arrived", "Cairo<obl<arrived", "in<case<Cairo"],
    ),
    (
        "The rebels were defeated by Egypt.",
        &["rebels<nsubj:pass<defeated", "Egypt<obl:agent<defeated", "were<aux:pass<defeated"],
    ),
    ("The deal was signed in Cairo.", &["deal<nsubj:pass<signed", "Cairo<obl<signed"]),
    (
        "France and Egypt signed a treaty.",
        &["France<nsubj<signed", "Egypt<conj<France", "and<cc<Egypt", "treaty<obj<signed"],
    ),
    ("France met Egypt and Jordan.", &["Egypt<obj<met", "Jordan<conj<Egypt"]),
    ("France condemned the attack and praised Egypt.", &["praised<conj<condemned", "Egypt<obj<praised"]),
    (
        "France's president visited Cairo.",
        &["France<nmod:poss<president", "president<nsubj<visited", "Cairo<obj<visited"],
    ),
    ("The president of France visited Egypt.", &["France<nmod<president", "of<case<France"]),
    ("Its army attacked Egypt.", &["Its<nmod:poss<army", "army<nsubj<attacked"]),
    (
        "The new French government fell.",
        &["government<nsubj<fell", "new<amod<government", "French<amod<government"],
    ),
    (
        "France said Egypt had attacked the town.",
        &["attacked<ccomp<said", "Egypt<nsubj<attacked", "town<obj<attacked"],
    ),
    ("France said that it would help Egypt.", &["help<ccomp<said", "it<nsubj<help", "that<mark<help"]),
    ("Egypt attacked the town, France said.", &["attacked<ccomp<said", "France<nsubj<said"]),
    (
        "“We support Egypt,” the minister said.",
        &["support<ccomp<said", "minister<nsubj<said", "Egypt<obj<support"],
    ),
    ("Egypt backs the plan, said the minister.", &["backs<ccomp<said", "minister<nsubj<said"]),
    ("Egypt wants to join the alliance.", &["join<xcomp<wants", "alliance<obj<join"]),
    ("France urged Egypt to sign the deal.", &["Egypt<obj<urged", "sign<xcomp<urged", "deal<obj<sign"]),
    ("France agreed to help Egypt.", &["help<xcomp<agreed", "Egypt<obj<help"]),
    (
        "France, which supports Egypt, met Jordan.",
        &["supports<acl:relcl<France", "France<nsubj<met", "Jordan<obj<met"],
    ),
    (
        "The man who attacked the embassy fled.",
        &["attacked<acl:relcl<man", "who<nsubj<attacked", "man<nsubj<fled"],
    ),
    (
        "Rebels backed by Egypt attacked the town.",
        &["backed<acl<Rebels", "Egypt<obl:agent<backed", "Rebels<nsubj<attacked"],
    ),
    ("He left Cairo after meeting the president.", &["meeting<advcl<left", "president<obj<meeting"]),
    ("Egypt left the talks, blaming France.", &["blaming<advcl<left", "France<obj<blaming"]),
    ("Egypt attacked because France had left.", &["left<advcl<attacked", "because<mark<left"]),
    (
        "If France attacks Egypt, Jordan will respond.",
        &["attacks<advcl<respond", "If<mark<attacks", "Jordan<nsubj<respond"],
    ),
    ("France is an ally of Egypt.", &["France<nsubj<ally", "is<cop<ally", "Egypt<nmod<ally"]),
    ("France is ready.", &["France<nsubj<ready", "is<cop<ready"]),
    ("France imposed sanctions on Egypt.", &["sanctions<obj<imposed", "on<case<Egypt"]),
    ("The minister expressed support for Egypt.", &["support<obj<expressed", "Egypt<nmod<support"]),
    ("France held talks with Egypt.", &["talks<obj<held", "with<case<Egypt"]),
    (
        "Egypt's relations with France worsened.",
        &["Egypt<nmod:poss<relations", "France<nmod<relations", "relations<nsubj<worsened"],
    ),
    ("France gave Egypt the money.", &["Egypt<iobj<gave", "money<obj<gave"]),
    (
        "Both ministers also discussed trade.",
        &["ministers<nsubj<discussed", "also<advmod<discussed", "trade<obj<discussed"],
    ),
    (
        "On Monday, France recalled its ambassador.",
        &["France<nsubj<recalled", "ambassador<obj<recalled", "Monday<obl<recalled"],
    ),
    (
        "The two leaders met in Cairo and discussed the war.",
        &["leaders<nsubj<met", "discussed<conj<met", "war<obj<discussed"],
    ),
    (
        "France refuses to recognise the government that rules Egypt.",
        &["recognise<xcomp<refuses", "government<obj<recognise", "rules<acl:relcl<government"],
    ),
    ("The decision to leave the alliance angered France.", &["leave<acl<decision", "decision<nsubj<angered"]),
];

/// `child<relation<head` for each word.
fn links(text: &str) -> Vec<String> {
    let document = from_text("test", text);
    let sentences = segment(&document);
    let tables = Tables::bundled().expect("tables");
    let analyses = crate::analyse::analyse(&document.text, &sentences, tables, crate::analyse::Method::Rules);
    let mut out = Vec::new();
    for (sentence, analysis) in sentences.iter().zip(&analyses) {
        for (i, word) in analysis.words.iter().enumerate() {
            let head = word.head.map_or("", |h| sentence.word(&document.text, h));
            out.push(format!("{}<{}<{head}", sentence.word(&document.text, i), word.deprel.as_str()));
        }
    }
    out
}

#[test]
fn key_links() {
    let mut wrong = String::new();
    for (text, wanted) in CASES {
        let found = links(text);
        for want in wanted.iter().filter(|&want| !found.iter().any(|f| f == want)) {
            wrong += &format!("{text}\n  wanted {want}\n  found {}\n", found.join(" "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

proptest! {
    #[test]
    fn always_one_tree(text in "(\\PC{0,30}|(the |Iran |said |to |of |and |, |who |met |is |that |“|\\. |by |'s |Paris |meeting ){0,40})") {
        let document = from_text("test", &text);
        let sentences = segment(&document);
        let tables = Tables::bundled().expect("tables");
        for analysis in crate::analyse::analyse(&document.text, &sentences, tables, crate::analyse::Method::Rules) {
            let words = &analysis.words;
            prop_assert_eq!(words.iter().filter(|w| w.head.is_none()).count(), 1);
            for (i, word) in words.iter().enumerate() {
                prop_assert_eq!(word.head.is_none(), word.deprel == Deprel::Root);
                let mut at = i;
                let mut steps = 0;
                while let Some(head) = words[at].head {
                    prop_assert!(head < words.len());
                    at = head;
                    steps += 1;
                    prop_assert!(steps <= words.len(), "a cycle at word {}", i);
                }
            }
        }
    }
}
