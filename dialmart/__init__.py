"""Lands raw files, runs the build and publishes the marts: the step around dbt."""
