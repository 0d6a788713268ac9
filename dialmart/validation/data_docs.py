"""Data Docs that are readable without a network: own page templates with their style within."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from great_expectations.render.view.view import DefaultJinjaPageView
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

_TEMPLATES = Path(__file__).parent / "templates"


class OfflinePage(DefaultJinjaPageView):
    """A page of Data Docs; the templates of this package go before Great Expectations' own."""

    _compiled: Environment | None = None

    def __init__(self, **directories: Any) -> None:
        super().__init__(**directories)
        if OfflinePage._compiled is None:
            loaders = [FileSystemLoader(_TEMPLATES), self.env.loader]
            self.env.loader = ChoiceLoader([loader for loader in loaders if loader])
            OfflinePage._compiled = self.env
        self.env = OfflinePage._compiled
