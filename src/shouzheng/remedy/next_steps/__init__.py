"""What to do now, in order: danger first, each step with its reason, what it needs, by when, and what it cannot do."""
