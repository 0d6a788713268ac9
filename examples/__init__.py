"""Examples: how data from elsewhere is mapped to the input contract."""
