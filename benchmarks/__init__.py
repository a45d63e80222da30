"""Commands that measure and print tables; see README.md."""
