"""The input contract: tables and columns as the source YAML declares them."""
