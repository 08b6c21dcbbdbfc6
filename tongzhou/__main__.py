"""`python -m tongzhou` is the `tongzhou` command."""

from tongzhou.cli import main

if __name__ == "__main__":
    main()
