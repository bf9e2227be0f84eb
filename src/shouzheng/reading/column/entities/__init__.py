"""Entities of many texts at once: the expressions of ``reading.entities``, run over all texts together."""
