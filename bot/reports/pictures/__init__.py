"""The summary as pictures for a phone. Each module draws one, and says it in words for whoever does not see it."""
