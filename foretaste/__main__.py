"""`python -m foretaste` is the command `foretaste`."""

import sys

from foretaste.cli import main

sys.exit(main())
