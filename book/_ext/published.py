"""Where the book's source is, as `pyproject.toml` says, and where its pages are published: all else asks here.

The theme, the notebooks and the links at the foot of a page find the one in ``html_theme_options["repository_url"]`` and
the other in ``html_baseurl``, without a slash at its end. A chapter links a place of the repository by
``{repository}`words <issues>```.
"""

import tomllib
from urllib.parse import urlsplit

from sphinx.errors import SphinxError

OF_JUPYTER_BOOK = "https://github.com/executablebooks/jupyter-book"  # what it puts where _config.yml says nothing


class WrongAddress(SphinxError):
    """An address from which no other can be told, or two that differ."""

    category = "The repository's address"


def site(repository):
    """Where GitHub publishes the pages of a repository."""
    host, path = urlsplit(repository)[1:3]
    owner, _, name = path.strip("/").partition("/")
    if host != "github.com" or not name or "/" in name:
        raise WrongAddress(
            f"pyproject.toml has {repository}. Of https://github.com/owner/name it is known where the pages are "
            "published. For another address say it in _config.yml, below html:, by a line such as\n"
            "    baseurl: https://owner.gitlab.io/name"
        )
    pages = f"{owner}.github.io".lower()
    return f"https://{pages}" if name.lower() == pages else f"https://{pages}/{name}"


def set_addresses(app, config):
    project = tomllib.loads((app.srcdir / "pyproject.toml").read_text("utf-8"))["project"]
    repository = project["urls"]["Repository"].removesuffix("/").removesuffix(".git")
    typed = config.html_theme_options.get("repository_url")
    if typed not in (None, repository, OF_JUPYTER_BOOK):
        raise WrongAddress(
            f"pyproject.toml has {repository}, _config.yml has {typed}. Change it in pyproject.toml, and leave the line "
            "url: out of _config.yml: the build takes it from there."
        )
    config.html_theme_options["repository_url"] = repository
    config.html_baseurl = (config.html_baseurl or site(repository)).rstrip("/")
    config.extlinks = {"repository": (f"{repository}/%s", None)}


def setup(app):
    app.setup_extension("sphinx.ext.extlinks")
    app.connect("config-inited", set_addresses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
