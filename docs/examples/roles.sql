-- The portal's own role on PostgreSQL, with what it needs and no more. Run as the owner of the tables, in the portal's
-- database, after each `flask db upgrade`, which the owner runs too. The portal is served with DATABASE_URL as `portal`.
-- The first statement only the first time.
CREATE ROLE portal LOGIN NOINHERIT NOCREATEDB NOCREATEROLE;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal;
REVOKE UPDATE, DELETE ON audit, audit_checkpoint, access_log FROM portal;
-- Final sheets and issued documents: triggers let the portal's own steps through and refuse the rest. This role owns no
-- table, so it cannot drop or disable a trigger; what it never does to a row it may not do at all.
REVOKE DELETE ON sheet, document FROM portal;
REVOKE UPDATE, DELETE ON sheet_rest, document_text, document_signature FROM portal;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM portal;
