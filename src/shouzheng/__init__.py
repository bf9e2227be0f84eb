"""Shouzheng (守正 / 守证): evidence and law for people who are called about a debt.

Everything stands on one line: files people have → contact events → what the words do → what the law of that
day says → what you can do about it. Each room of that line is one package here; see ``docs/architecture.md``.
"""

__version__ = "0.1.0"
