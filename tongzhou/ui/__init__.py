"""How Tongzhou looks and answers to fingers: base pages, components, scripts."""
