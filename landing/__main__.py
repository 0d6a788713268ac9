"""`python -m landing`."""

from landing.cli import app

app(prog_name="python -m landing")
