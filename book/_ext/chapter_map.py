"""The map of the chapters: which of them needs which, drawn from ``book/chapter_map.yml``.

``{chapter-map}`` shows it whole, with the question that each chapter answers. On a chapter's own page it is folded away
below the time to read, with this chapter marked. It is a list of links, in the order of the table of contents, and a
rail beside it. The rail is for the eye; what it shows is also said in words.
"""

from html import escape
from pathlib import Path

import yaml
from chapter_rail import Rail, ems, problems
from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

FOLDER = "book/"
NOT_CHAPTERS = {"Reference"}  # parts whose pages are looked up, not read through
TIME_TO_READ = "Time to read:"
LEGEND = "A line leads from a chapter down to those that need it. Every chapter’s page has this map too, folded away near the top."


class WrongMap(SphinxError):
    """A map that does not fit the table of contents."""

    category = "book/chapter_map.yml"


class MapPlace(nodes.General, nodes.Element):
    """Where the whole map will be."""


class ChapterMap(SphinxDirective):
    def run(self):
        return [MapPlace()]


class DrawMap(SphinxPostTransform):
    """Put the map where it is asked for, and on each chapter's page."""

    default_priority = 900
    formats = ("html",)

    def run(self):
        chapter = self.env.docname.removeprefix(FOLDER)
        places = list(self.document.findall(MapPlace))
        if not places and chapter not in self.env.chapter_map:
            return
        rail = Rail(chapters(self.env), needs(self.env))
        for place in places:
            in_page = nodes.raw("", f"<p>{LEGEND}</p>{self.whole(rail, None)}", format="html")
            place.replace_self([in_page, nodes.raw("", self.as_list(), format="markdown")])
        if chapter in rail.row:
            time_to_read = next(filter(_tells_the_time, self.document.findall(nodes.paragraph)), None)
            if time_to_read is None:
                logger.warning("no paragraph begins with **%s**", TIME_TO_READ, location=self.env.docname)
            else:
                place = time_to_read.parent.index(time_to_read) + 1
                time_to_read.parent.insert(place, nodes.raw("", self.folded(rail, chapter), format="html"))

    def whole(self, rail, current):
        blocks = []
        for title, in_part in parts(self.env):
            beside = rail.draw(rail.above_chapter(rail.row[in_part[0]]), current)
            blocks.append(f'<p class="map-row map-part">{beside}{escape(title)}</p>')
            items = (self.item(rail, chapter, current) for chapter in in_part)
            blocks.append(f"<ol>{''.join(items)}</ol>")
        style = f"--map-rail: {ems(rail.width)}"
        return f'<nav class="chapter-map" aria-label="Map of the chapters" style="{style}">{"".join(blocks)}</nav>'

    def as_list(self):
        """The map for a notebook: the chapters with their questions, each a link to its page on the web."""
        address = self.config.html_baseurl
        lines = []
        for title, in_part in parts(self.env):
            lines += [f"**{title}**", ""]
            for chapter in in_part:
                page = self.app.builder.get_target_uri(FOLDER + chapter)
                name, asks = self.env.titles[FOLDER + chapter].astext(), self.env.chapter_map[chapter]["asks"]
                lines.append(f"- [{name}]({address}/{page}): {asks}")
            lines.append("")
        return "\n".join(lines)

    def item(self, rail, chapter, current):
        beside = rail.draw(rail.beside_chapter(rail.row[chapter]), current, dot=6 if chapter == current else 4)
        name = self.link(chapter)
        if chapter == current:
            name = (
                f'<strong aria-current="page">{self.title(chapter)}</strong> <span class="map-here">you are here</span>'
            )
        needed = ", ".join(map(self.title, rail.needs[chapter])) or "no other chapter"
        name += f'<span class="visually-hidden"> (needs {needed})</span>'
        asks = self.env.chapter_map[chapter]["asks"]
        question = f'<span class="map-question">{escape(asks)}</span>' if current is None else ""
        return f'<li class="map-row">{beside}<span>{name}</span>{question}</li>'

    def folded(self, rail, chapter):
        needed, led_to = rail.needs[chapter], rail.led_to(chapter)
        words = f"It needs {self.links(needed)}. " if needed else "It needs no other chapter. "
        words += f"It is needed by {self.links(led_to)}." if led_to else "No other chapter needs it."
        summary = "<summary>Where this chapter stands</summary>"
        return f'<details class="chapter-place">{summary}<p>{words}</p>{self.whole(rail, chapter)}</details>'

    def links(self, chapters):
        return ", ".join(map(self.link, chapters))

    def link(self, chapter):
        address = self.app.builder.get_relative_uri(self.env.docname, FOLDER + chapter)
        return f'<a class="reference internal" href="{escape(address)}">{self.title(chapter)}</a>'

    def title(self, chapter):
        return escape(self.env.titles[FOLDER + chapter].astext())


def _tells_the_time(paragraph):
    return paragraph.astext().startswith(TIME_TO_READ)


def parts(env):
    """The parts of the book, each a pair of its title and its chapters."""
    return parts_of(env.external_site_map)


def parts_of(site_map):
    return [
        (part.caption, [item.removeprefix(FOLDER) for item in part.items])
        for part in site_map.root.subtrees
        if part.caption not in NOT_CHAPTERS
    ]


def chapters(env):
    return in_order(parts(env))


def in_order(parts):
    return [chapter for _, in_part in parts for chapter in in_part]


def needs(env):
    return {chapter: entry["needs"] for chapter, entry in env.chapter_map.items()}


def check(app, config):
    """Hold the map to the table of contents before any page is read, which takes minutes."""
    if wrong := problems(in_order(parts_of(config.external_site_map)), map_of(app)):
        raise WrongMap("\n".join(wrong))


def map_of(app):
    text = Path(app.srcdir, FOLDER, "chapter_map.yml").read_text("utf-8")
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WrongMap(str(error)) from None


def read(app, env):
    """Read the map; have all pages written again if it or a title has changed since the last build."""
    env.chapter_map = map_of(app)
    before = getattr(env, "chapter_map_stamp", None)
    titles = {name: title.astext() for name, title in env.titles.items()}
    env.chapter_map_stamp = repr((env.chapter_map, parts(env), titles))
    return [] if before == env.chapter_map_stamp else env.found_docs


def setup(app):
    app.add_node(MapPlace)
    app.add_directive("chapter-map", ChapterMap)
    app.add_post_transform(DrawMap)
    app.connect("config-inited", check, priority=950)  # after sphinx_external_toc has read the table of contents
    app.connect("env-updated", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
