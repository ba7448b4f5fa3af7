"""What templates are given."""

from __future__ import annotations

import inspect
import re

import pytest

from generator.outputs import views
from generator.rendering.defaults import default_templates
from generator.values import Immutable

VIEWS = [view for _, view in inspect.getmembers(views, inspect.isclass) if view.__module__ == views.__name__]
# What only a site's own templates need: to link an asset of its own, to tell pages and annotations apart.
FOR_SITES = {"Frame.root", "Frame.path", "ArticleLink.id", "StatementView.id"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_field_of_a_view_is_shown_somewhere(view):
    text = "\n".join(text for name, text in default_templates().items() if name.endswith((".html", ".xml")))
    fields = set(view.__struct_fields__) - {"frame"}  # a template is given it under its own name
    unused = {f"{view.__name__}.{name}" for name in fields if not re.search(rf"\.{name}\b", text)}
    assert unused <= FOR_SITES | {"Text.language", "Text.direction"}  # these two by the filter in_language


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_views_are_values(view):
    assert issubclass(view, Immutable)
    assert view.__struct_config__.frozen
    assert vars(view)["__doc__"]
