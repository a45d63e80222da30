"""The linked-data site: every IRI of ours as a document, in RDF and as a page.

The service and the static export write the same documents from here.
"""
