"""The Teams seam: the only place that knows the Bot Framework SDK."""
