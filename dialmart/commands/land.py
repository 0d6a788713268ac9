"""`dialmart land`."""

from __future__ import annotations

from dialmart.commands.running import Settings, builder, told


def land(settings: Settings = None) -> None:
    """Bring the landing folder in line with the raw files, without building."""
    with told():
        builder(settings).land()
