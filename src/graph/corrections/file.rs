//! A corrections file as TOML has it, before anything is looked up.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;
/// A string, or a date as TOML has it.
pub(super) type When = Spanned<toml::Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    #[serde(default)]
    pub merge: Vec<Merge>,
    #[serde(default)]
    pub never_merge: Vec<Never>,
    #[serde(default)]
    pub rename: Vec<Rename>,
    #[serde(default)]
    pub retype: Vec<Retype>,
    #[serde(default)]
    pub drop: Vec<Drop>,
    #[serde(default)]
    pub alias: Vec<Alias>,
    #[serde(default)]
    pub affiliation: Vec<Affiliation>,
    #[serde(default)]
    pub no_affiliation: Vec<NoAffiliation>,
    #[serde(default)]
    pub reject: Vec<Reject>,
    #[serde(default)]
    pub change: Vec<Revise>,
    #[serde(default)]
    pub assert: Vec<Assert>,
}

// `note` is the analyst's own: why this correction.
macro_rules! tables {
    ($($name:ident { $($field:ident: $type:ty),+ })+) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $(pub $field: $type,)+
            #[serde(default, rename = "note")]
            _note: Option<String>,
        }
    )+};
}

tables! {
    Merge { actor: Text, into: Text, all: Option<bool> }
    Never { actors: Spanned<Vec<Text>> }
    Rename { actor: Text, name: Text }
    Retype { actor: Text, kind: Option<Text>, subtype: Option<Text>, iso3: Option<Text> }
    Drop { actor: Text }
    Alias { actor: Text, aliases: Spanned<Vec<Text>> }
    Affiliation { member: Text, of: Text, role: Text, former: Option<bool> }
    NoAffiliation { member: Text, of: Option<Text>, role: Option<Text> }
    Reject {
        key: Option<Text>, source: Option<Text>, target: Option<Text>, polarity: Option<Text>,
        category: Option<Text>, status: Option<Text>
    }
    Revise {
        key: Text, polarity: Option<Text>, category: Option<Text>, status: Option<Text>,
        date: Option<When>, holder: Option<Text>
    }
    Assert {
        source: Text, target: Text, polarity: Option<Text>, category: Option<Text>,
        status: Option<Text>, date: Option<When>, quote: Text, cite: Text
    }
}
