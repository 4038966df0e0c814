"""Questions over ten years of a large council, beside the best statements written by hand."""
