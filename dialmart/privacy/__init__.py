"""What is a telephone number to people, and how it is masked."""
