"""The files of the law, each read strictly: instruments, provisions, numbers, facts, counts, channels, rules."""
