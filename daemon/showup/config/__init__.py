"""The person's configuration: TOML in, frozen values out, every fault told at once."""

from showup.config.loading import load, parse, place_of
from showup.config.values import Config
from showup.config.zone import machine_zone

__all__ = ["Config", "load", "machine_zone", "parse", "place_of"]
