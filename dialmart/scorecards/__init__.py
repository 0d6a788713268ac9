"""Models that are fitted outside the warehouse and whose parameters are its data."""
