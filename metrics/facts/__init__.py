"""What figures are counted from: one class a kind of fact, each knowing how it stood on a day."""
