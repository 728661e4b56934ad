#!/usr/bin/env python3
"""Writes the files of the other kinds from article.txt, with several programs. What they need:

    pip install python-docx odfpy pypandoc_binary warcio pandas polars duckdb feedgen feedgenerator PyRSS2Gen rfeed; apt install wget sqlite3

The programs write other bytes in other versions: the files are kept, and tests/inputs.rs reads them as they are.
"""
import csv, datetime, email.message, email.mime.multipart, email.mime.text, email.policy, email.utils, functools, gzip, http.server
import io, mailbox, pathlib, shutil, sqlite3, subprocess, sys, tempfile, threading, zipfile

HERE = pathlib.Path(__file__).parent
title, *paragraphs = [p.strip() for p in (HERE / "article.txt").read_text(encoding="utf-8").split("\n\n")]
STAMP = datetime.datetime(2026, 4, 14, 18, 30, tzinfo=datetime.timezone.utc)
ADDRESS = "https://lake-gazette.example/2026/04/14/accord"
HTML = (f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>"
        f"<article><h1>{title}</h1>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</article></body></html>")
TEXT = "\n\n".join(paragraphs) + "\n"


def to(folder, name):
    (HERE / folder).mkdir(exist_ok=True)
    return HERE / folder / name


def docx():
    import docx as d, pypandoc
    doc = d.Document(); doc.core_properties.title = "Document1"; doc.core_properties.created = STAMP
    doc.add_heading(title, 0)
    for p in paragraphs: doc.add_paragraph(p)
    doc.save(to("docx", "python-docx.docx"))

    doc = d.Document(); doc.add_heading(title, 1)      # runs of several formats, head and foot, a comment-like field
    doc.sections[0].header.paragraphs[0].text = "The Lake Gazette"
    doc.sections[0].footer.paragraphs[0].text = "Printed in Tarsk"
    for p in paragraphs:
        par = doc.add_paragraph()
        for i, word in enumerate(p.split(" ")):
            run = par.add_run((" " if i else "") + word); run.bold = i % 7 == 0; run.italic = i % 11 == 0
    doc.save(to("docx", "python-docx-runs.docx"))

    doc = d.Document(); doc.add_heading(title, 0)      # two paragraphs in a list, one in a table
    for i, p in enumerate(paragraphs):
        if i == 2: doc.add_table(1, 1).cell(0, 0).text = p
        else: doc.add_paragraph(p, style="List Bullet" if i in (3, 4) else None)
    doc.save(to("docx", "python-docx-list.docx"))
    pypandoc.convert_text("# " + title + "\n\n" + TEXT, "docx", "markdown", outputfile=str(to("docx", "pandoc-markdown.docx")))
    pypandoc.convert_text(HTML.replace("<nav><a href=/>Home</a> <a href=/w>World</a></nav>", ""), "docx", "html", outputfile=str(to("docx", "pandoc-html.docx")))


def odt():
    import pypandoc
    from odf import opendocument, style, text
    doc = opendocument.OpenDocumentText()
    doc.text.addElement(text.H(outlinelevel=1, text=title))
    for p in paragraphs: doc.text.addElement(text.P(text=p))
    doc.save(str(to("odt", "odfpy.odt")))

    doc = opendocument.OpenDocumentText()               # spans, a note, a line break as blank, a list
    doc.text.addElement(text.H(outlinelevel=1, text=title))
    items = text.List()
    for i, p in enumerate(paragraphs):
        par = text.P(); half = len(p) // 2
        par.addText(p[:half]); span = text.Span(); span.addText(p[half:]); par.addElement(span)
        if i == 0:
            note = text.Note(noteclass="footnote"); note.addElement(text.NoteCitation(text="1"))
            body = text.NoteBody(); body.addElement(text.P(text="Finland met Latvia in a note.")); note.addElement(body); par.addElement(note)
        if i in (3, 4):
            item = text.ListItem(); item.addElement(par); items.addElement(item)
            if i == 4: doc.text.addElement(items)
        else: doc.text.addElement(par)
    doc.save(str(to("odt", "odfpy-spans.odt")))
    pypandoc.convert_text("# " + title + "\n\n" + TEXT, "odt", "markdown", outputfile=str(to("odt", "pandoc-markdown.odt")))
    pypandoc.convert_text(HTML.replace("<nav><a href=/>Home</a> <a href=/w>World</a></nav>", ""), "odt", "html", outputfile=str(to("odt", "pandoc-html.odt")))
    pypandoc.convert_text(".. class:: x\n\n" + title + "\n" + "=" * len(title) + "\n\n" + TEXT, "odt", "rst", outputfile=str(to("odt", "pandoc-rst.odt")))


def mails():
    def new(encoding, policy=email.policy.SMTP, name="Elin Vasser <press@lake-gazette.example>"):
        m = email.message.EmailMessage(policy=policy)
        m["From"], m["To"], m["Subject"] = name, "desk@lake-gazette.example", title
        m["Date"], m["Message-ID"] = email.utils.format_datetime(STAMP), f"<{encoding}@lake-gazette.example>"
        return m

    out = {}
    m = new("quoted"); m.set_content(TEXT, cte="quoted-printable"); out["quoted-printable"] = m
    m = new("base64"); m.set_content(TEXT, cte="base64"); out["base64"] = m
    m = new("both"); m.set_content(TEXT); m.add_alternative(HTML, subtype="html"); out["alternative"] = m
    m = new("html"); m.set_content(HTML, subtype="html"); m.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="map.png"); out["html-attached"] = m
    old = email.mime.multipart.MIMEMultipart("mixed"); old["From"] = "Press <press@lake-gazette.example>"; old["Subject"] = "Re: " + title
    old["Date"], old["Message-ID"] = email.utils.format_datetime(STAMP), "<reply@lake-gazette.example>"
    quoted = "".join("> " + line + "\n" for line in ["Mali met Togo.", "Mali condemned Benin."])
    old.attach(email.mime.text.MIMEText(TEXT + "\nOn Mon, 13 Apr 2026 at 09:00, Desk <desk@lake-gazette.example> wrote:\n" + quoted + "-- \nPress office\n", "plain", "utf-8"))
    out["reply"] = old
    for name, m in out.items(): to("eml", f"{name}.eml").write_bytes(m.as_bytes())

    def box(name, kind, mails):
        path = to("mbox", name); path.unlink(missing_ok=True)
        b = kind(path)
        for m in mails: b.add(m)
        b.flush(); b.close()
    box("mbox.mbox", mailbox.mbox, out.values())
    box("mmdf-like.mbox", mailbox.mbox, [out["base64"]])
    box("html.mbox", mailbox.mbox, [out["html-attached"], out["alternative"]])
    box("replies.mbox", mailbox.mbox, [out["reply"], out["quoted-printable"]])
    m = new("from"); m.set_content(TEXT, cte="8bit")      # `From ` at the start of a line is written `>From `
    data = (b"From press@lake-gazette.example Tue Apr 14 18:30:00 2026\n" + m.as_bytes(policy=email.policy.compat32.clone(linesep="\n")) + b"\n")
    to("mbox", "compressed.mbox.gz").write_bytes(gzip.compress(data, mtime=0))


def feeds():
    import feedgen.feed, feedgenerator, PyRSS2Gen, rfeed
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    f = feedgen.feed.FeedGenerator(); f.id(ADDRESS); f.title("The Lake Gazette"); f.link(href="https://lake-gazette.example"); f.description("News"); f.updated(STAMP)
    f.lastBuildDate(STAMP)
    e = f.add_entry(); e.id(ADDRESS); e.title(title); e.link(href=ADDRESS); e.published(STAMP); e.updated(STAMP + datetime.timedelta(days=2)); e.content(body, type="CDATA"); e.summary(paragraphs[0])
    f.rss_file(str(to("feeds", "feedgen.rss"))); f.atom_file(str(to("feeds", "feedgen.atom")))
    for name, kind in [("django.rss", feedgenerator.Rss201rev2Feed), ("django.atom", feedgenerator.Atom1Feed)]:
        g = kind(title="The Lake Gazette", link="https://lake-gazette.example", description="News")
        g.add_item(title=title, link=ADDRESS, description=body, pubdate=STAMP, updateddate=STAMP, unique_id=ADDRESS)
        with open(to("feeds", name), "w", encoding="utf-8") as out: g.write(out, "utf-8")
    r = PyRSS2Gen.RSS2(title="The Lake Gazette", link="https://lake-gazette.example", description="News", lastBuildDate=STAMP,
        items=[PyRSS2Gen.RSSItem(title=title, link=ADDRESS, description=body, guid=PyRSS2Gen.Guid(ADDRESS), pubDate=STAMP)])
    with open(to("feeds", "pyrss2gen.xml"), "w", encoding="utf-8") as out: r.write_xml(out, "utf-8")
    item = rfeed.Item(title=title, link=ADDRESS, description=body, guid=rfeed.Guid(ADDRESS), pubDate=STAMP)
    to("feeds", "rfeed.rss").write_text(rfeed.Feed(title="The Lake Gazette", link="https://lake-gazette.example", description="News", items=[item]).rss(), encoding="utf-8")


def tables():
    import duckdb, pandas, polars
    row = {"ID": "accord", "Title": title, "Date": "2026-04-14", "Source": "The Lake Gazette", "Text": TEXT}
    frame = pandas.DataFrame([row])
    frame.to_csv(to("tables", "pandas.csv"), index=False)
    frame.to_csv(to("tables", "pandas-index-utf16.tsv"), sep="\t", encoding="utf-16")
    frame.to_csv(to("tables", "pandas-bom-crlf.csv.gz"), index=False, encoding="utf-8-sig", lineterminator="\r\n", quoting=csv.QUOTE_ALL, compression={"method": "gzip", "mtime": 1})
    polars.DataFrame([row]).write_csv(to("tables", "polars.tsv"), separator="\t")
    duckdb.from_df(frame).write_csv(str(to("tables", "duckdb.csv")))
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(folder + "/a.db"); db.execute("create table news (Id, Headline, Published, Body)")
        db.execute("insert into news values (?, ?, ?, ?)", ["accord", title, "2026-04-14T18:30:00Z", TEXT]); db.commit(); db.close()
        out = subprocess.run(["sqlite3", "-header", "-csv", folder + "/a.db", "select * from news"], check=True, capture_output=True).stdout
        to("tables", "sqlite3.csv").write_bytes(out)


def warc():
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    def write(name, gz, pages, headers=(), version="1.0"):
        with open(to("warc", name), "wb") as out:
            w = WARCWriter(out, gzip=gz, warc_version=version)
            w.write_record(w.create_warcinfo_record(name, {"software": "warcio"}))
            for address, kind, body in pages:
                h = StatusAndHeaders("200 OK", [("Content-Type", kind), *headers], protocol="HTTP/1.1")
                w.write_record(w.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=h, warc_headers_dict={"WARC-Date": "2026-05-01T00:00:00Z"}))
                w.write_record(w.create_warc_record(address, "metadata", payload=io.BytesIO(b"outlink: /x"), warc_content_type="application/warc-fields"))
    page = (ADDRESS, "text/html; charset=utf-8", HTML.encode())
    write("warcio.warc", False, [page])
    write("warcio.warc.gz", True, [("https://lake-gazette.example/map.png", "image/png", b"\x89PNG"), page], version="1.1")
    write("warcio-packed.warc", False, [(page[0], page[1], gzip.compress(page[2], mtime=0))], [("Content-Encoding", "gzip")])
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in [HTML.encode()[i:i + 700] for i in range(0, len(HTML.encode()), 700)]) + b"0\r\n\r\n"
    write("warcio-chunked.warc.gz", True, [(page[0], page[1], chunks)], [("Transfer-Encoding", "chunked")])
    with tempfile.TemporaryDirectory() as folder:       # wget's own archive of a page of this machine
        at = pathlib.Path(folder) / "site" / "2026" / "04" / "14"; at.mkdir(parents=True); (at / "accord.html").write_text(HTML, encoding="utf-8")
        serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder + "/site")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 8973), serve); threading.Thread(target=server.serve_forever, daemon=True).start()
        subprocess.run(["wget", "-q", "--warc-file=" + folder + "/wget", "--no-warc-keep-log", "-O", "/dev/null", "http://127.0.0.1:8973/2026/04/14/accord.html"], check=True)
        server.shutdown(); shutil.copy(folder + "/wget.warc.gz", to("warc", "wget.warc.gz"))
    # Three members: the one in the middle is broken, inside its packed bytes.
    three = [io.BytesIO() for _ in range(3)]
    for i, out in enumerate(three):
        w = WARCWriter(out, gzip=True)
        h = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        w.write_record(w.create_warc_record(f"{ADDRESS}-{i}", "response", payload=io.BytesIO(HTML.encode()), http_headers=h, warc_headers_dict={"WARC-Date": "2026-05-01T00:00:00Z"}))
    parts = [out.getvalue() for out in three]; parts[1] = parts[1][:300] + b"\xff" * 40 + parts[1][340:]
    to("warc", "bad-middle.warc.gz").write_bytes(b"".join(parts))


def bad_office():
    """A part that unpacks to a gigabyte, an entity that stands for a file, and one that stands for ten of another, nine times."""
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    def pack(name, parts):
        with zipfile.ZipFile(to("docx", name) if name.endswith("docx") else to("odt", name), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
            for part, chunks in parts.items():
                with z.open(part, "w", force_zip64=True) as out:
                    for chunk in chunks: out.write(chunk.encode())
    para = lambda inner: f"<w:document {w}><w:body><w:p><w:r><w:t>{inner}</w:t></w:r></w:p></w:body></w:document>"
    pack("bad-bomb.docx", {"[Content_Types].xml": [types], "word/document.xml": [f"<w:document {w}><w:body>"] + [" " * 1_000_000] * 100})
    pack("bad-entity.docx", {"[Content_Types].xml": [types], "word/document.xml": ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + para("Norway thanked Estonia for its patience on Tuesday. &x;")]})
    laughs = "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 10))
    pack("bad-laughs.docx", {"[Content_Types].xml": [types], "word/document.xml": ['<!DOCTYPE a [<!ENTITY l0 "lol">' + laughs + "]>" + para("Norway thanked Estonia for its patience on Tuesday. &l9;")]})


for make in [docx, odt, mails, feeds, tables, warc, bad_office]:
    if not sys.argv[1:] or make.__name__ in sys.argv[1:]:
        make()
