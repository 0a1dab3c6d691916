"""Microsoft Teams. Everything here is translation; the SDK's name is known to connector.py alone."""
