//! PDF with a text layer → a document: the letters that its pages draw ([`content`]), put into columns
//! and lines ([`layout`]) and these into paragraphs ([`paragraphs`]).

mod content;
mod layout;
mod paragraphs;

use std::io::Read;

use hayro_font::hayro_syntax::object::{Array, DateTime, Name, Object, Stream};
use hayro_font::hayro_syntax::page::Page;
use hayro_font::hayro_syntax::{Filter, LoadPdfError, Pdf};

use super::{How, Meta, assemble, dates};
use crate::types::{DateFrom, Document};

/// Largest content that is unpacked, in bytes; where that can only be guessed from what is packed, the
/// guess may be higher.
const LARGEST: u64 = 64 << 20;
const LARGEST_GUESS: u64 = 1 << 30;

/// Most instructions and letters of a file: thousands of pages.
const MOST: usize = 50_000_000;

/// The reader of fonts calls itself for what is nested.
const STACK: usize = 64 << 20;

/// The text of a PDF, and what of it could not be read.
pub(super) fn text(bytes: Vec<u8>, name: &str, how: &How) -> Result<(Document, Option<String>), String> {
    // A thread of its own: a file that its readers do not get along with ends no more than this.
    let reader = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
    let reader = reader.spawn(move || read(bytes)).map_err(|e| format!("no thread to read it: {e}"))?;
    let read = reader.join().map_err(|_| DAMAGED.to_owned())??;
    let page = paragraphs::join(read.pages, &how.tables.words);
    let titles = [read.title, page.title];
    let stands = |title: &String| page.text.lines().take(20).any(|line| line == title);
    let meta = Meta {
        // Programs fill the title of the file with anything: it counts if it stands in the text.
        title: titles.into_iter().flatten().find(stands),
        dates: read.made.into_iter().map(|day| dates::found(day.clone(), DateFrom::Page, &day)).collect(),
        ..Meta::default()
    };
    if page.text.trim().is_empty() {
        return Err("no text in it but page heads".to_owned());
    }
    Ok((assemble(page.text, &page.forms, meta, name, &how.tables), read.missing))
}

const DAMAGED: &str = "damaged: no PDF that can be read";
const CUT: &str = "damaged: it ends too early";

/// What was read of a file.
struct Pages {
    pages: Vec<Vec<content::Piece>>,
    title: Option<String>,
    /// The day on which the file was made, which is not when its text came out.
    made: Option<String>,
    missing: Option<String>,
}

fn read(bytes: Vec<u8>) -> Result<Pages, String> {
    if !bytes.windows(5).take(1024).any(|window| window == b"%PDF-") {
        return Err("no PDF: it does not begin with %PDF-".to_owned());
    }
    if packed_objects(&bytes).any(|stream| inflated(stream).0 > LARGEST) {
        return Err(too_large());
    }
    let is_cut = !bytes[bytes.len().saturating_sub(4096)..].windows(5).any(|window| window == b"%%EOF");
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "encrypted; save it without a password".to_owned(),
        LoadPdfError::Invalid => DAMAGED.to_owned(),
    })?;
    if pdf.pages().is_empty() {
        return Err("a PDF without pages".to_owned());
    }
    let mut damaged = 0;
    for object in pdf.objects() {
        if let Object::Stream(stream) = object {
            match state(&stream) {
                State::Whole => {}
                State::Damaged => damaged += 1,
                State::TooLarge => return Err(too_large()),
            }
        }
    }
    let mut reader = content::Reader::new(MOST);
    let (mut pages, mut pictures, mut unknown) = (Vec::new(), Vec::new(), 0);
    for (i, page) in pdf.pages().iter().enumerate() {
        if content_size(page) > LARGEST {
            return Err(format!("page {}: {}", i + 1, too_large()));
        }
        let drawn = reader.page(page);
        if reader.is_exhausted() {
            return Err(format!("page {}: more is drawn than a text can have", i + 1));
        }
        if drawn.pieces.is_empty() && drawn.picture > 0.5 {
            pictures.push(i + 1);
        }
        unknown += drawn.unknown;
        pages.push(drawn.pieces);
    }
    let letters: usize = pages.iter().flatten().map(|piece| piece.text.chars().count()).sum();
    if letters == 0 {
        if is_cut {
            return Err(CUT.to_owned());
        }
        if damaged > 0 {
            return Err(partly_damaged(damaged));
        }
        let scanned = "no text layer: pictures of pages (scanned?); it needs OCR first";
        return Err(if pictures.is_empty() { "empty: no text in it".to_owned() } else { scanned.to_owned() });
    }
    if unknown * 2 > letters {
        return Err("its fonts do not say which characters their letters are; it needs OCR".to_owned());
    }
    let left_out = match pictures.as_slice() {
        [] => is_cut.then(|| format!("{CUT}; what was found in it is read")),
        [page] => Some(format!("page {page} is a picture without a text layer (scanned?); left out")),
        [page, ..] => {
            let more = pictures.len() - 1;
            Some(format!(
                "page {page} and {more} more are pictures without a text layer (scanned?); left out"
            ))
        }
    };
    let damaged = (damaged > 0).then(|| partly_damaged(damaged));
    let missing = left_out.into_iter().chain(damaged).reduce(|one, other| format!("{one}; {other}"));
    let about = pdf.metadata();
    let title = about.title.as_deref().map(words).filter(|title| !title.is_empty());
    Ok(Pages { pages, title, made: about.creation_date.and_then(day), missing })
}

fn partly_damaged(streams: usize) -> String {
    let parts =
        if streams == 1 { "1 of its parts does".to_owned() } else { format!("{streams} of its parts do") };
    format!("damaged: {parts} not unpack to what was packed; words may be wrong or missing")
}

fn too_large() -> String {
    format!("unpacks to more than {} MB", LARGEST >> 20)
}

/// A text of the file's properties: UTF-16 with its mark, UTF-8 with its mark, or Latin.
fn words(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn day(made: DateTime) -> Option<String> {
    dates::iso(&format!("{:04}-{:02}-{:02}", made.year, made.month, made.day))
}

/// The streams that are unpacked to find the objects of a file, as they stand in it.
fn packed_objects(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let find = |within: &[u8], what: &[u8]| within.windows(what.len()).position(|window| window == what);
    let marks = (0..bytes.len()).filter(|&at| bytes[at] == b'/').map(|at| &bytes[at..]);
    marks.filter(|rest| rest.starts_with(b"/ObjStm") || rest.starts_with(b"/XRef")).filter_map(move |rest| {
        let at = find(&rest[..rest.len().min(4096)], b"stream")?;
        Some(rest[at + 6..].trim_ascii_start())
    })
}

/// How much a packed stream unpacks to, counted up to a little over [`LARGEST`]; false if it is damaged. A
/// checksum that was never written is no damage.
fn inflated(stream: &[u8]) -> (u64, bool) {
    let (size, sound) = size(flate2::read::ZlibDecoder::new(stream));
    if sound || size > LARGEST {
        return (size, true);
    }
    let mut bare = flate2::read::DeflateDecoder::new(stream.get(2..).unwrap_or_default());
    let (_, ends) = self::size(&mut bare);
    let left = stream.len() as u64 - bare.total_in().min(stream.len() as u64);
    // Two bytes stand before what is packed.
    (size, ends && left < 2 + CHECKSUM)
}

/// Bytes of the checksum behind a packed stream.
const CHECKSUM: u64 = 4;

/// How much can be read, up to a little over [`LARGEST`]; true if that is all.
fn size(unpacked: impl Read) -> (u64, bool) {
    let mut unpacked = unpacked.take(LARGEST + 1);
    let mut buffer = [0; 1 << 14];
    let mut size = 0;
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) => return (size, true),
            Ok(read) => size += read as u64,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return (size, false),
        }
    }
}

/// What unpacking a stream comes to.
enum State {
    Whole,
    Damaged,
    TooLarge,
}

/// Looks at a stream before it is unpacked; pictures never are.
fn state(stream: &Stream<'_>) -> State {
    if stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image") {
        return State::Whole;
    }
    let raw = stream.raw_data();
    let filters = stream.filters();
    let counted = filters.first() == Some(&Filter::FlateDecode);
    let (size, whole) = if counted { inflated(&raw) } else { (raw.len() as u64, true) };
    // What the other filters may make of a byte, at most.
    let growth = filters.iter().skip(usize::from(counted)).fold(1_u64, |growth, filter| {
        growth.saturating_mul(match filter {
            Filter::FlateDecode => 1032,
            Filter::LzwDecode => 2600,
            Filter::RunLengthDecode => 64,
            Filter::Ascii85Decode => 4,
            _ => 1,
        })
    });
    if size > LARGEST || growth > 1 && size.saturating_mul(growth) > LARGEST_GUESS {
        State::TooLarge
    } else if whole {
        State::Whole
    } else {
        State::Damaged
    }
}

/// Size of all that a page draws: its content may name one stream a thousand times.
fn content_size(page: &Page<'_>) -> u64 {
    let Some(parts) = page.raw().get::<Array<'_>>("Contents") else { return 0 };
    let mut size = 0;
    for part in parts.iter::<Stream<'_>>() {
        size += inflated(&part.raw_data()).0.max(part.raw_data().len() as u64);
        if size > LARGEST {
            break;
        }
    }
    size
}
