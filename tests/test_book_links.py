"""Every link of the book leads somewhere, and no page fetches anything from another host."""

import re
from functools import cache

from tests.book_pages import all_pages, is_outside, parsed, target

# what a browser fetches by itself: element and attribute
FETCHED = [("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("object", "data"), ("video", "src"),
           ("audio", "src"), ("embed", "src"), ("image", "href"), ("use", "href")]  # fmt: skip
FETCHING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}


@cache
def anchors(file):
    return {element["id"] for element in parsed(file).find_all(id=True)}


def fetched_by(page):
    for element, attribute in FETCHED:
        for found in parsed(page).find_all(element):
            if found.get(attribute):
                yield found[attribute]
    for link in parsed(page).find_all("link"):
        if FETCHING_LINKS & set(link["rel"]):
            yield link["href"]


def internal_links(page):
    for link in parsed(page).find_all("a", href=True):
        if not is_outside(link["href"]) and not link["href"].startswith(("mailto:", "javascript:")):
            yield link["href"]


def test_every_internal_link_leads_to_a_file(built_book):
    dead = [(page.name, link) for page in all_pages(built_book) for link in internal_links(page)
            if not target(page, link)[0].is_file()]  # fmt: skip
    assert dead == []


def test_every_anchor_exists(built_book):
    dead = []
    for page in all_pages(built_book):
        for link in internal_links(page):
            file, anchor = target(page, link)
            if anchor and file.suffix == ".html" and anchor not in anchors(file):
                dead.append((page.name, link))
    assert dead == []


def test_every_file_that_a_page_fetches_is_in_the_book(built_book):
    missing = [
        (page.name, address)
        for page in all_pages(built_book)
        for address in fetched_by(page)
        if not is_outside(address) and not address.startswith("data:") and not target(page, address)[0].is_file()
    ]
    assert missing == []


def test_no_page_fetches_from_another_host(built_book):
    outside = {address for page in all_pages(built_book) for address in fetched_by(page) if is_outside(address)}
    assert outside == set()


def test_no_style_fetches_from_another_host(built_book):
    styles = {style: style.read_text("utf-8") for style in built_book.rglob("*.css")}
    outside = {
        (style.name, address)
        for style, text in styles.items()
        for address in re.findall(r"""(?:url\(|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", text)
    }
    assert outside == set()
