"""What we promise to send: the shapes of every answer, for the documentation.

Answers are written from the same rows as the documents; a test holds the two together. Codes are
open: a client must expect words that are not listed yet (`x-extensible-enum` holds today's).
"""
