"""Between the encrypted case and the outputs: taking files in, the statement, choices, judging, evidence numbers."""
