"""What is said of a simulated week: each kind of speaker as we know it from the archive.

Nobody here sees the truth but through his own eyes: rounded, late, from one place of the line.
"""
