"""Documents that leave the service: forms as PDF/A, sheets as XLSX and CSV, in three scripts."""
