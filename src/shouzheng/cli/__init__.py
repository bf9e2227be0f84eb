"""The command line: one file per command, no logic. Data goes to stdout, talk to stderr."""
