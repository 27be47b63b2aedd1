"""How a copy of Kadr is set up, started and reached."""
