//! The labels that the heads of the network tell apart, in the order of their columns.

use crate::types::{Deprel, Upos, VerbForm};

/// Classes of the tag head: each part of speech, then verbs and auxiliaries by form.
pub const TAGS: [(Upos, VerbForm); 23] = [
    (Upos::Adj, VerbForm::None),
    (Upos::Adp, VerbForm::None),
    (Upos::Adv, VerbForm::None),
    (Upos::Cconj, VerbForm::None),
    (Upos::Det, VerbForm::None),
    (Upos::Intj, VerbForm::None),
    (Upos::Noun, VerbForm::None),
    (Upos::Num, VerbForm::None),
    (Upos::Part, VerbForm::None),
    (Upos::Pron, VerbForm::None),
    (Upos::Propn, VerbForm::None),
    (Upos::Punct, VerbForm::None),
    (Upos::Sconj, VerbForm::None),
    (Upos::Sym, VerbForm::None),
    (Upos::X, VerbForm::None),
    (Upos::Verb, VerbForm::Finite),
    (Upos::Verb, VerbForm::Infinitive),
    (Upos::Verb, VerbForm::Gerund),
    (Upos::Verb, VerbForm::Participle),
    (Upos::Aux, VerbForm::Finite),
    (Upos::Aux, VerbForm::Infinitive),
    (Upos::Aux, VerbForm::Gerund),
    (Upos::Aux, VerbForm::Participle),
];

/// The column of a part of speech and verb form.
pub fn tag_index(upos: Upos, form: VerbForm) -> usize {
    let verb = matches!(upos, Upos::Verb | Upos::Aux);
    let form = match (verb, form) {
        (false, _) => VerbForm::None,
        (true, VerbForm::None) => VerbForm::Finite,
        (true, form) => form,
    };
    TAGS.iter().position(|&tag| tag == (upos, form)).unwrap_or(14)
}

/// Number of relations: [`Deprel`] in its own order.
pub const RELATIONS: usize = Deprel::Dep as usize + 1;

/// The relations by column.
pub const RELATION_NAMES: [Deprel; RELATIONS] = relations();

const fn relations() -> [Deprel; RELATIONS] {
    use Deprel::*;
    [
        Acl,
        AclRelcl,
        Advcl,
        Advmod,
        Amod,
        Appos,
        Aux,
        AuxPass,
        Case,
        Cc,
        CcPreconj,
        Ccomp,
        Clf,
        Compound,
        CompoundPrt,
        Conj,
        Cop,
        Csubj,
        CsubjPass,
        Det,
        DetPredet,
        Discourse,
        Dislocated,
        Expl,
        Fixed,
        Flat,
        Goeswith,
        Iobj,
        List,
        Mark,
        Nmod,
        NmodDesc,
        NmodPoss,
        NmodUnmarked,
        Nsubj,
        NsubjPass,
        Nummod,
        Obj,
        Obl,
        OblAgent,
        OblUnmarked,
        Orphan,
        Parataxis,
        Punct,
        Reparandum,
        Root,
        Vocative,
        Xcomp,
        Dep,
    ]
}

/// Kinds of names the name head tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    /// A person.
    Person,
    /// An organisation that is no party.
    Organisation,
    /// A political party.
    Party,
    /// A place.
    Place,
    /// Nationality, people, religion: `Iraqi`, `Kurds`.
    Nationality,
    /// Another name: event, work, product, law, language.
    Other,
}

/// All kinds, by index.
pub const NAME_CLASSES: [NameClass; 6] = [
    NameClass::Person,
    NameClass::Organisation,
    NameClass::Party,
    NameClass::Place,
    NameClass::Nationality,
    NameClass::Other,
];

/// Columns of the name head: outside, then Begin, Inside, End, Single of each kind.
pub const NAME_LABELS: usize = 1 + 4 * NAME_CLASSES.len();

/// Where a word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// First of several words.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several words.
    End,
    /// The only word.
    Single,
}

/// The column of a kind and place.
pub const fn name_label(class: NameClass, place: Place) -> usize {
    1 + 4 * class as usize + place as usize
}

/// The kind and place of a column; `None` for outside.
pub fn name_class(label: usize) -> Option<(NameClass, Place)> {
    let index = label.checked_sub(1)?;
    let place = match index % 4 {
        0 => Place::Begin,
        1 => Place::Inside,
        2 => Place::End,
        _ => Place::Single,
    };
    NAME_CLASSES.get(index / 4).map(|&class| (class, place))
}

/// True if a name of one kind may go on from column `from` to column `to`.
pub fn may_follow(from: usize, to: usize) -> bool {
    let open = match name_class(from) {
        Some((class, Place::Begin | Place::Inside)) => Some(class),
        _ => None,
    };
    let continues = match name_class(to) {
        Some((class, Place::Inside | Place::End)) => Some(class),
        _ => None,
    };
    open == continues
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_stand_in_their_own_order() {
        for (i, relation) in RELATION_NAMES.iter().enumerate() {
            assert_eq!(*relation as usize, i);
        }
    }

    #[test]
    fn labels_go_round() {
        for label in 1..NAME_LABELS {
            let (class, place) = name_class(label).unwrap();
            assert_eq!(name_label(class, place), label);
        }
        assert!(may_follow(0, name_label(NameClass::Person, Place::Begin)));
        assert!(!may_follow(0, name_label(NameClass::Person, Place::End)));
        assert!(!may_follow(name_label(NameClass::Person, Place::Begin), 0));
    }
}
