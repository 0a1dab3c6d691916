"""How much of a file is taken on. Minutes of the longest meetings stay far below each of these."""

MB = 1024 * 1024

SECONDS = 4.5
"""From the file's arrival to the answer; a refusal included."""

CPU_SECONDS = 4

MEMORY = 176 * MB
"""What reading may add to the process that reads, which starts at about 40 MB: below 256 MB in all."""

FILE = 20 * MB
"""The size of a file as it comes."""

UNPACKED = 24 * MB
"""One part of a zipped document, unpacked. Bigger trees would not fit the memory."""

ZIP_PARTS = 5_000
PAGES = 300
DEPTH = 200
"""How deep tables, lists and boxes may stand in one another."""

PIECES = 20_000
CELLS = 40_000
CHARACTERS = 1_500_000
"""About 500 dense pages."""

MAIL_PARTS = 200
"""Parts of one message: bodies, pictures, attachments."""
