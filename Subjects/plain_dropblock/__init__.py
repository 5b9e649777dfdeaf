"""DropBlock in plain Python, from Documentation/Specification.md alone; no numpy.

Work on every unit is left to operations that Python does at the speed of C: slices with a step,
`bytes.translate`, and integers of a million bits that hold one number per lane.
"""
