"""The warehouse around dbt: lands raw files, builds, validates, publishes. Rooms in order:

errors, project < privacy < warehouse < contract < reading < landing < forgetting, validation,
scorecards < building < commands < cli. Each calls only what stands before it.
"""
