"""Time proofs from outside: the only thing that fixes the custody log against its own keeper."""
