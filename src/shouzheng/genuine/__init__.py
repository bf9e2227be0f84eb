"""Is this contact what it claims to be? Reading and the dated directory side by side; and what a contract says.

The answer is never "genuine": numbers can be spoofed, names borrowed, pages copied.
"""
