"""`python -m examples`."""

from examples.run import app

app(prog_name="python -m examples")
