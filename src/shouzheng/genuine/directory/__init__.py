"""The dated directory (``directory/``): whose a number or a web domain is listed as. Never who really called."""
