"""How seldom Python looks for circles of things that nobody needs. Knows nothing of what is built."""

from __future__ import annotations

import gc


def collect_rarely() -> None:
    """A build makes a great many small things and hardly a circle among them; looking for circles takes a tenth of its
    time, and a sixth of that of loading the program."""
    gc.set_threshold(200_000, 20, 50)


def freeze_before_exit() -> None:
    """At the end Python looks once more, at everything there is, though it all goes away with the process."""
    gc.freeze()
