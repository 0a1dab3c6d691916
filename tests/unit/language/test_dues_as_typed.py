"""Due phrases as people type them: clerks in minutes, owners in chat, in haste and with habits of their own."""

from datetime import date

import pytest

from bot.language.dues import DueKind, read_due

from .test_dues import day, rows
