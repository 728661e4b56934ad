//! What the analyser says of a sentence: tags, lemmas, dependency tree (Universal Dependencies 2)
//! and names.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Universal part of speech (universaldependencies.org/u/pos).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

/// Form of a verb, where the analyser can tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerbForm {
    /// Not a verb, or unknown.
    #[default]
    None,
    /// `meets`, `met`, `meet`.
    Finite,
    /// `(to) meet`, `(will) meet`.
    Infinitive,
    /// `meeting`.
    Gerund,
    /// Past participle: `(was) met`, `(has) met`.
    Participle,
}

macro_rules! deprels {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// Universal dependency relation, with the English subtypes that later stages ask for;
        /// other subtypes fold into their relation (universaldependencies.org/u/dep).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum Deprel {
            $(#[serde(rename = $text)] $variant),+,
            #[default]
            #[serde(rename = "dep")]
            Dep,
        }

        impl Deprel {
            /// The published spelling, `nsubj:pass` for instance.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+, Self::Dep => "dep" }
            }

            /// From the published spelling; an unknown subtype gives its relation, else `dep`.
            pub fn from_name(name: &str) -> Self {
                match name {
                    $($text => Self::$variant,)+
                    _ => match name.split_once(':') {
                        Some((relation, _)) => Self::from_name(relation),
                        None => Self::Dep,
                    },
                }
            }
        }
    };
}

deprels! {
    Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", Advmod = "advmod", Amod = "amod",
    Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
    CcPreconj = "cc:preconj", Ccomp = "ccomp", Clf = "clf", Compound = "compound",
    CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj",
    CsubjPass = "csubj:pass", Det = "det", DetPredet = "det:predet", Discourse = "discourse",
    Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
    Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod",
    NmodDesc = "nmod:desc", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj",
    NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
    OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
    Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
}

/// What the analyser says of one token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Universal part of speech.
    pub upos: Upos,
    /// Form, for verbs and auxiliaries.
    pub form: VerbForm,
    /// Dictionary form, in lower case but for proper nouns.
    pub lemma: String,
    /// Index of the head token in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head; [`Deprel::Root`] for the root.
    pub deprel: Deprel,
}

impl Word {
    /// True for `I`, `we` and their forms.
    pub fn is_first_person(&self) -> bool {
        matches!(self.upos, Upos::Pron | Upos::Det)
            && matches!(self.lemma.to_lowercase().as_str(), "i" | "we" | "us" | "me" | "our" | "my")
    }
}

/// Kind of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// `Fuad Hussein`.
    Person,
    /// `Syria`: a state or territory with an ISO 3166 code.
    Country,
    /// `Iraqi`, `Israelis`: demonym, as adjective or noun.
    Nationality,
    /// `Islamic State`, `Iraqi Foreign Ministry`.
    Organisation,
    /// `Labour`, `Republican`: political party or its members.
    Party,
    /// `Geneva`, `Crimea`: a place that is no country.
    Place,
    /// Event, work, product, facility: a name that is no actor.
    Other,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// Its tokens in the sentence, half-open; titles and the article `the` are outside.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// Probability in hundredths that the words mean an actor, as the mention network sees it; 0 where
    /// it was not asked or sees none.
    #[serde(default)]
    pub chance: u8,
}

/// What the analyser says of one sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// One a token; the heads form one tree.
    pub words: Vec<Word>,
    /// In order, without overlap.
    pub names: Vec<Name>,
}

impl Analysis {
    /// The children of token `head`, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().filter(move |(_, w)| w.head == Some(head)).map(|(i, _)| i)
    }

    /// The first child of `head` with relation `deprel`.
    pub fn child(&self, head: usize, deprel: Deprel) -> Option<usize> {
        self.children(head).find(|&i| self.words[i].deprel == deprel)
    }

    /// The root of the tree, if there is a token at all.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|w| w.head.is_none())
    }
}
