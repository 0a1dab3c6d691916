"""One module per family of commands: load, decide, save, say."""
