"""What tools read from telephones and computers, and their own databases."""
