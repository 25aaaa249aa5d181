"""Chats of services, and accounts in them."""
