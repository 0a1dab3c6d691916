"""The store: the core's ports on SQLAlchemy Core. SQLite now; nothing but `dialects.py` knows which database it is."""
