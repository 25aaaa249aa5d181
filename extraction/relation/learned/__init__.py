"""Relations found by the encoder: marked passages → how likely each pair is related."""
