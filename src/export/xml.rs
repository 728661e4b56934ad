//! XML that any reader takes, written and read by `quick-xml`.
//!
//! Characters that XML 1.0 cannot hold are shown by their pictures ([`visible`]); line ends and tabs
//! are written as references, so that no reader turns them into spaces.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, Writer, XmlVersion};

use super::scalars::visible;

/// Writes elements to a stream.
pub(super) struct Elements<'w> {
    out: Writer<&'w mut dyn Write>,
}

impl<'w> Elements<'w> {
    /// Begins a document.
    pub fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut out = Writer::new(out);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        out.get_mut().write_all(b"\n")?;
        Ok(Self { out })
    }

    /// `<name …>` on a line.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.out.write_event(Event::Start(start(name, attributes)))?;
        self.line()
    }

    /// `</name>` on a line.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.out.write_event(Event::End(BytesEnd::new(name)))?;
        self.line()
    }

    /// `<name …/>` on a line.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.out.write_event(Event::Empty(start(name, attributes)))?;
        self.line()
    }

    /// `<name …>text</name>` on a line.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.out.write_event(Event::Start(start(name, attributes)))?;
        self.out.write_event(Event::Text(BytesText::from_escaped(escaped(text))))?;
        self.out.write_event(Event::End(BytesEnd::new(name)))?;
        self.line()
    }

    fn line(&mut self) -> io::Result<()> {
        self.out.get_mut().write_all(b"\n")
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let escape = |&(key, value): &(&'a str, &'a str)| Attribute { key: QName(key), value: escaped(value) };
    BytesStart::new(name).with_attributes(attributes.iter().map(escape))
}

/// For elements and for attributes in double quotes.
fn escaped(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if !text.contains(['<', '>', '&', '"', '\t', '\n', '\r']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// An element as it is read: `text` is what stands in it before any other tag.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    /// The value of an attribute, or nothing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What a reader meets.
pub(super) enum Step {
    /// An element with its text; its children follow.
    Element(Element),
    /// The end of an element.
    End(String),
}

/// Walks through a document: each element once its text is known, then its end. Names lose their
/// prefix.
///
/// # Errors
/// The text is no XML, or `visit` says so.
pub(super) fn walk(text: &str, mut visit: impl FnMut(Step) -> Result<(), String>) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let mut open: Option<Element> = None;
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(tag) => {
                if let Some(element) = open.replace(element(&tag)?) {
                    visit(Step::Element(element))?;
                }
            }
            Event::Empty(tag) => {
                if let Some(element) = open.take() {
                    visit(Step::Element(element))?;
                }
                let element = element(&tag)?;
                let name = element.name.clone();
                visit(Step::Element(element))?;
                visit(Step::End(name))?;
            }
            Event::End(tag) => {
                if let Some(element) = open.take() {
                    visit(Step::Element(element))?;
                }
                visit(Step::End(tag.local_name().into_inner().to_owned()))?;
            }
            Event::Text(words) => {
                if let Some(element) = &mut open {
                    element.text.push_str(&words.xml10_content());
                }
            }
            Event::CData(words) => {
                if let Some(element) = &mut open {
                    element.text.push_str(&words.xml10_content());
                }
            }
            Event::GeneralRef(name) => {
                if let Some(element) = &mut open {
                    let character = name.resolve_char_ref().map_err(|e| e.to_string())?;
                    let word = character.map(String::from).or_else(|| {
                        quick_xml::escape::resolve_predefined_entity(&name.xml10_content()).map(str::to_owned)
                    });
                    element.text.push_str(&word.ok_or("an entity that XML does not define")?);
                }
            }
            Event::Eof => return Ok(()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
    }
}

fn element(tag: &BytesStart) -> Result<Element, String> {
    let mut out = Element { name: tag.local_name().into_inner().to_owned(), ..Element::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|e| e.to_string())?;
        out.attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
    }
    Ok(out)
}
