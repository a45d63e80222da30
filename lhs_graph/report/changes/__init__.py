"""What-if answers and differences between versions as text, JSON, CSV, Turtle and HTML."""
