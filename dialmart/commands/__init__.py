"""What is typed: one module for each subcommand of `dialmart`."""
