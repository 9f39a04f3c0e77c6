"""What would be true without a computer: pure, total, no input or output."""
