"""What the person states about the case (``case.toml``): read, checked, every wrong value named with its line."""
