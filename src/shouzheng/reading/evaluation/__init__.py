"""How good the reading is on labelled rows: counts, figures with intervals, a keyword list beside them."""
