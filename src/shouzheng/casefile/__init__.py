"""The encrypted case on disk: originals, index, custody log and keys. It knows no documents and no file formats."""
