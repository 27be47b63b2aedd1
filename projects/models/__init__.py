"""Works."""

from .project import Project

__all__ = ["Project"]
