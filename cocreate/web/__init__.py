"""How the method reaches a browser: language, access, errors, forms, layout, security."""
