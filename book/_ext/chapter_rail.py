"""The rail beside the map of the chapters: a line leaves a chapter and ends at the dots of those that need it.

Each row of the map is as high as its text, which only the browser knows. So the rail is drawn row by row: a head of fixed
size, where lines turn, and below it straight lines for as long as the row goes on.
"""

from typing import NamedTuple

# In sixteenths of an em: the height of a row's head, where its dot is, and how far apart the lines are.
HEAD, DOT, LANE = 32, 16, 11


def problems(chapters, entries):
    """What is wrong with a map, given the chapters in the order of the table of contents."""
    wrong = [
        f"{chapter} is in the table of contents and not in the map" for chapter in chapters if chapter not in entries
    ]
    for chapter, entry in entries.items():
        if chapter not in chapters:
            wrong.append(f"{chapter} is in the map and not in the table of contents")
        elif set(entry or ()) != {"needs", "asks"}:
            wrong.append(f"{chapter} must have two lines, needs: [other chapters] and asks: a question")
        else:
            before = chapters[: chapters.index(chapter)]
            wrong += [
                f"{chapter} needs {needed}, which does not come before it"
                for needed in entry["needs"]
                if needed not in before
            ]
    return wrong


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


class Rail:
    """The chapters in their order, what each needs, and the lane of each line that goes past other chapters."""

    def __init__(self, chapters, needs):
        self.chapters, self.needs = chapters, needs
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

    def draw(self, lines, current, dot=None):
        """The SVG of some lines, those of the chapter where the reader is above the others, and of a dot's radius."""
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
