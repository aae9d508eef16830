"""Databases that earlier programs wrote, met by this one."""
