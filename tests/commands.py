"""Calling a management command as a person does: words in, exit code and words out."""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


def call(*words: object) -> Said:
    """Runs the command in this process; an error that the shell would print is in `err`."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command(*map(str, words), stdout=out, stderr=err)
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as error:
        code = error.returncode
        err.write(str(error))
    return Said(code, out.getvalue(), err.getvalue())
