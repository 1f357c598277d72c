"""Consultations: questionnaires, submissions, answers, receipts."""
