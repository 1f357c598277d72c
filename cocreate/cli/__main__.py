"""`python -m cocreate.cli`, where the script is not on the path."""

from cocreate.cli import main

if __name__ == "__main__":
    main()
