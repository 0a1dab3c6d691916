"""From text to intent: commands, due phrases and owners' own words. Pure, and it never guesses."""
