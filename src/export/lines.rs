//! JSON piece by piece: a line for each item, never the whole document in memory.

use std::io::{self, Write};

/// The items with commas between them, each on a line.
pub(super) fn separated<T>(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut dyn Write, T) -> io::Result<()>,
) -> io::Result<()> {
    let mut between: &[u8] = b"\n";
    let mut any = false;
    for item in items {
        out.write_all(between)?;
        write(out, item)?;
        between = b",\n";
        any = true;
    }
    if any { out.write_all(b"\n") } else { Ok(()) }
}

/// An object of texts.
pub(super) fn object<'a>(
    out: &mut dyn Write,
    entries: impl IntoIterator<Item = (&'a str, String)>,
) -> io::Result<()> {
    let map: serde_json::Map<String, serde_json::Value> =
        entries.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Ok(serde_json::to_writer(out, &map)?)
}
