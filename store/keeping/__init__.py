"""Keeping what there is: backup and restore, the move to another database, export, and the erasure of a person."""
