"""The REST interface below `/api/v1`: each resource a module, its work done by workers."""
