"""Events, readings and the case become facts; facts and law become verdicts; verdicts become findings.

Each fact has one definition in ``law/facts.toml`` and one place here that computes it; unknown stays unknown.
"""
