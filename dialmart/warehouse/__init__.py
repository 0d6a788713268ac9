"""Where things are and stay: paths, the lock, child processes, durable files, publishing."""
