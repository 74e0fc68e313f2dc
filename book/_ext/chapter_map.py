"""The map of the chapters: which of them needs which, drawn from ``book/chapter_map.yml``.

``{chapter-map}`` shows it whole, with the question that each chapter answers. On a chapter's own page it is folded away
below the time to read, with this chapter marked. It is a list of links, in the order of the table of contents, and a
rail beside it: a line leaves a chapter and ends at the dots of those that need it. The rail is for the eye; what it
shows is also said in words.
"""

from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

FOLDER = "book/"
NOT_CHAPTERS = {"Reference"}  # parts whose pages are looked up, not read through
TIME_TO_READ = "Time to read:"
LEGEND = "A line leads from a chapter down to those that need it. Every chapter's page has this map too, folded away near the top."

# A row's head, in sixteenths of an em: its dot is half-way down. Below it the row is as high as its text.
HEAD, DOT, LANE = 32, 16, 11


class Line(NamedTuple):
    """One line's part beside a row."""

    source: str
    serves: set  # the chapters that need the source and are reached by this part
    head: str  # a path
    below: float | None = None  # where the line goes on below the head

    def is_lit(self, current):
        return current is not None and (current == self.source or current in self.serves)

    def style(self, current):
        return ' class="map-lit"' if self.is_lit(current) else ""


class Map:
    """The chapters in their order, what each needs, and the lane of each line that goes past other chapters."""

    def __init__(self, parts, needs):
        self.parts = parts
        self.chapters = [chapter for _, chapters in parts for chapter in chapters]
        self.needs = needs
        self.row = {chapter: row for row, chapter in enumerate(self.chapters)}
        self.lanes = self._lay_lanes()
        self.width = LANE * (max(self.lanes.values(), default=0) + 1) + 6
        self.dot = self.width - 8

    def led_to(self, chapter):
        return [each for each in self.chapters if chapter in self.needs[each]]

    def further(self, chapter):
        """Those who need the chapter and don't come right after it."""
        return [each for each in self.led_to(chapter) if self.row[each] > self.row[chapter] + 1]

    def _lay_lanes(self):
        """Number the lanes from the dots outwards; a lane is used again below the end of a line."""
        lanes, ends = {}, []
        for chapter in self.chapters:
            if not self.further(chapter):
                continue
            free = (lane for lane, end in enumerate(ends) if end < self.row[chapter])
            lane = next(free, len(ends))
            ends[lane : lane + 1] = [self.row[self.further(chapter)[-1]]]
            lanes[chapter] = lane + 1
        return lanes

    def x(self, lane):
        return self.dot - LANE * lane

    def beside_chapter(self, row):
        """The lines beside a chapter: those that pass, those that end at its dot, those that begin there."""
        here = self.chapters[row]
        for chapter, lane in self.lanes.items():
            x, further = self.x(lane), self.further(chapter)
            later = {each for each in further if self.row[each] > row}
            if chapter == here:
                yield Line(chapter, later, f"M{self.dot} {DOT}v4q0 6 -6 6H{x + 6}q-6 0 -6 6", x)
            elif self.row[chapter] < row and later:
                yield Line(chapter, later, f"M{x} 0V{HEAD}", x)
            if here in further:
                yield Line(chapter, {here}, f"M{x} 0V10q0 6 6 6H{self.dot}")
        before, after = self.chapters[row - 1 : row], self.chapters[row + 1 : row + 2]
        if before and before[0] in self.needs[here]:
            yield Line(before[0], {here}, f"M{self.dot} 0V{DOT}")
        if after and here in self.needs[after[0]]:
            yield Line(here, set(after), f"M{self.dot} {DOT}V{HEAD}", self.dot)

    def above_chapter(self, row):
        """The lines that pass the title of a part, above its first chapter."""
        here = self.chapters[row]
        for chapter, lane in self.lanes.items():
            later = {each for each in self.further(chapter) if self.row[each] >= row}
            if self.row[chapter] < row and later:
                yield Line(chapter, later, f"M{self.x(lane)} 0V{HEAD}", self.x(lane))
        if row and self.chapters[row - 1] in self.needs[here]:
            yield Line(self.chapters[row - 1], {here}, f"M{self.dot} 0V{HEAD}", self.dot)

    def rail(self, lines, current, dot=None):
        """A rail of some lines, those of the chapter where the reader is above the others, and of a dot's radius."""
        lines = sorted(lines, key=lambda line: line.is_lit(current))
        head = "".join(f'<path d="{line.head}"{line.style(current)}/>' for line in lines)
        head += f'<circle cx="{self.dot}" cy="{DOT}" r="{dot}"/>' if dot else ""
        below = "".join(
            f'<line x1="{ems(line.below)}" x2="{ems(line.below)}" y1="{ems(HEAD)}" y2="100%"{line.style(current)}/>'
            for line in lines
            if line.below is not None
        )
        head = f'<svg width="{ems(self.width)}" height="{ems(HEAD)}" viewBox="0 0 {self.width} {HEAD}">{head}</svg>'
        return f'<svg class="map-rail" width="{ems(self.width)}" height="100%" aria-hidden="true">{head}{below}</svg>'


def ems(sixteenths):
    return f"{sixteenths / 16:g}em"


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
        drawing = Map(parts(self.env), {name: entry["needs"] for name, entry in self.env.chapter_map.items()})
        for place in places:
            place.replace_self(nodes.raw("", f"<p>{LEGEND}</p>{self.whole(drawing, None)}", format="html"))
        if chapter in drawing.row:
            time_to_read = next(filter(_tells_the_time, self.document.findall(nodes.paragraph)), None)
            if time_to_read is None:
                logger.warning("no paragraph begins with **%s**", TIME_TO_READ, location=self.env.docname)
            else:
                place = time_to_read.parent.index(time_to_read) + 1
                time_to_read.parent.insert(place, nodes.raw("", self.folded(drawing, chapter), format="html"))

    def whole(self, drawing, current):
        blocks = []
        for title, chapters in drawing.parts:
            rail = drawing.rail(drawing.above_chapter(drawing.row[chapters[0]]), current)
            blocks.append(f'<p class="map-row map-part">{rail}{escape(title)}</p>')
            items = (self.item(drawing, chapter, current) for chapter in chapters)
            blocks.append(f"<ol>{''.join(items)}</ol>")
        style = f"--map-rail: {ems(drawing.width)}"
        return f'<nav class="chapter-map" aria-label="Map of the chapters" style="{style}">{"".join(blocks)}</nav>'

    def item(self, drawing, chapter, current):
        rail = drawing.rail(drawing.beside_chapter(drawing.row[chapter]), current, dot=6 if chapter == current else 4)
        name = self.link(chapter)
        if chapter == current:
            name = f'<strong aria-current="page">{self.title(chapter)}</strong> <span class="map-here">you are here</span>'
        needs = ", ".join(map(self.title, drawing.needs[chapter])) or "no other chapter"
        name += f'<span class="visually-hidden"> (needs {needs})</span>'
        asks = self.env.chapter_map[chapter]["asks"]
        question = f'<span class="map-question">{escape(asks)}</span>' if current is None else ""
        return f'<li class="map-row">{rail}<span>{name}</span>{question}</li>'

    def folded(self, drawing, chapter):
        needs = self.links(drawing.needs[chapter]) or "none of the other chapters"
        leads_to = self.links(drawing.led_to(chapter)) or "none of the other chapters"
        words = f"<p>It needs {needs}. It is needed by {leads_to}.</p>"
        summary = "<summary>Where this chapter stands</summary>"
        return f'<details class="chapter-place">{summary}{words}{self.whole(drawing, chapter)}</details>'

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
    return [
        (part.caption, [item.removeprefix(FOLDER) for item in part.items])
        for part in env.external_site_map.root.subtrees
        if part.caption not in NOT_CHAPTERS
    ]


def read(app, env):
    """Read the map; have all pages written again if it or a title has changed since the last build."""
    before = getattr(env, "chapter_map_stamp", None)
    env.chapter_map = yaml.safe_load(Path(app.srcdir, FOLDER, "chapter_map.yml").read_text("utf-8"))
    complain(env)
    env.chapter_map_stamp = repr((env.chapter_map, parts(env), {name: env.titles[name].astext() for name in env.titles}))
    return [] if before == env.chapter_map_stamp else env.found_docs


def complain(env):
    """Tell of a chapter that is missing in the map or in the table of contents, or that comes before what it needs."""
    seen = []
    for chapter in (chapter for _, chapters in parts(env) for chapter in chapters):
        if chapter not in env.chapter_map:
            logger.warning("chapter_map.yml says nothing of %s, which is in the table of contents", chapter)
            env.chapter_map[chapter] = {"needs": [], "asks": ""}
        for needed in set(env.chapter_map[chapter]["needs"]) - set(seen):
            logger.warning("chapter_map.yml: %s needs %s, which does not come before it", chapter, needed)
            env.chapter_map[chapter]["needs"].remove(needed)
        seen.append(chapter)
    for chapter in set(env.chapter_map) - set(seen):
        logger.warning("chapter_map.yml has %s, which is not in the table of contents", chapter)
        del env.chapter_map[chapter]


def setup(app):
    app.add_node(MapPlace)
    app.add_directive("chapter-map", ChapterMap)
    app.add_post_transform(DrawMap)
    app.connect("env-updated", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
