"""Folders, dumps and streams of documents: plan, shards, workers, completion records, output, and the way back."""
