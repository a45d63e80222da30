"""Repair plans as text, JSON, CSV, Turtle and HTML."""
