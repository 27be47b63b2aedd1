"""People, and what they may do."""

from .membership import Membership
from .user import User

__all__ = ["Membership", "User"]
