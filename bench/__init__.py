"""Measurements of speed: always a ratio against something simpler, measured in the same run."""
