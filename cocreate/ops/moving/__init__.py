"""Moving a whole process to another installation: one file with everything that is its own, and the way back."""
