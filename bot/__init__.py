"""The service: settings, composition, HTTP, the Teams seam, dispatch, delivery, timetable, command line."""
