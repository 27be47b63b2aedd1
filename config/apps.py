from django.apps import AppConfig

from . import sentences


class Config(AppConfig):
    """The house as a whole."""

    name = "config"

    def ready(self) -> None:
        sentences.exchange_sentences()
