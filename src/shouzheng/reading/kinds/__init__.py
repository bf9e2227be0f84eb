"""The kind of a text (notice, pressure, commentary, fraud …): a small linear model, cues and the acts read."""
