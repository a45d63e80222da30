"""The command `lhs`: arguments and printing only."""

from lhs_graph.cli.app import main

__all__ = ["main"]
