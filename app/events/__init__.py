"""The log and what is made from it: the only place that speaks SQL."""
