"""Case files between authorities: keys, permissions, signed and encrypted snapshots."""
