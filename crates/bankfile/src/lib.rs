//! Files of banks: statements that are read, transfers that are written.
