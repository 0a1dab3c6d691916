"""What a board's action log is made of, and the rules it keeps: frozen dataclasses and pure functions."""
