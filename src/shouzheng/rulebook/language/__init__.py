"""The language of a condition: text, tree, types, and the tree said again in SQL, Chinese and English."""
