"""The register of complaints: was each complaint answered in time? One row each, judged by the rules on that."""
