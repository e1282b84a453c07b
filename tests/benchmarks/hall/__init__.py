"""A lecture hall: many readers at one server, as WebSocket sessions that answer like a browser.

What a browser computes and paints is not in it, nor the files that it fetches by HTTP.
"""
