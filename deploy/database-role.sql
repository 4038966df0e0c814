-- The role under which auditbot signs in to its PostgreSQL on Azure: its managed identity, without a password and
-- without any right over the server. To be run once with psql, by one of the database administrators, from a machine
-- in the network, connected to the database "postgres":
--
--   PGPASSWORD="$(az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv)" \
--   psql "host=<databaseServer> user=<name of the administrators' group> dbname=postgres sslmode=require" \
--        --set=role=<databaseRole> --file=deploy/database-role.sql

\set ON_ERROR_STOP on

-- Its name, whether it administers the server, whether it must use a second factor.
SELECT pgaadauth_create_principal(:'role', false, false);

\connect auditbot

-- Its own tables, which it makes itself; those of nobody else.
GRANT USAGE, CREATE ON SCHEMA public TO :"role";
