"""Innovation Camps: working groups, live boards, cards, votes."""
