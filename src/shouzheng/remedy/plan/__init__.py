"""Income, debts, what a loan really costs, and plans that can be kept: whole fen, every rounding said."""
