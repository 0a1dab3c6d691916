"""What the bot says: neutral views built from what the commands loaded. Wording lives here and nowhere else."""
