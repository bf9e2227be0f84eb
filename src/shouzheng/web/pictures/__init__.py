"""Pictures made here as SVG, without script or style attributes; each has a table twin with the same numbers."""
