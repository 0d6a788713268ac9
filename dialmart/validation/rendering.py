"""How an expectation about rows looks in Data Docs."""

from __future__ import annotations

from typing import Any

from great_expectations.render.components import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

_ICONS = {
    "holds": ("fa-check-circle", "text-success"),
    "warn": ("fa-exclamation-triangle", "text-warning"),
    "fail": ("fa-times", "text-danger"),
    "broken": ("fa-times", "text-danger"),
}


class Rendered:
    """The renderers of ExpectNoRows."""

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, **_: Any
    ) -> list[Any]:
        """The name and the reason of an expectation, its query folded away."""
        config = configuration or result.expectation_config
        named = _text("$name", name=(config.meta["name"].replace("_", " "), "strong"))
        says = _text("$says", says=(config.meta["says"], "div"))
        query = _text("$query", query=(config.kwargs["query"], "pre"))
        return [named, says, CollapseContent(collapse=[query], collapse_toggle_link="SQL")]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.STATUS_ICON)
    def _diagnostic_status_icon_renderer(cls, result: Any, **_: Any) -> Any:
        """A sign and a word for what became of it."""
        severity = "warn" if result.expectation_config.severity == "warning" else "fail"
        is_broken = "raised_exception" not in result.exception_info
        word = "broken" if is_broken else "holds" if result.success else severity
        styling = {"params": {"word": {"tag": "i", "classes": ["fas", *_ICONS[word]]}}}
        return _content({"template": "$word", "params": {"word": word}, "styling": styling})

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(cls, result: Any, **_: Any) -> str:
        """How many rows there are."""
        rows = (result.result or {}).get("observed_value")
        return "–" if rows is None else "1 row" if rows == 1 else f"{rows:,} rows"

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(cls, result: Any, **_: Any) -> list[Any] | None:
        """The first rows."""
        rows = (result.result or {}).get("details", {}).get("rows")
        if not rows:
            return None
        cells = [[_text("$cell", cell=(text, "span")) for text in row.values()] for row in rows]
        return [RenderedTableContent(header_row=list(rows[0]), table=cells)]


def _text(template: str, **params: tuple[str, str]) -> Any:
    """A string with parameters, each with the tag around it."""
    tags = {name: {"tag": tag} for name, (_, tag) in params.items()}
    texts = {name: text for name, (text, _) in params.items()}
    return _content({"template": template, "params": texts, "styling": {"params": tags}})


def _content(template: dict[str, Any]) -> Any:
    return RenderedStringTemplateContent(string_template=template)
