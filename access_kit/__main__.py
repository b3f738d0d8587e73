"""``python -m access_kit`` is the same program as ``access-kit``."""

from access_kit.cli import main

if __name__ == "__main__":
    main()
