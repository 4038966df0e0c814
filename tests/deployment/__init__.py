"""The Dockerfile, the compose file and the templates for Azure, as far as they can be held to without either."""
