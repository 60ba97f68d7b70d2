"""From text to mentions with values: times, quantities, agencies, citations, ordinals and labels.

A recogniser takes a piece of text and returns what it found with spans in that text. None knows of documents, sections or
tables; what they know of the world is in `pipeline.lexicon`.
"""
