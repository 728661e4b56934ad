//! Bytes → text: compression, encodings, binary files.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8};
use flate2::bufread::GzDecoder;

use super::{Bytes, Source, is_stdin};
use crate::error::ReadError;

/// Counts the bytes that are read of all sources, as they lie in their files.
#[derive(Debug, Clone, Default)]
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    /// How many so far.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Counted<R>(R, Counter);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// How bytes are packed, by the first of them.
enum Packing {
    Gzip,
    Xz,
    Zstandard,
}

fn packing(head: &[u8]) -> Option<Packing> {
    Some(match head {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Packing::Xz,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstandard,
        _ => return None,
    })
}

/// True of a file with bytes that are not packed. One that cannot be read is told when it is.
pub(super) fn is_plain(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut head));
    read.is_ok_and(|bytes| bytes > 0) && packing(&head).is_none()
}

/// The source's bytes, decompressed: compression is told by the first bytes, whatever the name.
pub(super) fn open(source: &Source, counter: &Counter) -> Result<Bytes, ReadError> {
    let raw: Box<dyn Read + Send> = if is_stdin(&source.path) {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(&source.path).map_err(|e| source.io(e))?)
    };
    let mut file: Bytes = Box::new(BufReader::with_capacity(1 << 16, Counted(raw, counter.clone())));
    let head = file.fill_buf().map_err(|e| source.io(e))?;
    Ok(match packing(head) {
        Some(Packing::Gzip) => Box::new(BufReader::new(Members::new(file))),
        Some(Packing::Xz) => Box::new(BufReader::new(liblzma::bufread::XzDecoder::new_multi_decoder(file))),
        Some(Packing::Zstandard) => {
            let decoder = zstd::Decoder::with_buffer(file).map_err(|e| source.io(e))?;
            Box::new(BufReader::new(decoder))
        }
        None => file,
    })
}

/// The members of a gzip file one after the other. One that is broken is an error once; who reads on
/// goes on with the next: web archives hold each record in a member of its own.
struct Members {
    /// `None` past the end.
    member: Option<GzDecoder<Found>>,
    is_broken: bool,
}

/// The bytes with which a member begins.
const MEMBER: &[u8] = &[0x1f, 0x8b, 8];

/// What is left of [`MEMBER`] once it was found, and what follows it.
struct Found {
    head: &'static [u8],
    rest: Bytes,
}

impl Members {
    fn new(file: Bytes) -> Self {
        Self { member: Some(GzDecoder::new(Found { head: &[], rest: file })), is_broken: false }
    }
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while let Some(mut member) = self.member.take() {
            if self.is_broken {
                self.is_broken = false;
                let mut file = member.into_inner();
                if file.find()? {
                    self.member = Some(GzDecoder::new(file));
                }
                continue;
            }
            match member.read(buffer) {
                Ok(0) if !buffer.is_empty() => {
                    let mut file = member.into_inner();
                    if !file.fill_buf()?.is_empty() {
                        self.member = Some(GzDecoder::new(file));
                    }
                }
                read => {
                    self.is_broken = read.is_err();
                    self.member = Some(member);
                    return read;
                }
            }
        }
        Ok(0)
    }
}

impl Found {
    /// Goes on to the next member; false if there is none.
    fn find(&mut self) -> std::io::Result<bool> {
        self.head = &[];
        let mut matched = 0;
        loop {
            let bytes = self.rest.fill_buf()?;
            let Some(&byte) = bytes.first() else { return Ok(false) };
            // Only the first byte of the mark occurs in it once: a mismatch begins anew.
            matched = match MEMBER.get(matched) {
                Some(&next) if next == byte => matched + 1,
                _ => usize::from(byte == MEMBER[0]),
            };
            self.rest.consume(1);
            if matched == MEMBER.len() {
                self.head = MEMBER;
                return Ok(true);
            }
        }
    }
}

impl Read for Found {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Found {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.head.is_empty() { self.rest.fill_buf() } else { Ok(self.head) }
    }

    fn consume(&mut self, amount: usize) {
        if self.head.is_empty() {
            self.rest.consume(amount);
        } else {
            self.head = &self.head[amount.min(self.head.len())..];
        }
    }
}

/// True if the bytes that come next are UTF-16, whose line ends are no single bytes.
fn is_utf16(reader: &mut Bytes) -> bool {
    reader.fill_buf().is_ok_and(|head| head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]))
}

/// UTF-16 as UTF-8, for readers of lines; other bytes as they are.
pub(super) fn from_utf16(mut reader: Bytes, source: &Source, largest: u64) -> Result<Bytes, ReadError> {
    if !is_utf16(&mut reader) {
        return Ok(reader);
    }
    Ok(Box::new(std::io::Cursor::new(read_all(reader, source, largest)?.into_bytes())))
}

/// All bytes of a source.
pub(super) fn all_bytes(reader: Bytes, source: &Source, largest: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    reader.take(largest + 1).read_to_end(&mut bytes).map_err(|e| match e.kind() {
        std::io::ErrorKind::UnexpectedEof => source.error(None, "ends too early: a truncated archive"),
        _ => source.io(e),
    })?;
    if bytes.len() as u64 > largest {
        return Err(source.error(None, format!("larger than {} MB; split it", largest >> 20)));
    }
    Ok(bytes)
}

/// All of a source as text.
pub(super) fn read_all(reader: Bytes, source: &Source, largest: u64) -> Result<String, ReadError> {
    let bytes = all_bytes(reader, source, largest)?;
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    text(bytes).filter(|_| !is_tar).ok_or_else(|| {
        if is_tar {
            return source.error(None, "an archive of files (tar); unpack it, and name its folder");
        }
        source.error(
            None,
            "binary, not text; expected txt, md, html, json, jsonl, csv, tsv, eml, mbox, rss, atom, warc, docx, odt or pdf",
        )
    })
}

/// One line as bytes, its end included; `None` at the end of the input. A line over `largest`
/// bytes is skipped and comes back empty with `true`.
pub(super) fn line(reader: &mut Bytes, largest: usize) -> std::io::Result<Option<(Vec<u8>, bool)>> {
    let mut out = Vec::new();
    let mut too_long = false;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            let ended = out.is_empty() && !too_long;
            return Ok((!ended).then_some((out, too_long)));
        }
        let end = buffer.iter().position(|&b| b == b'\n').map_or(buffer.len(), |i| i + 1);
        let done = buffer[end - 1] == b'\n';
        if !too_long {
            out.extend_from_slice(&buffer[..end]);
        }
        reader.consume(end);
        if out.len() > largest {
            out = Vec::new();
            too_long = true;
        }
        if done {
            return Ok(Some((out, too_long)));
        }
    }
}

/// Text of any usual encoding; `None` if the bytes are no text. Valid UTF-8 is kept as it is, byte
/// order mark included.
pub(super) fn text(bytes: Vec<u8>) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return Some(encoding.decode(&bytes).0.into_owned());
    }
    let head = &bytes[..bytes.len().min(8192)];
    if head.contains(&0) {
        return utf16_without_mark(&bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (!is_binary(text.as_bytes())).then_some(text),
        Err(error) => error.into_bytes(),
    };
    if is_binary(&bytes) {
        return None;
    }
    // A few broken bytes in UTF-8 are replaced; more of them mean another encoding.
    let lossy = String::from_utf8_lossy(&bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let multibyte = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if broken <= multibyte / 4 {
        return Some(lossy.into_owned());
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes, true);
    let encoding = declared(&bytes).unwrap_or_else(|| detector.guess(None, chardetng::Utf8Detection::Allow));
    Some(encoding.decode(&bytes).0.into_owned())
}

/// The encoding that an HTML page declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let label: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8)
}

/// UTF-16 without a byte order mark: every other byte of Latin text is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    let pairs = bytes.chunks_exact(2).take(2048);
    let (little, big, all) = pairs.fold((0, 0, 0), |(l, b, n), pair| {
        (l + usize::from(pair[1] == 0 && pair[0] != 0), b + usize::from(pair[0] == 0 && pair[1] != 0), n + 1)
    });
    let encoding = match () {
        () if little * 10 > all * 7 => encoding_rs::UTF_16LE,
        () if big * 10 > all * 7 => encoding_rs::UTF_16BE,
        () => return None,
    };
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Control characters that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let control =
        head.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)).count();
    control * 100 > head.len().max(100)
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn encodings_become_text() {
        assert_eq!(text("\u{feff}Türkiye".as_bytes().to_vec()).as_deref(), Some("\u{feff}Türkiye"));
        let utf16: Vec<u8> = "\u{feff}Türkiye".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(utf16).as_deref(), Some("Türkiye"));
        let bare: Vec<u8> = "Iraq and Syria".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(bare).as_deref(), Some("Iraq and Syria"));
        let latin = b"Erdo\xf0an met the T\xfcrkish minister in Z\xfcrich on Friday to talk.".to_vec();
        assert!(text(latin).is_some_and(|t| t.contains("Zürich")));
    }

    #[test]
    fn binary_is_no_text() {
        assert_eq!(text(vec![0, 1, 2, 3, 255, 254, 7, 8, 0, 0, 1]), None);
        assert_eq!(text((0..=255).cycle().take(4000).collect()), None);
    }
}
