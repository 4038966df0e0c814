"""The demonstration council, its personas and its movable clock: never imported by `serve`.

`auditbot demo [--no-playground]` calls `bot.demo.command.run_demo(with_playground=…)`.
"""
