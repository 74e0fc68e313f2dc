"""Say in a sentence what this book's build does not offer, before Sphinx ends somewhere in the middle of it."""

from sphinx.errors import SphinxError

NOT_OFFERED = {
    "epub": "an e-book",
    "latex": "LaTeX",
    "singlehtml": "one single HTML page",
}


class NotOffered(SphinxError):
    """Something that Sphinx or one of its extensions has, but not this book."""

    category = "Not offered"


def refuse_builders(app):
    if app.builder.name in NOT_OFFERED:
        raise NotOffered(
            f"the book can't be built as {NOT_OFFERED[app.builder.name]}: its widgets, its map and its folded solutions "
            "are made for HTML pages. `make pdf` prints these into one PDF; the pages bring notebooks as well."
        )


def refuse_settings(app, config):
    if config.hide_solutions:
        raise NotOffered(
            "hide_solutions leaves out the beginning of a solution with code, and neither its content nor its end. "
            "To hand out the book without solutions, print it: `make pdf PDF=--without-solutions`."
        )


def setup(app):
    app.connect("config-inited", refuse_settings)
    app.connect("builder-inited", refuse_builders)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
