"""What is computed of networks: in this process, or in one of its own that is followed.

Answers are kept for whoever sees the same of the same graph.
"""
