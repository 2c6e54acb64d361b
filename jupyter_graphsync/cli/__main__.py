"""`python -m jupyter_graphsync.cli …`, where the console script is not at hand."""

from __future__ import annotations

from .main import main

raise SystemExit(main())
