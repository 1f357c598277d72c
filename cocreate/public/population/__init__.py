"""Who took part beside whom the population consists of: reference shares with their source, said in words."""
