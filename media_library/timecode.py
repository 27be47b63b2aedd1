"""Frames, rates and drop-frame timecode."""
