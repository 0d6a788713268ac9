"""CSV and Parquet of any make into records of text."""
