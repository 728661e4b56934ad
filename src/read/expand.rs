//! What a user names → sources in a stable order.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use rustc_hash::FxHashSet;
use walkdir::WalkDir;

use super::{decode, is_stdin};
use crate::error::ReadError;

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The file, or `-`.
    pub path: PathBuf,
    /// Its name in ids of documents that have none of their own: the path below the folder that was
    /// named, else the file name.
    pub name: String,
}

/// How a source is read, by its extension (compression aside).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Json,
    JsonLines,
    /// RSS or Atom.
    Feed,
    Mail,
    Mailbox,
    Warc,
    /// DOCX or ODT.
    Office,
    Pdf,
    /// A header and rows; with what parts the cells.
    Table(u8),
    /// Standard input, and files whose extension says nothing: told by the content.
    Stream,
}

/// Extensions of files in folders that are never texts.
const FOREIGN: &[&str] = &[
    "7z", "avi", "bin", "bmp", "bz2", "class", "css", "db", "dll", "doc", "dot", "eot", "exe", "gif", "gv",
    "ico", "jar", "jpeg", "jpg", "js", "map", "mov", "mp3", "mp4", "o", "otf", "png", "ppt", "pptx", "pyc",
    "rar", "rlib", "so", "sqlite", "svg", "tar", "tgz", "tif", "tiff", "ttf", "wasm", "wav", "webm", "webp",
    "woff", "woff2", "xls", "xlsx", "zip",
];

impl Source {
    pub(super) fn kind(&self) -> Kind {
        match self.extension().as_deref() {
            Some("json") => Kind::Json,
            Some("jsonl" | "ndjson" | "jsonlines") => Kind::JsonLines,
            Some("rss" | "atom") => Kind::Feed,
            Some("eml") => Kind::Mail,
            Some("mbox" | "mbx") => Kind::Mailbox,
            Some("warc") => Kind::Warc,
            Some("docx" | "odt") => Kind::Office,
            Some("pdf") => Kind::Pdf,
            Some("csv") => Kind::Table(b','),
            Some("tsv" | "tab") => Kind::Table(b'\t'),
            Some("txt" | "md" | "markdown" | "html" | "htm" | "xhtml" | "text") => Kind::Text,
            _ => Kind::Stream,
        }
    }

    /// The extension in lower case, that of compression taken off.
    fn extension(&self) -> Option<String> {
        if is_called_packed(&self.path) {
            return self.path.file_stem().map(Path::new).and_then(ending);
        }
        ending(&self.path)
    }

    /// True if its name tells of compression and its first bytes do not.
    fn is_misnamed(&self) -> bool {
        is_called_packed(&self.path) && decode::is_plain(&self.path)
    }
}

fn ending(path: &Path) -> Option<String> {
    path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase)
}

fn is_called_packed(path: &Path) -> bool {
    ending(path).is_some_and(|ending| matches!(ending.as_str(), "gz" | "zst" | "xz"))
}

/// What of the inputs is not looked into, or not what it is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// Files of folders whose extension is that of no text.
    pub files: Vec<PathBuf>,
    /// Links in folders that lead to no file: to a folder, or nowhere.
    pub links: Vec<PathBuf>,
    /// Hidden files and folders in folders.
    pub hidden: Vec<PathBuf>,
    /// Files that are read as they are, though their names say that they are packed.
    pub unpacked: Vec<PathBuf>,
}

/// Files, folders (with all below them), globs and `-`, each once, in the order of the arguments;
/// files of a folder or glob by name. The second part has an error for each argument that names
/// nothing, and for each folder that cannot be listed. The third is what is not looked into, or misnamed.
pub fn expand(inputs: &[String]) -> (Vec<Source>, Vec<ReadError>, Passed) {
    let mut out: Vec<Source> = Vec::new();
    let (mut errors, mut passed) = (Vec::new(), Passed::default());
    for input in inputs {
        match one(input, &mut errors, &mut passed) {
            Ok(sources) => out.extend(sources),
            Err(error) => errors.push(error),
        }
    }
    let mut seen = FxHashSet::default();
    out.retain(|source| seen.insert(source.path.clone()));
    passed.unpacked = out.iter().filter(|source| source.is_misnamed()).map(|s| s.path.clone()).collect();
    for paths in [&mut passed.files, &mut passed.links, &mut passed.hidden] {
        paths.sort();
        paths.dedup();
    }
    (out, errors, passed)
}

fn one(input: &str, errors: &mut Vec<ReadError>, passed: &mut Passed) -> Result<Vec<Source>, ReadError> {
    let path = PathBuf::from(input);
    let fail =
        |problem: &str| ReadError::Content { path: path.clone(), line: None, problem: problem.to_owned() };
    if is_stdin(&path) {
        return Ok(vec![Source { path, name: "-".to_owned() }]);
    }
    if path.is_dir() {
        let found = folder(&path, errors, passed);
        return if found.is_empty() {
            Err(fail(
                "folder without texts (txt, md, html, json, jsonl, csv, tsv, eml, mbox, rss, atom, warc, docx, odt, pdf)",
            ))
        } else {
            Ok(found)
        };
    }
    if path.exists() {
        return Ok(vec![Source { name: file_name(&path), path }]);
    }
    if input.contains(['*', '?', '[', '{']) {
        let found = glob(input, errors).map_err(|problem| fail(&problem))?;
        return if found.is_empty() { Err(fail("no file fits this pattern")) } else { Ok(found) };
    }
    Err(fail("no such file or folder"))
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy().into_owned(), |n| n.to_string_lossy().into_owned())
}

/// The files below a folder, by path; hidden ones are passed over. What cannot be listed is an error.
fn files(root: &Path, errors: &mut Vec<ReadError>, passed: &mut Passed) -> Vec<PathBuf> {
    let hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let (mut out, mut left) = (Vec::new(), Vec::new());
    let seen = |entry: &walkdir::DirEntry| {
        let hidden = hidden(entry);
        left.extend(hidden.then(|| entry.path().to_owned()));
        !hidden
    };
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(seen) {
        match entry {
            // Links to files count, links to folders do not: they may lead round in a circle.
            Ok(entry) if entry.path().is_file() => out.push(entry.into_path()),
            Ok(entry) if entry.depth() > 0 && entry.path_is_symlink() => passed.links.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => errors
                .push(ReadError::Io { path: error.path().unwrap_or(root).to_owned(), source: error.into() }),
        }
    }
    passed.hidden.extend(left);
    out
}

/// All texts below a folder, by path; what is none is passed over.
fn folder(root: &Path, errors: &mut Vec<ReadError>, passed: &mut Passed) -> Vec<Source> {
    let all = files(root, errors, passed).into_iter();
    let all = all.map(|path| Source { name: slashed(path.strip_prefix(root).unwrap_or(&path)), path });
    let (texts, others): (Vec<Source>, Vec<Source>) =
        all.partition(|source| source.extension().is_none_or(|e| !FOREIGN.contains(&e.as_str())));
    passed.files.extend(others.into_iter().map(|source| source.path));
    texts
}

/// The files that fit a pattern such as `news/**/*.txt`.
fn glob(pattern: &str, errors: &mut Vec<ReadError>) -> Result<Vec<Source>, String> {
    let matcher = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| format!("not a pattern: {e}"))?
        .compile_matcher();
    // The part before the first wildcard is a folder to walk.
    let fixed = pattern.split(['*', '?', '[', '{']).next().unwrap_or("");
    let base = match fixed.rfind('/') {
        Some(0) => PathBuf::from("/"),
        Some(slash) => PathBuf::from(fixed.get(..slash).unwrap_or("")),
        None => PathBuf::from("."),
    };
    let here = !fixed.contains('/');
    // Whether a link or a hidden folder fits the pattern says nothing of what is behind it.
    Ok(files(&base, errors, &mut Passed::default())
        .into_iter()
        .filter_map(|path| {
            let below = path.strip_prefix(&base).unwrap_or(&path).to_owned();
            let path = if here { below.clone() } else { path };
            matcher.is_match(&path).then(|| Source { name: slashed(&below), path })
        })
        .collect())
}
