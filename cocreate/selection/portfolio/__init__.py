"""The candidates as a portfolio: which challenges they serve, where they overlap, how the long list became short."""
