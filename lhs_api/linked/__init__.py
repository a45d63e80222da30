"""Linked data over HTTP: every IRI of ours answered, in the form that the client understands."""
