"""Where the files of an article are in a site, by its id. Reads none of them."""

from __future__ import annotations


def text_path(article_id: str) -> str:
    """The path of an article's text in the site."""
    return f"content/articles/{article_id}.md"


def annotations_path(article_id: str, layer: str = "") -> str:
    """The path of an article's sidecar in the site, or of its file of a layer."""
    return f"content/articles/{article_id}{layer and f'.{layer}'}.yaml"
