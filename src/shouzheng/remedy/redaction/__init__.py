"""A copy for sharing without chosen people, numbers and texts; searched for them before it is released."""
