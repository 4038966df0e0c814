"""The echo bots that auditbot is measured against, each a script for the Python of `.venv-bench`.

Each follows its SDK's own sample, with authentication off as on a developer's machine: no application id, no
token asked for or sent. They take the port as their only argument, serve loopback alone and stop on SIGTERM.
They import nothing of ours, so that what is measured is the SDK.
"""
