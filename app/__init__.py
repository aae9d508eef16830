"""Triplicate: the system of record for complaints."""
