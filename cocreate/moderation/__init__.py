"""What is not published and why: reports, a queue, decisions with reasons from a published list, appeals, figures."""
