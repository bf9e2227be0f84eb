"""The dossier: what was found and what it rests on, as an A4 PDF that a clerk can read and check."""
