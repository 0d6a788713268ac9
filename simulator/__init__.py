"""A synthetic telephone operator with a call centre, and the truth about what it planted."""
