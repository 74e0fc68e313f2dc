"""What `page-links.html` shows at the foot of each page: its source, where to report a fault in it, and the version."""

from urllib.parse import urlencode

import lib


def add_links(app, pagename, templatename, context, doctree):
    repository = app.config.html_theme_options["repository_url"]
    branch = app.config.html_theme_options["repository_branch"]
    context["book_version"] = lib.__version__
    if doctree is not None:  # not the search page, which has no source
        source = app.env.doc2path(pagename, base=False)
        title = f"In {source}: "
        context["page_source"] = f"{repository}/blob/{branch}/{source}"
        context["page_report"] = f"{repository}/issues/new?{urlencode({'title': title})}"


def setup(app):
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
