"""The service's own code, driven at its ports by one seed through days, months and years of a council."""
