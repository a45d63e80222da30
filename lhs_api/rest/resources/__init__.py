"""One module a resource: each gives a router made from what all resources share."""
