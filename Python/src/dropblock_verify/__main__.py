"""`python -m dropblock_verify` is `dropblock`."""

from .command import main

main()
