"""How long a build takes, next to one pass over the same call records."""
