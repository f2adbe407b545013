-- A search reads the words of every listed product. Here they stand close together, in the order of the list;
-- the products themselves are ten times as much to read. PostgreSQL bounds what an index may hold of one row,
-- and its scans read the table from shared memory.

drop index product_listed;
create index product_listed on product (listed_at, id, search_text) where listed;
