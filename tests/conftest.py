"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("house", deadline=None)  # machines are shared: a slow moment is no fault
settings.load_profile("house")
