"""Guides for people: what to tap on which phone and in which app, each step dated and marked as confirmed or believed.

The guides themselves are data (``directory/guides/*.toml``, one file each); ``load`` reads and checks them, ``pages``
makes the text for the terminal and the pages of ``docs/guides/`` of them. A new guide is one new file.
"""
