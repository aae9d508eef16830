"""Specifications of the domain: pure, without fixtures."""
