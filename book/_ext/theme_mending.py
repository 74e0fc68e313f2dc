"""Small repairs to the pages that the theme and the extensions write."""

NEEDS_NETWORK = "needs the network"


def say_what_needs_the_network(app, pagename, templatename, context, doctree):
    """Mark the buttons that open the page on another host: all else in the page works without."""
    for group in context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            group["tooltip"] = f"Run this page as a notebook ({NEEDS_NETWORK})"
            for button in group["buttons"]:
                button["text"] += f" ({NEEDS_NETWORK})"
                button["tooltip"] += f" ({NEEDS_NETWORK})"


def drop_repeated_ids(app, pagename, templatename, context, doctree):
    """sphinx-proof and sphinx-exercise give the same id to each of their blocks' contents."""
    for repeated in ("proof-content", "exercise-content", "solution-content"):
        context["body"] = context.get("body", "").replace(f' id="{repeated}"', "")


def list_sources_as_items(app, pagename, templatename, context, doctree):
    """docutils puts the bibliography's entries into a list under a role that ARIA has given up: no item of a list."""
    context["body"] = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    app.connect("html-page-context", say_what_needs_the_network, priority=600)  # after the theme has made its buttons
    app.connect("html-page-context", drop_repeated_ids)
    app.connect("html-page-context", list_sources_as_items)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
