"""What a pass of chasing costs beside what is stored: part of `make bench`."""
