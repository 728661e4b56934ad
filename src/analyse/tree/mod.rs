//! Dependency trees by rules: chunks first (noun phrases, verb groups), then clauses.
//!
//! The trees follow Universal Dependencies 2 for English. Where a speech verb follows what is
//! said (`…, Hussein said`), what is said is its `ccomp`, as it is when the verb comes first.

#[cfg(test)]
mod cases;
mod chunks;
mod clauses;

use crate::tables::Tables;
use crate::types::{Deprel, Name, Sentence, Upos, Word};

/// Sets head and relation of each word; the heads form one tree.
pub(super) fn attach(text: &str, sentence: &Sentence, words: &mut [Word], names: &[Name], tables: &Tables) {
    let items = chunks::chunks(text, sentence, words, names, tables);
    let headline = sentence.zone == crate::types::ZoneKind::Headline;
    let root = clauses::link(&items, words, headline, tables);
    finish(words, root);
}

/// Hangs what is left on its neighbourhood and makes sure that there is one tree.
fn finish(words: &mut [Word], root: Option<usize>) {
    let Some(root) = root.or((!words.is_empty()).then_some(0)) else { return };
    words[root].head = None;
    words[root].deprel = Deprel::Root;
    let mut verb = root;
    for (i, word) in words.iter_mut().enumerate() {
        if matches!(word.upos, Upos::Verb | Upos::Aux) && word.head.is_some() {
            verb = i;
        }
        if i != root && word.head.is_none() {
            let (head, relation) = match word.upos {
                Upos::Punct => (root, Deprel::Punct),
                Upos::Adv => (verb, Deprel::Advmod),
                Upos::Cconj => (root, Deprel::Cc),
                Upos::Sconj => (root, Deprel::Mark),
                _ => (root, Deprel::Dep),
            };
            word.head = Some(if head == i { root } else { head });
            word.deprel = relation;
        }
    }
    break_cycles(words, root);
}

/// Every word must reach the root; one that does not is hung on it.
fn break_cycles(words: &mut [Word], root: usize) {
    // 0 unknown, 1 on the current path, 2 reaches the root.
    let mut state = vec![0_u8; words.len()];
    state[root] = 2;
    let mut path = Vec::new();
    for start in 0..words.len() {
        let mut at = start;
        while state[at] == 0 {
            state[at] = 1;
            path.push(at);
            match words[at].head {
                Some(head) if head < words.len() => at = head,
                _ => break,
            }
        }
        if state[at] == 1 {
            words[at].head = Some(root);
            words[at].deprel = Deprel::Dep;
        }
        for i in path.drain(..) {
            state[i] = 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::from_text;
    use crate::segment::segment;
    use crate::tables::Tables;

    /// `child<relation<head` for each word of the sentence.
    fn links(text: &str) -> Vec<String> {
        let document = from_text("test", text);
        let sentences = segment(&document);
        let tables = Tables::bundled().expect("tables");
        let analyses =
            crate::analyse::analyse(&document.text, &sentences, tables, crate::analyse::Method::Rules);
        let mut out = Vec::new();
        for (sentence, analysis) in sentences.iter().zip(&analyses) {
            for (i, word) in analysis.words.iter().enumerate() {
                let head = word.head.map_or("", |h| sentence.word(&document.text, h));
                out.push(format!("{}<{}<{head}", sentence.word(&document.text, i), word.deprel.as_str()));
            }
        }
        out
    }

    fn check(text: &str, wanted: &[&str]) {
        let found = links(text);
        for want in wanted {
            assert!(found.iter().any(|f| f == want), "{text}\nwanted {want}\nfound {found:?}");
        }
    }

    #[test]
    fn subjects_and_objects() {
        check("Iraq condemned Israel.", &["Iraq<nsubj<condemned", "Israel<obj<condemned"]);
        check(
            "The president of Iraq has praised the new government.",
            &["president<nsubj<praised", "Iraq<nmod<president", "government<obj<praised"],
        );
        check(
            "Iraqi leaders met with the minister on Friday.",
            &["leaders<nsubj<met", "minister<obl<met", "Friday<obl<met"],
        );
    }

    #[test]
    fn passives() {
        check("Israel was condemned by Iraq.", &["Israel<nsubj:pass<condemned", "Iraq<obl:agent<condemned"]);
    }

    #[test]
    fn coordination() {
        check(
            "Iraq, Syria and Jordan signed a pact.",
            &["Iraq<nsubj<signed", "Syria<conj<Iraq", "Jordan<conj<Iraq"],
        );
        check(
            "Iran criticised and threatened Israel.",
            &["threatened<conj<criticised", "Israel<obj<threatened"],
        );
    }

    #[test]
    fn clauses() {
        check("Iran said that Israel attacked Syria.", &["attacked<ccomp<said", "Israel<nsubj<attacked"]);
        check("Iran said it would attack Israel.", &["attack<ccomp<said", "it<nsubj<attack"]);
        check("Israel attacked Syria, Iran said.", &["attacked<ccomp<said", "Iran<nsubj<said"]);
        check("Iran refused to meet Israel.", &["meet<xcomp<refused", "Israel<obj<meet"]);
        check(
            "Russia, which backs Syria, attacked Georgia.",
            &["backs<acl:relcl<Russia", "Russia<nsubj<attacked"],
        );
        check("Iran left the talks, rejecting the plan.", &["rejecting<advcl<left", "plan<obj<rejecting"]);
    }

    #[test]
    fn nouns_with_complements() {
        check(
            "He reiterated Iraq's support for Syria.",
            &["support<obj<reiterated", "Iraq<nmod:poss<support", "Syria<nmod<support"],
        );
    }
}
