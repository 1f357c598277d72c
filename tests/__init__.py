"""The tests mirror cocreate/; what they share lies here: fixtures, throw-away servers, the browser."""
