"""Models of the answers: what the contract says of the JSON that leaves the service.

Answers go out as stored bytes and are never parsed here. Tests hold what is sent to these models,
without an unknown or a missing member.
"""
