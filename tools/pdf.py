"""The whole book as one PDF: bookmarks, page numbers, a table of contents, links that stay inside.

Chromium prints it from one page that holds all chapters of the built book, in their order. An id may stand in many
chapters ("summary"), so each gets the name of its chapter in front, and the links follow. A page number is known only
when the book has been printed: so it is printed twice, the second time with the numbers in the table of contents.

    python -m tools.pdf [--without-solutions] [--format Letter] [--chapters NAME ...]
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tools import ROOT, book, browser, pdf_choices

FOLDER = ROOT / "_build" / "pdf"
BUILT = f"{book.HTML.as_uri()}/"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
NOT_ON_PAPER = ".headerlink, .chapter-place"
LINKS = ("href", "src")
REFERRING = ("aria-labelledby", "aria-describedby", "for", "headers")
MARGIN = {"top": "1.5cm", "bottom": "1.8cm", "left": "1.5cm", "right": "1.5cm"}
# What widgets link is known when they are drawn.
LINKS_OF_WIDGETS = """([root, site]) => {
  for (const link of document.querySelectorAll(`.widget-place a[href^="${root}"]`)) {
    const [, key, anchor] = link.getAttribute("href").match(/([^/]+)\\.html#?(.*)/) ?? [];
    if (!document.getElementById(key)) link.setAttribute("href", link.getAttribute("href").replace(root, site));
    else link.setAttribute("href", anchor ? `#${key}--${anchor}` : `#${key}`);
  }
}"""
NUMBER = '<div style="width: 100%; font-size: 8pt; text-align: center"><span class="pageNumber"></span></div>'


class Chapter:
    """One page of the built book, made ready to stand beside the others."""

    def __init__(self, docname):
        self.docname, self.file = docname, book.HTML / f"{docname}.html"
        self.page = BeautifulSoup(self.file.read_text("utf-8"), "html.parser")
        self.article = self.page.select_one("article")
        for part in self.article.select(NOT_ON_PAPER):
            part.decompose()
        self.title = " ".join(self.article.h1.get_text().split())
        self.site = self.page.select_one("link[rel=canonical]")["href"].removesuffix(f"{docname}.html")

    @property
    def key(self):
        return self.docname.rpartition("/")[2]

    def anchor(self, fragment):
        return f"{self.key}--{fragment}" if fragment else self.key

    def prepare(self, chapters, solutions):
        """Give the ids their chapter's name, turn the links, open what is folded."""
        names = {part["id"] for part in self.article.select("[id]") if part.find_parent("svg") is None}
        for part in self.article.find_all(True):
            if part.get("id") in names:
                part["id"] = self.anchor(part["id"])
            for attribute in REFERRING:
                if part.get(attribute) in names:
                    part[attribute] = self.anchor(part[attribute])
            for attribute in LINKS:
                if attribute in part.attrs:
                    elsewhere = self.site if part.name == "a" else BUILT
                    part[attribute] = self.turned(part[attribute], chapters, elsewhere)
        for fold in self.article.select("details"):
            fold["open"] = ""
        if not solutions:
            for solution in self.article.select(".solution"):
                solution.decompose()
        self.article["id"] = self.key

    def turned(self, address, chapters, elsewhere=BUILT):
        """Where a link of this chapter leads from the page with all chapters; what is not in it is `elsewhere`."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address
        target = (self.file.parent / parts.path).resolve() if parts.path else self.file
        if target in chapters:
            return f"#{chapters[target].anchor(parts.fragment)}"
        place = f"#{parts.fragment}" if parts.fragment else ""
        return elsewhere + target.relative_to(book.HTML).as_posix() + place

    def head(self, name):
        """The addresses of the stylesheets or scripts of this chapter's page, as seen from the page with all chapters."""
        tag, attribute = {"styles": ("link[rel=stylesheet]", "href"), "scripts": ("script[src]", "src")}[name]
        return [self.turned(part[attribute].partition("?")[0], {}) for part in self.page.select(tag)]

    def widgets(self):
        """The state of this chapter's widgets."""
        state = self.page.find("script", type=WIDGET_STATE)
        return json.loads(state.string) if state else {}


def assemble(chapters, solutions, page_numbers):
    """The HTML of one page with all chapters; `page_numbers` go from a title to its page, as far as they are known."""
    by_file = {chapter.file: chapter for chapter in chapters}
    for chapter in chapters:
        chapter.prepare(by_file, solutions)
    styles = dict.fromkeys(address for chapter in chapters for address in chapter.head("styles"))
    needed = re.compile(r"/(widgets/.*|equations|page-host)\.js$")
    scripts = dict.fromkeys(a for chapter in chapters for a in chapter.head("scripts") if needed.search(a))
    state = {key: value for chapter in chapters for key, value in chapter.widgets().items()}
    state = json.dumps(state, ensure_ascii=False).replace("</", r"<\/")
    cover = chapters[0].page
    title, authors = cover.select_one(".navbar-brand, .title").get_text(strip=True), _text(cover, ".component-author")
    rows = "".join(
        f'<li><a href="#{chapter.key}"><span>{chapter.title}</span><span>{page_numbers.get(chapter.title, "")}</span></a></li>'
        for chapter in chapters
    )
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light" data-content_root="{BUILT}">
<head><meta charset="utf-8"><title>{title}</title>
{"".join(f'<link rel="stylesheet" href="{address}">' for address in styles)}
<style>
  article {{ break-before: page; }}
  article h1 {{ display: block !important; }}
  .pdf-cover {{ padding-top: 8cm; text-align: center; }}
  .pdf-contents ol {{ list-style: none; padding: 0; }}
  .pdf-contents a {{ display: flex; justify-content: space-between; color: inherit; text-decoration: none; }}
</style>
<script type="{WIDGET_STATE}">{state}</script>
{"".join(f'<script defer src="{address}"></script>' for address in scripts)}
</head>
<body><main class="bd-main"><div class="bd-content"><div class="bd-article-container bd-article">
<div class="pdf-cover"><p style="font-size: 2.5rem">{title}</p><p>{authors}</p><p>{_text(cover, ".copyright")}</p></div>
<nav class="pdf-contents" style="break-before: page"><p style="font-size: 1.6rem">Contents</p><ol>{rows}</ol></nav>
{"".join(str(chapter.article) for chapter in chapters)}
</div></div></main></body></html>"""


def _text(page, selector):
    found = page.select_one(selector)
    return " ".join(found.get_text().split()) if found else ""


def make(chromium, target, docnames=None, solutions=True, paper="A4"):
    """Print the built book, or some of its pages, into the file `target`."""
    source = Path(target).with_suffix(".html")
    source.parent.mkdir(parents=True, exist_ok=True)
    page_numbers = {}
    for _ in range(2):
        chapters = [Chapter(docname) for docname in docnames or book.chapters()]
        source.write_text(assemble(chapters, solutions, page_numbers), "utf-8")
        titles = print_page(chromium, source, target, paper, chapters[0].site)
        page_numbers = finish(target, titles)
    source.unlink()


def print_page(chromium, source, target, paper, site):
    """Print the page into the file `target`; returns the texts of its headings."""
    page = chromium.new_page()
    page.emulate_media(media="print")
    page.goto(source.as_uri())
    page.wait_for_function("document.querySelector('.widget-place:not(.widget-drawn)') === null", timeout=300_000)
    page.evaluate("document.fonts.ready")
    page.evaluate(LINKS_OF_WIDGETS, [BUILT, site])
    titles = page.locator(":is(h1, h2, h3, h4, h5, h6):visible").all_text_contents()
    page.pdf(path=target, format=paper, outline=True, tagged=True, margin=MARGIN, display_header_footer=True,
             header_template="<span></span>", footer_template=NUMBER)  # fmt: skip
    page.close()
    return titles


def finish(file, titles):
    """Give the bookmarks their titles, which Chromium repeats or joins where a line ends, and store the file compactly.

    Returns the page of each title.
    """
    import pikepdf

    titles = iter(titles)
    page_numbers = {}

    def name(bookmarks):
        for bookmark in bookmarks:
            bookmark.title = " ".join(next(titles).split())
            page_numbers.setdefault(bookmark.title, number_of[bookmark.destination[0].objgen])
            name(bookmark.children)

    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        number_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        with pdf.open_outline() as outline:
            name(outline.root)
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return page_numbers


def main():
    from playwright.sync_api import sync_playwright

    chosen = pdf_choices.read()
    target = FOLDER / pdf_choices.file_name(chosen)
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        make(chromium, target, chosen.docnames, chosen.solutions, chosen.paper)
        chromium.close()
    print(f"The PDF: {target.as_uri()}")


if __name__ == "__main__":
    main()
