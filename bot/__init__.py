"""The command core: pure rules, language and views. It knows no SDK, no database, no clock, no environment."""
