"""HTTP: sessions, GraphQL, uploads, the page; everything signed in but the page."""
