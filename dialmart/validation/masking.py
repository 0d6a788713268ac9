"""Keeps telephone numbers out of what is stored and shown of a check."""

from __future__ import annotations

from typing import Any

from great_expectations.data_context.store.validation_results_store import ValidationResultsStore

from dialmart.privacy.personal import text_without_numbers


def masked(value: Any) -> Any:
    """The same, with numbers masked in every text within it."""
    if isinstance(value, str):
        return text_without_numbers(value)
    if isinstance(value, dict):
        return {key: masked(inner) for key, inner in value.items()}
    return [masked(inner) for inner in value] if isinstance(value, list) else value


class MaskedResults(ValidationResultsStore):
    """Stores results, from which Data Docs are made, without telephone numbers."""

    def serialize(self, value: Any) -> Any:
        """The results of a suite as JSON text; a warning alone is no failure."""
        document = value.to_json_dict()
        document["success"] = all(
            one["success"] or one["expectation_config"]["severity"] == "warning"
            for one in document["results"]
        )
        for one in document["results"]:
            one["result"] = masked(one["result"])
            one["exception_info"] = masked(one["exception_info"])
        return self._expectationSuiteValidationResultSchema.dumps(document, indent=2)
