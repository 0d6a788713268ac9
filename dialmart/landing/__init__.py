"""Brings the landed files in line with the raw files, and keeps the ledger."""
