"""`python -m dialmart`."""

from dialmart.cli import app

app(prog_name="python -m dialmart")
