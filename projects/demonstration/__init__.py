"""Material painted for a first look at Kadr: photographs, clips and sounds, laid out like memory cards.

Plain Python: numpy paints, Pillow and PyAV write. Nothing here knows Django; `manage.py create_demo` brings the
material in by the same way as anybody's card.
"""
