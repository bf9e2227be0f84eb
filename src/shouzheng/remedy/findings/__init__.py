"""``findings.json``, for programs: written and strictly read back."""
