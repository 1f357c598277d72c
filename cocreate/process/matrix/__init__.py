"""The matching matrix: where megatrends meet regional priorities, challenges are found."""
