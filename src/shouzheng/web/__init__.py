"""Local pages for people: a small server on this computer only, no script needed, nothing from outside."""
