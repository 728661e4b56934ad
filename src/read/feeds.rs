//! RSS and Atom files → documents, one an entry.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{How, Meta, Source, Stream, dates, document};
use crate::error::ReadError;
use crate::types::{DateFrom, Document};

/// True if a text begins as a feed does.
pub(super) fn looks_like(text: &str) -> bool {
    let head: String =
        text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).chars().take(2000).collect();
    head.starts_with('<') && ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| head.contains(tag))
}

/// An entry as it is read.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    id: String,
    date: String,
    /// The longest of summary, description and content.
    text: String,
}

/// The entries of a feed. Where the markup breaks, those before it are read.
pub(super) fn all(source: &Source, text: &str, how: &How) -> Stream {
    let (site, entries, broken) = entries(text);
    let error = broken
        .map(|(at, problem)| {
            let line = text.get(..at).map(|before| before.matches('\n').count() + 1);
            source.error(line, format!("not XML from here on: {problem}"))
        })
        .or_else(|| entries.is_empty().then(|| source.error(None, "a feed without entries")));
    let name = source.name.clone();
    let how = how.clone();
    let source = source.clone();
    let documents = entries.into_iter().enumerate().map(move |(i, entry)| {
        entry
            .document(&format!("{name}#{}", i + 1), &site, &how)
            .ok_or_else(|| source.error(None, format!("entry {}: no text", i + 1)))
    });
    Box::new(documents.chain(error.map(Err::<Document, ReadError>)))
}

impl Entry {
    fn document(self, name: &str, site: &str, how: &How) -> Option<Document> {
        let title = plain(&self.title);
        let body = if self.text.trim().is_empty() { title.clone() } else { self.text };
        let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let meta = Meta {
            id: some(&self.id),
            title: some(&title),
            dates: dates::iso(&self.date)
                .map(|date| dates::found(date, DateFrom::Record, &self.date))
                .into_iter()
                .collect(),
            source: some(site),
            url: some(&self.link),
        };
        // A summary is a piece of a page: what is markup in it is none of its words.
        let markup = body.contains("</") || body.contains("<p") || body.contains("<br");
        let body = if markup { super::markup::strip(&body) } else { super::markup::entities(&body) };
        let text = if title.is_empty() || body.trim() == title {
            format!("{}\n", body.trim())
        } else {
            format!("{title}\n\n{}\n", body.trim())
        };
        (!text.trim().is_empty()).then(|| document(&text, meta, name, &how.tables))
    }
}

fn plain(text: &str) -> String {
    super::markup::strip(&super::markup::entities(text)).trim().to_owned()
}

/// The name of the feed, its entries, and where the markup breaks (in bytes) with why.
fn entries(text: &str) -> (String, Vec<Entry>, Option<(usize, String)>) {
    let mut reader = Reader::from_str(text);
    let (mut site, mut entries) = (String::new(), Vec::new());
    let mut entry: Option<Entry> = None;
    // The field that is being read: its name, depth of elements in it, content.
    let mut field: Option<(String, usize, String)> = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(0);
                return (site, entries, Some((at, error.to_string())));
            }
        };
        match event {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                match &mut field {
                    // Markup that is not escaped: XHTML in Atom.
                    Some((_, depth, content)) => {
                        *depth += 1;
                        content.push_str(&format!("<{}>", local(&name)));
                    }
                    None if matches!(name.as_str(), "item" | "entry") => entry = Some(Entry::default()),
                    None => {
                        if let Some(link) = attribute(&tag, "href").filter(|_| name == "link") {
                            follow(&mut entry, &tag, link);
                        }
                        field = is_field(&name, entry.is_some()).then(|| (name, 0, String::new()));
                    }
                }
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                match &mut field {
                    Some((_, _, content)) if name == "br" => content.push_str("<br>"),
                    None if name == "link" => {
                        if let Some(link) = attribute(&tag, "href") {
                            follow(&mut entry, &tag, link);
                        }
                    }
                    _ => {}
                }
            }
            Event::Text(words) => {
                if let Some((_, _, content)) = &mut field {
                    content.push_str(&words);
                }
            }
            // References of markup in an escaped text (`&lt;p&gt;`); others are left for later.
            Event::GeneralRef(name) => {
                if let Some((_, _, content)) = &mut field {
                    content.push_str(&super::markup::entities(&format!("&{};", &*name)));
                }
            }
            Event::CData(words) => {
                if let Some((_, _, content)) = &mut field {
                    content.push_str(&words);
                }
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                match field.take() {
                    Some((open, depth, mut content)) if depth > 0 => {
                        content.push_str(&format!("</{}>", local(&name)));
                        field = Some((open, depth - 1, content));
                    }
                    Some((open, _, content)) => match &mut entry {
                        Some(entry) => entry.set(&open, content),
                        None if open == "title" && site.is_empty() => site = plain(&content),
                        None => {}
                    },
                    None if matches!(name.as_str(), "item" | "entry") => entries.extend(entry.take()),
                    None => {}
                }
            }
            Event::Eof => {
                let open = entry.is_some().then(|| (text.len(), "ends inside an entry".to_owned()));
                return (site, entries, open);
            }
            _ => {}
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(super::markup::entities(&attribute.value))
}

/// The address of an entry: a link of its own, or `rel="alternate"`.
fn follow(entry: &mut Option<Entry>, tag: &quick_xml::events::BytesStart<'_>, link: String) {
    let rel = attribute(tag, "rel");
    if let Some(entry) = entry.as_mut().filter(|_| rel.is_none_or(|rel| rel == "alternate")) {
        entry.link = link;
    }
}

fn is_field(name: &str, in_entry: bool) -> bool {
    if !in_entry {
        return name == "title";
    }
    matches!(
        name,
        "title"
            | "link"
            | "guid"
            | "id"
            | "pubDate"
            | "dc:date"
            | "published"
            | "updated"
            | "description"
            | "summary"
            | "content"
            | "content:encoded"
    )
}

impl Entry {
    fn set(&mut self, field: &str, content: String) {
        let slot = match field {
            "title" => &mut self.title,
            "link" => &mut self.link,
            "guid" | "id" => &mut self.id,
            // When it was last changed counts only where nothing says when it came out.
            "updated" if !self.date.is_empty() => return,
            "pubDate" | "dc:date" | "published" | "updated" => &mut self.date,
            _ if self.text.len() >= content.len() => return,
            _ => &mut self.text,
        };
        if !content.trim().is_empty() {
            *slot = content.trim().to_owned();
        }
    }
}
