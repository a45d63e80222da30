"""The service: a thin door over `lhs_graph` for HTTP, SPARQL and linked data."""
