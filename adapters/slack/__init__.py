"""Slack: listeners -> normalise -> core; blocks; sender; manifest. The only folder that knows Slack's SDK."""
