"""Speed as ratios to named peers, measured in one run on one machine."""

import os

# As the program itself runs: one thread of NumPy a process.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
