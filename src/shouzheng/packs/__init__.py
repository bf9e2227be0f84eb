"""Data packs: law, lexicon, directory and letters brought up to date from a signed file that the person fetched.

Read strictly, tried in a process of its own, put in whole or not at all, taken back when wanted; no network, no code.
"""
