"""The material in the admin: the door of curators. What is changed here is changed by the functions of the browser."""

from . import assets, companions, keywords_and_bins, marks, originals, runs, stacks, twins

__all__ = ["assets", "companions", "keywords_and_bins", "marks", "originals", "runs", "stacks", "twins"]
