//! Papers: statements and invoices as PDF and as a table for spreadsheets.
