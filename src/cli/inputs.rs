//! How inputs are read: the options that all commands with inputs share.

use std::sync::Arc;

use crate::read::{Field, How};
use crate::tables::Tables;

#[derive(Debug, clap::Args)]
pub(super) struct Inputs {
    /// What a column of a table (or a key of a record) holds, where its name does not say it:
    /// text=Body; fields are text, title, date, source, url, id; may repeat.
    #[arg(long, value_name = "FIELD=NAME", value_parser = column)]
    column: Vec<(Field, String)>,
}

impl Inputs {
    /// With the tables that know places and the words of pages.
    pub fn how(&self, tables: Arc<Tables>) -> How {
        How { columns: self.column.clone(), ..How::new(tables) }
    }
}

fn column(text: &str) -> Result<(Field, String), String> {
    let (field, name) = text.split_once('=').ok_or("expected FIELD=NAME, text=Body for instance")?;
    let field = match field {
        "text" => Field::Text,
        "title" => Field::Title,
        "date" => Field::Date,
        "source" => Field::Source,
        "url" => Field::Url,
        "id" => Field::Id,
        _ => return Err(format!("no field {field:?}; expected text, title, date, source, url or id")),
    };
    Ok((field, name.to_owned()))
}
