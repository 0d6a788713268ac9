"""Removes all of a customer from raw files and the warehouse."""
