"""What must hold at both ends of the warehouse, checked with Great Expectations.

The suites are in `suites/`, one folder each: `landed` and `events` for what comes in, `marts` for
what goes out, `controls` to prove that checking works. docs/quality.md says how to add one.
"""
