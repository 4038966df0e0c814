"""The import workbook: reading, checking, writing (docs/workbook.md)."""
