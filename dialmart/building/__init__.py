"""Builds a warehouse: all the rooms below, one after another."""
