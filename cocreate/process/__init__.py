"""The process that a region runs: phases with dates, challenges with sub-challenges, strengths to build on."""
