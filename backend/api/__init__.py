"""GraphQL: the schema that partners and the page rely on, answered through views."""
