//! Mails (EML) and mailboxes (MBOX) → documents, one a mail. Quoted replies are not its text.

use std::io::BufRead;

use mail_parser::MessageParser;

use super::{Bytes, How, Meta, Source, dates, decode, document};
use crate::error::ReadError;
use crate::types::{DateFrom, Document};

/// Largest mail that is read, attachments included, in bytes.
const LARGEST: usize = 64 << 20;

/// True if what comes next is a mailbox: a line `From name date`.
pub(super) fn is_mailbox(reader: &mut Bytes) -> bool {
    let Ok(head) = reader.fill_buf() else { return false };
    let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
    let line = String::from_utf8_lossy(&line[..line.len().min(400)]).into_owned();
    line.starts_with("From ") && line.split_whitespace().count() >= 5 && line.contains(':')
}

/// The mails of a mailbox, streamed.
pub(super) fn mailbox(
    source: Source,
    mut reader: Bytes,
    how: &How,
) -> impl Iterator<Item = Result<Document, ReadError>> + use<> {
    let how = how.clone();
    let (mut number, mut line_number) = (0, 0);
    let mut ended = false;
    // The line `From …` that opens the first mail.
    let mut opened = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let start = line_number + 1;
        let mut bytes: Vec<u8> = Vec::new();
        let (mut blank, mut too_long) = (true, false);
        loop {
            let line = match decode::line(&mut reader, LARGEST) {
                Ok(line) => line,
                Err(error) => {
                    ended = true;
                    return Some(Err(
                        source.error(Some(line_number + 1), format!("cannot be read on: {error}"))
                    ));
                }
            };
            let Some((line, long)) = line else {
                ended = true;
                break;
            };
            line_number += 1;
            too_long |= long;
            if blank && line.starts_with(b"From ") {
                if opened {
                    break;
                }
                opened = true;
                continue;
            }
            opened = true;
            blank = line.trim_ascii().is_empty();
            if bytes.len() + line.len() > LARGEST {
                too_long = true;
            } else if !too_long {
                // `>From` in a text is `From`.
                let quoted = line.starts_with(b">") && line.trim_ascii_start().starts_with(b">From ");
                bytes.extend_from_slice(&line[usize::from(quoted)..]);
            }
        }
        if ended && bytes.trim_ascii().is_empty() {
            return (number == 0).then(|| Err(source.error(None, "a mailbox without mails")));
        }
        number += 1;
        let name = format!("{}#{number}", source.name);
        if too_long {
            return Some(
                Err(source.error(Some(start), format!("a mail over {} MB; skipped", LARGEST >> 20))),
            );
        }
        Some(mail(&bytes, &name, &how).map_err(|problem| source.error(Some(start), problem)))
    })
}

/// One mail → a document.
pub(super) fn mail(bytes: &[u8], name: &str, how: &How) -> Result<Document, String> {
    let mail = MessageParser::default().parse(bytes).ok_or("no mail: no header")?;
    let title = mail.subject().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = title.map(|t| without_reply(&t).to_owned()).filter(|t| !t.is_empty());
    let dated = mail.date().map(|date| {
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        dates::found(day, DateFrom::Record, &date.to_rfc3339())
    });
    let from = mail.from().and_then(|from| {
        let from = from.first()?;
        from.name().or(from.address()).map(str::to_owned)
    });
    let is_html = mail.text_body.first().is_some_and(|&part| mail.html_body.first() == Some(&part))
        && mail
            .parts
            .get(mail.text_body.first().map_or(0, |&i| i as usize))
            .is_some_and(|p| p.is_text_html());
    let body = if is_html { mail.body_html(0) } else { mail.body_text(0) }.unwrap_or_default();
    let body = if is_html { body.into_owned() } else { own_words(&body) };
    if body.trim().is_empty() {
        return Err("a mail without text".to_owned());
    }
    let meta = Meta {
        id: mail.message_id().map(str::to_owned),
        title: title.clone(),
        dates: dated.into_iter().filter(|d| dates::iso(&d.date).is_some()).collect(),
        source: from,
        url: None,
    };
    let text = match title {
        Some(title) if !is_html => format!("{title}\n\n{}\n", body.trim()),
        _ => body,
    };
    Ok(document(&text, meta, name, &how.tables))
}

fn without_reply(subject: &str) -> &str {
    let mut rest = subject;
    while let Some((mark, after)) = rest.split_once(':') {
        if !["re", "fw", "fwd", "aw"].contains(&mark.trim().to_ascii_lowercase().as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// A text without the replies that it quotes, the lines that introduce them, and the signature.
fn own_words(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let plain = line.trim();
        if line == "-- " || plain == "--" && !lines.is_empty() {
            break;
        }
        if plain.starts_with("-----Original Message") || plain.starts_with("________________________________")
        {
            break;
        }
        if plain.starts_with('>') {
            // `On Monday, Ann Lee wrote:`, over one line or two.
            while lines.last().is_some_and(|last| last.trim().is_empty()) {
                lines.pop();
            }
            if lines.last().is_some_and(|last| last.trim_end().ends_with("wrote:")) {
                let opens = |line: &str| line.trim_start().starts_with("On ");
                if lines.pop().is_some_and(|last| !opens(last)) && lines.last().is_some_and(|l| opens(l)) {
                    lines.pop();
                }
            }
            lines.push("");
            continue;
        }
        lines.push(line);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_replies_go() {
        let text = "Chad met Niger.\n\nOn Mon, 3 Mar 2025, Ann Lee\n<a@x.org> wrote:\n> Old words.\n> More.\n\nNiger thanked Chad.\n-- \nAnn\n";
        assert_eq!(own_words(text).trim(), "Chad met Niger.\n\n\nNiger thanked Chad.");
        assert_eq!(without_reply("Re: Fwd: Talks: a start"), "Talks: a start");
    }
}
