"""The peers of our two evaluators: one module an engine, each judging the same twenty rules over the same events."""
