"""``python -m tenfold_ops`` is ``tenfold``."""

from tenfold_ops.cli import main

main()
