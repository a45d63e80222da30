"""Findings as text, JSON, CSV, RDF and HTML, in any language there are sentences for."""
