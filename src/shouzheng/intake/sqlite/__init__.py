"""SQLite files of other people's phones: opened read-only and immutable, row by row, damage survived and listed."""
