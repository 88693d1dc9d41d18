using CsCheck;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Tests.Rollback;

/// <summary>What undoes a statement: exactly, or not at all.</summary>
public sealed class InverseDeriverTests
{
    private static readonly string[] s_pieces =
    [
        "create ", "alter ", "table ", "add ", "column ", "grant ", "on ", "to ", "policy ", "function ", "(", ")", ",", ".", "\"a\"", "x ", "index ",
        "if not exists ", "'s'", "$$b$$", ";", "--c\n", "/*", "as ", "default ", "=", "view ", "restrictive ", "insert into ", "values ", "revoke ",
    ];

    [Theory]
    [InlineData("CREATE TABLE a (id int)", "DROP TABLE public.a")]
    [InlineData("create unlogged table \"My S\".\"T\"(id int, unique (id))", "DROP TABLE \"My S\".\"T\"")]
    [InlineData("CREATE TABLE a AS SELECT 1 AS id", "DROP TABLE public.a")]
    [InlineData("ALTER TABLE a ADD COLUMN x int DEFAULT 1, ADD y numeric(10, 2)", "ALTER TABLE public.a DROP COLUMN y|ALTER TABLE public.a DROP COLUMN x")]
    [InlineData("ALTER TABLE ONLY s.a ADD CONSTRAINT c CHECK (x > 0)", "ALTER TABLE s.a DROP CONSTRAINT c")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON s.a USING btree (x)", "DROP INDEX s.i")]
    [InlineData("CREATE VIEW v AS SELECT 1", "DROP VIEW public.v")]
    [InlineData("CREATE MATERIALIZED VIEW s.m AS SELECT 1", "DROP MATERIALIZED VIEW s.m")]
    [InlineData(
        "CREATE FUNCTION f(a int, VARIADIC b text[] DEFAULT '{}', c numeric(4, 1) = 1.5) RETURNS int LANGUAGE sql AS 'select 1'",
        "DROP FUNCTION public.f(a int, VARIADIC b text[], c numeric(4, 1))")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE sql AS ''", "DROP PROCEDURE public.p()")]
    [InlineData("CREATE POLICY \"see own\" ON a FOR SELECT USING (true)", "DROP POLICY \"see own\" ON public.a")]
    [InlineData("CREATE TRIGGER t BEFORE UPDATE OF x ON s.a FOR EACH ROW EXECUTE FUNCTION f()", "DROP TRIGGER t ON s.a")]
    [InlineData("CREATE TYPE mood AS ENUM ('a')", "DROP TYPE public.mood")]
    [InlineData("CREATE DOMAIN d AS text CHECK (VALUE <> '')", "DROP DOMAIN public.d")]
    [InlineData("CREATE EXTENSION pg_trgm WITH SCHEMA extensions", "DROP EXTENSION pg_trgm")]
    [InlineData("GRANT SELECT, INSERT ON a TO anon, authenticated", "REVOKE SELECT, INSERT ON a FROM anon, authenticated")]
    [InlineData("grant all privileges on table s.\"a to b\" to anon", "REVOKE ALL PRIVILEGES ON table s.\"a to b\" FROM anon")]
    [InlineData("GRANT EXECUTE ON FUNCTION f(int, text) TO anon", "REVOKE EXECUTE ON FUNCTION f(int, text) FROM anon")]
    public void What_only_adds_has_an_exact_inverse(string statement, string inverse)
    {
        StatementInverse derived = InverseDeriver.Derive(statement);

        Assert.Equal((InverseVerdict.Derived, inverse), (derived.Verdict, string.Join('|', derived.Sql)));
    }

    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS a (id int)")]
    [InlineData("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1'")]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT 1")]
    [InlineData("CREATE INDEX ON a (x)")]
    [InlineData("CREATE INDEX IF NOT EXISTS i ON a (x)")]
    [InlineData("CREATE TEMP TABLE t (id int)")]
    [InlineData("CREATE SCHEMA s")]
    [InlineData("CREATE EXTENSION IF NOT EXISTS pg_trgm")]
    [InlineData("CREATE EXTENSION earthdistance CASCADE")]
    [InlineData("ALTER TABLE a ADD COLUMN IF NOT EXISTS x int")]
    [InlineData("ALTER TABLE a ADD CHECK (x > 0)")]
    [InlineData("ALTER TABLE a ADD COLUMN x int, ALTER COLUMN y TYPE text")]
    [InlineData("ALTER TABLE IF EXISTS a ADD COLUMN x int")]
    [InlineData("ALTER TYPE mood ADD VALUE 'b'")]
    [InlineData("ALTER TABLE a RENAME TO b")]
    [InlineData("DROP TABLE a")]
    [InlineData("UPDATE a SET x = 1")]
    [InlineData("INSERT INTO a VALUES (1)")]
    [InlineData("GRANT service_role TO anon")]
    [InlineData("GRANT SELECT (x) ON a TO anon")]
    [InlineData("GRANT SELECT ON ALL TABLES IN SCHEMA public TO anon")]
    [InlineData("GRANT SELECT ON a TO anon WITH GRANT OPTION")]
    [InlineData("DO $$ BEGIN CREATE TABLE a (id int); END $$")]
    [InlineData("SET search_path = other")]
    [InlineData("CREATE TABLE a (id int")]
    [InlineData("CREATE TABLE a.b.c (id int)")]
    [InlineData("SELECT set_config('search_path', 'x', false)")]
    public void What_is_not_certain_is_not_guessed(string statement)
    {
        StatementInverse derived = InverseDeriver.Derive(statement);

        Assert.Equal(InverseVerdict.RestoreRequired, derived.Verdict);
        Assert.Empty(derived.Sql);
        Assert.NotNull(derived.Reason);
    }

    [Theory]
    [InlineData("ALTER TABLE a ENABLE ROW LEVEL SECURITY")]
    [InlineData("ALTER TABLE a ADD COLUMN x int, FORCE ROW LEVEL SECURITY")]
    [InlineData("CREATE POLICY p ON a AS RESTRICTIVE USING (false)")]
    [InlineData("REVOKE ALL ON a FROM anon")]
    public void What_would_open_is_never_derived(string statement)
    {
        StatementInverse derived = InverseDeriver.Derive(statement);

        Assert.Equal((InverseVerdict.RestoreRequired, true), (derived.Verdict, derived.WouldExpose));
    }

    [Fact]
    public void What_a_migration_does_to_its_own_table_goes_with_the_table()
    {
        List<StatementInverse> derived = InverseDeriver.Derive(MigrationStatements.Split(
            """
            BEGIN;
            SET LOCAL lock_timeout = '2s';
            CREATE TABLE public.notes (id int PRIMARY KEY, body text);
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON notes AS RESTRICTIVE USING (true);
            CREATE INDEX ON notes (body);
            REVOKE ALL ON notes FROM anon;
            COMMENT ON COLUMN notes.body IS 'text';
            INSERT INTO notes (id, body) VALUES (1, 'x'), (2, now()::text);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
            REVOKE EXECUTE ON FUNCTION touch() FROM public;
            COMMIT;
            """));

        Assert.Equal(
            ["DROP TABLE public.notes", "DROP POLICY own ON public.notes", "DROP FUNCTION public.touch()"],
            derived.Where(inverse => inverse.Verdict == InverseVerdict.Derived).SelectMany(inverse => inverse.Sql));
        Assert.DoesNotContain(derived, inverse => inverse.Verdict == InverseVerdict.RestoreRequired);
    }

    [Theory]
    [InlineData("ALTER TABLE other ENABLE ROW LEVEL SECURITY")]
    [InlineData("ALTER TABLE notes RENAME TO other")]
    [InlineData("INSERT INTO notes SELECT 1")]
    [InlineData("INSERT INTO notes VALUES (pg_notify('a', 'b'))")]
    [InlineData("REVOKE ALL ON notes, other FROM anon")]
    [InlineData("REVOKE ALL ON FUNCTION notes() FROM anon")]
    [InlineData("COMMENT ON COLUMN other.notes.body IS 'x'")]
    public void What_reaches_beyond_the_own_table_does_not_go_with_it(string statement)
    {
        List<StatementInverse> derived = InverseDeriver.Derive(["CREATE TABLE notes (id int)", statement]);

        Assert.Equal(InverseVerdict.RestoreRequired, derived[1].Verdict);
    }

    [Fact]
    public void Whatever_a_statement_says_there_is_a_verdict_and_only_drops_and_revokes_are_derived()
    {
        Gen.Int[0, s_pieces.Length - 1].Array[0, 20].Sample(
            indexes =>
            {
                string text = string.Concat(indexes.Select(index => s_pieces[index]));

                List<StatementInverse> derived = InverseDeriver.Derive(MigrationStatements.Split("create table x (y int);" + text));

                Assert.All(
                    derived.SelectMany(inverse => inverse.Sql),
                    sql => Assert.Matches("^(DROP (TABLE|INDEX|VIEW|MATERIALIZED VIEW|FUNCTION|POLICY)|ALTER TABLE .* DROP (COLUMN|CONSTRAINT)|REVOKE) ", sql));
                Assert.All(derived, inverse => Assert.Equal(inverse.Verdict == InverseVerdict.Derived, inverse.Sql.Count > 0));
            },
            iter: 20_000);
    }
}
