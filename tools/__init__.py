"""Scripts for those who work on the project: generated pages, example files, the training of the kind model."""
