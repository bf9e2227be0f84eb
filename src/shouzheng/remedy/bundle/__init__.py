"""The evidence bundle: a folder that a stranger can check with tools of their own."""
