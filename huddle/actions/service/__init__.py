"""What becomes of an action item."""

from huddle.actions.service.lifecycle import drop, finish, hand_over, move_due, open_item, undo_finish

__all__ = ["drop", "finish", "hand_over", "move_due", "open_item", "undo_finish"]
