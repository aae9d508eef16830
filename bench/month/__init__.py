"""A month of a shopping centre, from the first receipt to the review."""
