"""Where each rule of the seven source systems has its place; `make rules` writes it down.

It reads files as they stand and imports nothing of the service: policies as TOML, code and tests
as syntax. It lives beside the tests because it is never shipped, is held to the same rules of
style and types, and is what `tests/test_rules.py` checks with.
"""
