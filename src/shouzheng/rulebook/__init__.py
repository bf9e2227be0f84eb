"""Loads, checks and explains the law, which itself is data under ``law/``.

Holds the closed expression language of the rules (parser, three-valued evaluation, the generated sentence), the
loader with located errors, and the choice of provisions by day, institution and product.
"""
