"""The answer to what a page of the preview asks for: a status of HTTP, and a value for its script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, what happened in one sentence, and further values that JSON can hold."""

    status: int
    said: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The answer as JSON."""
        return json.dumps({"said": self.said, **self.values} if self.said else dict(self.values)).encode()
