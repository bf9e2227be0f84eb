"""Synthetic archives with known violations: for tests, for timings, and for whoever wants to try the audit.

``background`` makes contacts that break nothing, ``plants`` those that do, each on people of its own; ``write`` puts
them into files batch by batch. Everybody and everything in them is invented.
"""
