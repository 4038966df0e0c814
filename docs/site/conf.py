"""How the pages become a site: `make docs`, which docs/decisions has the why of.

The pages are Markdown that reads as well without it. The lists of links in `docs/index.md` are the site's navigation.
"""

import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

project = "auditbot"
html_title = "auditbot"
# Sphinx's own words are no better for being British: there a plural is missing, and the search stops at it.
language = "en"
html_context = {"language": "en-GB"}
extensions = ["myst_parser"]
# Links lead to the same files as in the repository, so the source is all of it, and these are the pages.
include_patterns = ["docs/*.md", "docs/decisions/*.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
# Not walked through: what is made, and what others have made.
exclude_patterns = [".*", "build", "data", "dist", "node_modules"]
root_doc = "docs/index"
myst_heading_anchors = 4
html_theme = "furo"
# Leads from the top of the site to its first page.
html_extra_path = ["top"]
html_copy_source = False
html_use_index = False
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["own"]
html_css_files = ["own.css"]

_LISTS, _DECISIONS = "docs/index", "docs/decisions/README"
_PICTURES = "docs/pictures"
_SECTION = re.compile(r"(?m)^## (.+)$")
_LINK = re.compile(r"(?m)^- \[([^\]]+)\]\(([^)#]+)\.md\)")


def navigation_of(text: str) -> str:
    """The navigation that a page's lists make: a part for each heading, an entry for each line that begins with a link.

    Args:
        text: the page, in Markdown.
    """
    parts = _SECTION.split(text)
    named = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return "".join(_part(heading, _LINK.findall(body)) for heading, body in named)


def _part(heading: str, links: list[tuple[str, str]]) -> str:
    if not links:
        return ""
    caption = f":caption: {heading}\n" if heading else ""
    entries = "\n".join(f"{title} <{page}>" for title, page in links)
    return f"\n\n```{{toctree}}\n:hidden:\n:maxdepth: 1\n{caption}\n{entries}\n```\n"


def _add_navigation(_app: Sphinx, page: str, text: list[str]) -> None:
    if page == _LISTS:
        text[0] += navigation_of(text[0])
    if page == _DECISIONS:
        text[0] += "\n\n```{toctree}\n:glob:\n:maxdepth: 1\n\n0*\n```\n"


def _copy_pictures(app: Sphinx, problem: Exception | None) -> None:
    """Pictures are HTML in the pages, for their width; Sphinx copies those alone that are Markdown."""
    if problem is None:
        shutil.copytree(Path(app.srcdir) / _PICTURES, Path(app.outdir) / _PICTURES, dirs_exist_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("source-read", _add_navigation)
    app.connect("build-finished", _copy_pictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
