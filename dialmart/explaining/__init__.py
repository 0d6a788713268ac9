"""How a value of a customer came about, from the marts back to the raw records."""
