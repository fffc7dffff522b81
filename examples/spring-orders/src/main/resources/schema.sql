CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY, payload text NOT NULL, price numeric NOT NULL);
