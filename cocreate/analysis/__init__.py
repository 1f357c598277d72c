"""The mathematics of the method as a library: plain values in, an explained and seeded result out.

Nothing in here knows of a web page or a database, so that everything can be used from a notebook or the command line.
"""
