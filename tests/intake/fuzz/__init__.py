"""Damaged and hostile files made out of the invented ones; every parser must survive all of them.

``test_fuzz.py`` is the short run of the test suite; ``python -m tests.intake.fuzz`` the long one (``make fuzz``).
"""
