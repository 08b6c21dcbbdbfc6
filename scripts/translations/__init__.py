"""Checks that every sentence a person sees is marked for translation and exists in Chinese."""
