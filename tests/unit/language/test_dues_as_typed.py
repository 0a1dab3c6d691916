"""Due phrases as people type them: clerks in minutes, owners in chat, in haste and with habits of their own."""
