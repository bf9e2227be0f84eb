"""The gate over HTTP: one small service on the loopback address, with keys, limits, metrics and its own description."""
