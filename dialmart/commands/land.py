"""`dialmart land`."""

from __future__ import annotations

from dialmart.commands.running import Settings, encoding, say, tables, told, watched
from dialmart.landing.land import land as land_files
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths


def land(settings: Settings = None) -> None:
    """Bring the landing folder in line with the raw files, without building."""
    with told():
        declared = tables(settings)
        paths = Paths.from_environment()
        with locked(paths.lock), watched() as progress:
            say(land_files(paths, declared, encoding(), say, progress).summary())
