"""`triplicate ...` as operators meet it."""
