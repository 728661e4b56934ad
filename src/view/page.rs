//! The page as one file that fetches nothing.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::article::Article;
use super::rows;
use super::script::SCRIPT;
use crate::graph::Graph;

const HTML: &str = include_str!("../../web/page.html");
const STYLE: &str = include_str!("../../web/page.css");
/// Splits the page where something is put in: `{{name}}`.
const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// What goes into a page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The article itself, to be shown with its mentions marked.
    pub article: Option<&'a Article>,
    /// What a page of the server sends back with requests that change something; `None` for a page
    /// that stands alone.
    pub token: Option<&'a str>,
    /// Name of the file to which the server writes corrections, if it does.
    pub corrections: Option<&'a str>,
    /// For a frame of another page: without panels, and it tells its height.
    pub embed: bool,
}

/// Writes the page: markup, style, script and graph in one file. Its content security policy lets
/// nothing in but these very bytes, and lets a served page talk to its own server only.
///
/// # Errors
/// The stream refuses the bytes.
pub fn page(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = HTML;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.write_all(before.as_bytes())?;
        let (name, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        match name {
            "policy" => out.write_all(policy(page.token.is_some()).as_bytes())?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "token" => out.write_all(escape(page.token.unwrap_or("")).as_bytes())?,
            "corrections" => out.write_all(escape(page.corrections.unwrap_or("")).as_bytes())?,
            "embed" => out.write_all(if page.embed { b" data-embed" } else { b"" })?,
            "title" => out.write_all(escape(&rows::title(page.graph)).as_bytes())?,
            _ => rows::write(page.graph, page.article, &mut Escaped(out))?,
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// The content security policy of a page.
pub(super) fn policy(live: bool) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let connect = if live { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data: blob:; connect-src {connect}; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hash(&SCRIPT),
        hash(STYLE)
    )
}

/// Text between tags or in an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// JSON inside of a `script` element: no `<` may end the element or open a comment. In JSON a `<`
/// stands in texts only, where `\u003c` means the same.
struct Escaped<'w>(&'w mut dyn Write);

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|b| *b == b'<') {
            self.0.write_all(&rest[..at])?;
            self.0.write_all(b"\\u003c")?;
            rest = &rest[at + 1..];
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
