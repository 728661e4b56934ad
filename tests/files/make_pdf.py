#!/usr/bin/env python3
"""Writes the PDF files beside it from article.txt, each with another program. What they need:

    pip install reportlab fpdf2 weasyprint matplotlib pymupdf pikepdf pillow; apt install chromium

The programs write other bytes in other versions: the files are kept, and tests/inputs.rs reads them as they are.
"""
import io, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
OUT = HERE / "pdf"
title, *paragraphs = [p for p in (HERE / "article.txt").read_text(encoding="utf-8").split("\n\n")]
title, paragraphs = title.strip(), [p.strip() for p in paragraphs]
HEAD, FOOT = "The Lake Gazette · Wednesday edition", "© The Lake Gazette"


def reportlab():
    """Two justified columns with words broken at line ends, heads and feet, three pages."""
    from reportlab.lib.pagesizes import A6
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

    w, h = A6
    gap, m = 12, 32
    col = (w - 2 * m - gap) / 2

    def running(canvas, doc):
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(m, h - 24, HEAD)
        canvas.drawRightString(w - m, h - 24, str(doc.page))
        canvas.drawCentredString(w / 2, 18, FOOT)

    top = 46
    first = [Frame(m, h - m - top, w - 2 * m, top, id="title"),
             Frame(m, m, col, h - 2 * m - top, id="a"), Frame(m + col + gap, m, col, h - 2 * m - top, id="b")]
    later = [Frame(m, m, col, h - 2 * m, id="c"), Frame(m + col + gap, m, col, h - 2 * m, id="d")]
    doc = BaseDocTemplate(str(OUT / "reportlab-columns.pdf"), pagesize=A6, invariant=1, title="Untitled")
    doc.addPageTemplates([PageTemplate("first", first, onPage=running), PageTemplate("later", later, onPage=running)])
    head = ParagraphStyle("head", fontName="Times-Bold", fontSize=15, leading=18)
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=8.5, leading=10, alignment=4, firstLineIndent=12,
                          hyphenationLang="en_US", embeddedHyphenation=1, uriWasteReduce=0)
    doc.build([Paragraph(title, head), FrameBreak(), NextPageTemplate("later")] + [Paragraph(p, body) for p in paragraphs])


def fpdf2():
    """One column with blank lines, core fonts, head and foot with "Page 1/2"."""
    from fpdf import FPDF

    class Pdf(FPDF):
        def header(self):
            self.set_font("helvetica", size=8)
            self.cell(0, 8, HEAD.replace("·", "-"), align="C")
            self.ln(14)

        def footer(self):
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, 8, f"Page {self.page_no()}/{{nb}}", align="C")

    latin = lambda s: s.replace("—", "-").replace("“", '"').replace("”", '"')
    pdf = Pdf(format="A5")
    pdf.set_title(title)
    pdf.add_page()
    pdf.set_font("helvetica", "B", 16)
    pdf.multi_cell(0, 8, title, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("helvetica", size=11)
    for p in paragraphs:
        pdf.multi_cell(0, 5.5, latin(p), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    pdf.output(str(OUT / "fpdf2-plain.pdf"))


def html(css):
    ps = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{css}</style><h1>{title}</h1><div class=text>{ps}</div>"


def weasyprint():
    """Three columns with hyphens on a broad page, running head and counter."""
    import weasyprint

    css = f"""@page {{ size: A5 landscape; margin: 1.6cm; @top-left {{ content: "{HEAD}" }} @bottom-right {{ content: counter(page) " of " counter(pages) }} }}
    body {{ font: 10pt 'DejaVu Serif' }} h1 {{ font-size: 22pt }} .text {{ columns: 3; hyphens: auto; text-align: justify }} p {{ margin: 0 0 .6em }}"""
    weasyprint.HTML(string=html(css)).write_pdf(str(OUT / "weasyprint-columns.pdf"))


def chromium():
    """As a browser prints: its own head and foot with date and address, two columns."""
    css = "@page { size: A5 } body { font: 12pt 'DejaVu Sans' } h1 { font-size: 18pt } .text { columns: 2; column-gap: 1.5em; hyphens: auto } p { margin: 0; text-indent: 1em }"
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "accord.html"
        page.write_text(html(css), encoding="utf-8")
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={OUT / 'chromium-print.pdf'}", page.as_uri()],
                       check=True, stderr=subprocess.DEVNULL)


def matplotlib():
    """A page of letters that are drawings (Type 3), wrapped by hand."""
    import textwrap
    import matplotlib
    matplotlib.use("pdf")
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(8.3, 11.7))
    figure.text(0.08, 0.95, title, fontsize=16, va="top")
    y = 0.90
    for p in paragraphs:
        lines = textwrap.wrap(p, 88)
        figure.text(0.08, y, "\n".join(lines), fontsize=10, va="top", linespacing=1.2)
        y -= 0.0165 * len(lines) + 0.012
    figure.savefig(OUT / "matplotlib-type3.pdf")


def mupdf():
    """A page turned by 90 degrees, cropped from a larger sheet with marks outside it."""
    import pymupdf

    doc = pymupdf.open()
    page = doc.new_page(width=595, height=842)
    page.insert_htmlbox(pymupdf.Rect(70, 70, 525, 770), f"<h1>{title}</h1>" + "".join(f"<p>{p}</p>" for p in paragraphs))
    page.insert_text((10, 20), "plate 7 cyan magenta")
    page.insert_text((300, 500), "EMBARGO", fontsize=60, morph=(pymupdf.Point(300, 500), pymupdf.Matrix(35)), color=(.9, .9, .9))
    page.set_cropbox(pymupdf.Rect(40, 40, 555, 800))
    page.set_rotation(90)
    doc.subset_fonts()
    doc.save(OUT / "mupdf-turned.pdf", garbage=4, deflate=True)


def bad():
    """Encrypted, cut off, without text, a picture of a page, and a page that unpacks to a gigabyte."""
    import pikepdf, zlib
    from PIL import Image
    from reportlab.pdfgen import canvas

    with pikepdf.open(OUT / "fpdf2-plain.pdf") as pdf:
        pdf.save(OUT / "bad-encrypted.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
        pdf.save(OUT / "owner-only.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    (OUT / "bad-cut.pdf").write_bytes((OUT / "fpdf2-plain.pdf").read_bytes()[:300])
    c = canvas.Canvas(str(OUT / "bad-empty.pdf"), invariant=1); c.rect(100, 100, 50, 50); c.showPage(); c.save()
    picture = io.BytesIO(); Image.new("L", (60, 80), 200).save(picture, "png")
    from reportlab.lib.utils import ImageReader
    c = canvas.Canvas(str(OUT / "bad-scanned.pdf"), pagesize=(300, 400), invariant=1)
    c.drawImage(ImageReader(picture), 0, 0, 300, 400); c.showPage(); c.save()
    c = canvas.Canvas(str(OUT / "half-scanned.pdf"), pagesize=(300, 400), invariant=1)
    c.drawString(20, 300, "Norway thanked Estonia for its patience on Tuesday."); c.showPage()
    c.drawImage(ImageReader(picture), 0, 0, 300, 400); c.showPage(); c.save()
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"BT ET " * 100_000) for _ in range(1700)) + packer.flush()
    pdf = pikepdf.new(); pdf.add_blank_page()
    pdf.pages[0].Contents = pikepdf.Stream(pdf, zlib.compress(data, 9), Filter=[pikepdf.Name.FlateDecode] * 2)
    pdf.save(OUT / "bad-bomb.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


OUT.mkdir(exist_ok=True)
for make in [reportlab, fpdf2, weasyprint, chromium, matplotlib, mupdf, bad]:
    if not sys.argv[1:] or make.__name__ in sys.argv[1:]:
        make()
