"""Tables for people who calculate: rows of columns with headers, written as CSV and as XLSX.

What comes in is documents, what goes out is bytes; no database, and no web.
"""
