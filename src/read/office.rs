//! Texts of word processors, DOCX and ODT → documents: an archive of XML, of which the text, the
//! headings and the title are read.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::html::Form;
use super::{How, Meta, assemble, dates};
use crate::types::{DateFrom, Document, Span};

/// Largest part of an archive that is unpacked, in bytes.
const LARGEST: u64 = 64 << 20;

/// True for archives, and for what encrypted and old texts are packed in.
pub(super) fn looks_like(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The text of a DOCX or ODT file.
pub(super) fn text(bytes: &[u8], name: &str, how: &How) -> Result<Document, String> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("encrypted, or of an old version of Word; save it as DOCX without a password".to_owned());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("a damaged archive: {e}"))?;
    let (body, about) = match () {
        () if archive.index_for_name("word/document.xml").is_some() => {
            ("word/document.xml", "docProps/core.xml")
        }
        () if archive.index_for_name("content.xml").is_some() => ("content.xml", "meta.xml"),
        () => {
            return Err("an archive (zip), but no text of a word processor; unpack it, and name its folder"
                .to_owned());
        }
    };
    let body = part(&mut archive, body)?;
    let about = part(&mut archive, about).unwrap_or_default();
    let paragraphs = paragraphs(&body)?;
    let (title, created) = properties(&about);
    let marked = paragraphs.iter().find(|p| p.is_title).map(|p| p.text.clone());
    let mut page = (String::new(), Vec::new());
    for paragraph in paragraphs {
        let start = page.0.len();
        page.0.push_str(&paragraph.text);
        page.1.push((Span::new(start, page.0.len()), paragraph.form));
        page.0.push_str("\n\n");
    }
    if page.0.trim().is_empty() {
        return Err("no text in it".to_owned());
    }
    // When a file was made is not when its text came out.
    let made = created.and_then(|words| Some(dates::found(dates::iso(&words)?, DateFrom::Page, &words)));
    // Programs fill the title of the file with anything: it counts if it stands in the text.
    let title = marked.or(title.filter(|title| page.0.lines().take(20).any(|line| line == title)));
    let meta = Meta { title, dates: made.into_iter().collect(), ..Meta::default() };
    Ok(assemble(page.0, &page.1, meta, name, &how.tables))
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, String> {
    let file = archive.by_name(name).map_err(|e| format!("{name}: {e}"))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| format!("{name}: {e}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("{name} unpacks to more than {} MB", LARGEST >> 20));
    }
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}

struct Paragraph {
    text: String,
    form: Form,
    is_title: bool,
}

/// The paragraphs of a body of either kind: their elements differ in name only.
fn paragraphs(xml: &str) -> Result<Vec<Paragraph>, String> {
    let mut reader = Reader::from_str(xml);
    let mut out = Vec::new();
    let mut current: Option<Paragraph> = None;
    // In DOCX only `w:t` holds text; in ODT all that stands in a paragraph but notes.
    let (mut in_text, mut skipped, mut lists) = (false, 0_usize, 0_usize);
    loop {
        let event =
            reader.read_event().map_err(|e| format!("no XML at byte {}: {e}", reader.error_position()))?;
        match event {
            Event::Start(tag) => match tag.name().as_ref() {
                _ if skipped > 0 => skipped += 1,
                "text:note"
                | "office:annotation"
                | "w:instrText"
                | "w:delText"
                | "office:forms"
                | "text:tracked-changes" => {
                    skipped = 1;
                }
                "w:p" | "text:p" | "text:h" => {
                    let style = attribute(&tag, "text:style-name").unwrap_or_default();
                    let form = match () {
                        () if tag.name().as_ref() == "text:h" => Form::Heading,
                        () if lists > 0 => Form::Item,
                        () => Form::Paragraph,
                    };
                    finish(&mut current, &mut out);
                    current = Some(Paragraph { text: String::new(), form, is_title: style == "Title" });
                    in_text = tag.name().as_ref() != "w:p";
                }
                "text:list" => lists += 1,
                "w:t" => in_text = true,
                _ => {}
            },
            Event::Empty(tag) => {
                if let Some(paragraph) = current.as_mut().filter(|_| skipped == 0) {
                    match tag.name().as_ref() {
                        "w:tab" | "text:tab" | "text:s" => paragraph.text.push(' '),
                        "w:br" | "w:cr" | "text:line-break" => paragraph.text.push('\n'),
                        "w:numPr" | "w:numId" if paragraph.form == Form::Paragraph => {
                            paragraph.form = Form::Item
                        }
                        "w:pStyle" => {
                            let style = attribute(&tag, "w:val").unwrap_or_default().to_lowercase();
                            paragraph.is_title = style == "title";
                            if paragraph.is_title || style.starts_with("heading") || style == "subtitle" {
                                paragraph.form = Form::Heading;
                            }
                        }
                        _ => {}
                    }
                }
            }
            Event::Text(words) if in_text && skipped == 0 => {
                if let Some(paragraph) = &mut current {
                    paragraph.text.push_str(&words);
                }
            }
            Event::GeneralRef(name) if in_text && skipped == 0 => {
                if let Some(paragraph) = &mut current {
                    paragraph.text.push_str(&super::markup::entities(&format!("&{};", &*name)));
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                _ if skipped > 0 => skipped -= 1,
                "w:p" | "text:p" | "text:h" => finish(&mut current, &mut out),
                "w:t" => in_text = false,
                "text:list" => lists = lists.saturating_sub(1),
                _ => {}
            },
            Event::Eof => {
                finish(&mut current, &mut out);
                return Ok(out);
            }
            _ => {}
        }
    }
}

fn finish(current: &mut Option<Paragraph>, out: &mut Vec<Paragraph>) {
    let Some(mut paragraph) = current.take() else { return };
    let lines = paragraph.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraph.text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    if !paragraph.text.is_empty() {
        out.push(paragraph);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    Some(tag.try_get_attribute(name).ok()??.value.into_owned())
}

/// The title of the file and when it was made.
fn properties(xml: &str) -> (Option<String>, Option<String>) {
    let inner = |name: &str| {
        let from = xml.find(&format!("<{name}"))?;
        let rest = xml.get(from..)?;
        let rest = rest.get(rest.find('>')? + 1..)?;
        let words = super::markup::entities(rest.get(..rest.find("</")?)?);
        Some(words.trim().to_owned()).filter(|w| !w.is_empty())
    };
    (inner("dc:title"), inner("dcterms:created").or_else(|| inner("meta:creation-date")))
}
