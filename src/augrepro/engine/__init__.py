"""Mechanism: streams, declared fields, targets, ops, plans. Knows no concrete op and no transform."""
