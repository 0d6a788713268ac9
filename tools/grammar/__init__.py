"""What the tables of kinds and of measures say, as JSON schemas and as tables of the reference."""
