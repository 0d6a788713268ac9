"""`python -m dialmart`, as `dialmart`."""

from dialmart.cli import app

app(prog_name="dialmart")
