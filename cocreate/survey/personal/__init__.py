"""Personal data in free texts: found by the machine, decided by people, kept out of everything that is published."""
