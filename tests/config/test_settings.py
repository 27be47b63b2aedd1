from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = (PROJECT / "config" / "settings.py").read_text()
EXAMPLE = (PROJECT / ".env.example").read_text()


def read_names_in_settings() -> set[str]:
    """The first word of every `env.something("NAME", ...)`."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(SETTINGS))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def read_names_in_example() -> list[str]:
    return re.findall(r"^([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE)


def ask_settings(names: list[str], **environment: str) -> list[str]:
    """What the settings are in a process with just this environment."""
    program = f"from config import settings as s; [print(repr(getattr(s, name, None))) for name in {names!r}]"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env={"ENV_FILE": os.devnull, **environment},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_every_setting_is_in_the_example_once_and_no_other():
    names = read_names_in_example()
    assert len(names) == len(set(names))
    assert set(names) == read_names_in_settings()


def test_every_setting_is_explained_just_above_it():
    lines = EXAMPLE.splitlines()
    for number, line in enumerate(lines):
        if re.match("[A-Z_]+=", line):
            assert lines[number - 1].startswith("# "), f"{line} has no explanation"


def test_no_setting_is_read_past_the_example():
    assert not re.search(r"os\.environ|os\.getenv|getenv\(", SETTINGS)


def test_plain_http_on_this_machine_needs_no_setting(tmp_path):
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "HOST", "PORT"]
    assert ask_settings(names, DATA_DIR=str(tmp_path)) == ["False", "False", "False", "0", "'127.0.0.1'", "8000"]


def test_https_switches_all_that_belongs_to_it(tmp_path):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    answers = ask_settings([*names, "SECURE_PROXY_SSL_HEADER"], DATA_DIR=str(tmp_path), HTTPS="true")
    assert answers == ["True", "True", "True", "31536000", "None"]


def test_the_forwarded_scheme_is_believed_only_behind_a_proxy(tmp_path):
    answers = ask_settings(["SECURE_PROXY_SSL_HEADER"], DATA_DIR=str(tmp_path), BEHIND_PROXY="true")
    assert answers == ["('HTTP_X_FORWARDED_PROTO', 'https')"]


def test_a_copy_makes_its_own_key_once_and_nobody_else_may_read_it(tmp_path):
    first = ask_settings(["SECRET_KEY"], DATA_DIR=str(tmp_path))
    assert len(first[0]) > 50
    assert ask_settings(["SECRET_KEY"], DATA_DIR=str(tmp_path)) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_file_without_a_key_is_filled(tmp_path):
    (tmp_path / "secret_key").touch()
    assert len(ask_settings(["SECRET_KEY"], DATA_DIR=str(tmp_path))[0]) > 50


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("consolemail://", ["'django.core.mail.backends.console.EmailBackend'", "None", "None", "None", "None"]),
        (
            "smtp+tls://studio:p%40ss%2Fword@mail.example.org:587",
            ["'django.core.mail.backends.smtp.EmailBackend'", "'mail.example.org'", "587", "'p@ss/word'", "True"],
        ),
    ],
)
def test_mail_is_one_address(url, expected, tmp_path):
    names = ["EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"]
    assert ask_settings(names, DATA_DIR=str(tmp_path), EMAIL_URL=url) == expected


def test_sqlite_takes_its_lock_at_the_beginning_and_writes_ahead(tmp_path):
    (database,) = ask_settings(["DATABASES"], DATA_DIR=str(tmp_path))
    options = ast.literal_eval(database)["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_postgresql_is_one_address_and_keeps_its_connections(tmp_path):
    url = "postgres://kadr:secret@db.example.org:5433/kadr"
    database = ast.literal_eval(ask_settings(["DATABASES"], DATA_DIR=str(tmp_path), DATABASE_URL=url)[0])["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "kadr")
    assert database["CONN_MAX_AGE"] == 600
    assert "OPTIONS" not in database
