"""Signed checkpoints of the log: the signer, the scrub of old events, proofs (ADR 0014)."""
