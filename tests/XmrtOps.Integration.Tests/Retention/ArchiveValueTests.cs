using System.Globalization;
using CsCheck;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;
using XmrtOps.Retention.Archives;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Every value comes back as it was: whatever its type, whatever is in it, whatever the table is called.</summary>
public sealed class ArchiveValueTests(SandboxServer server)
{
    private const string Odd = "public.\"Odd \"\"Name\"\", 1\"";

    // What hostile texts are made of: all that CSV, COPY, SQL and JSON give a meaning to, and letters from everywhere.
    private static readonly Gen<string> s_text = Gen.Frequency(
        (6, Gen.OneOf("\"", "'", "\n", "\r\n", "\r", "\t", "\\", "\\.", "\n\\.\n", "\\N", "NULL", ",", ";", "{", "}", "$1", "é", "日本", "🦉", "\u2028", "\u0001", " ", "a", "%", "/*", "--")
            .List[0, 12].Select(string.Concat)),
        (1, Gen.OneOf("x", "\"", "\n", "ü").Select(part => string.Concat(Enumerable.Repeat(part + "y", 40_000)))));

    private static readonly Gen<(string? Text, string? Name, string?[]? Texts, long? Number, double? Real)> s_row = Gen.Select(
        s_text.Null(), s_text.Null(), s_text.Null().Array[0, 4].Null(), Gen.Long.Nullable(), Gen.Double.Nullable());

    [Fact]
    public async Task Values_of_every_type_at_their_ends()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        bool hasVector = await database.ValueAsync<long>("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") > 0;
        string vector = hasVector ? ", \"Vec tor\" extensions.vector(3)" : "";
        await database.RunAsync(
            $$$"""""
            {{{(hasVector ? "CREATE SCHEMA IF NOT EXISTS extensions; CREATE EXTENSION IF NOT EXISTS vector SCHEMA extensions;" : "")}}}
            CREATE SCHEMA "My.Types";
            CREATE TYPE "My.Types"."mood ""x""" AS ENUM ('so so', 'it''s "fine"', 'a,b');
            CREATE TYPE "My.Types".pair AS (a int, "B b" text);
            CREATE DOMAIN "My.Types".positive AS int CHECK (VALUE > 0);
            CREATE TABLE {{{Odd}}} (
                "The Id" bigint GENERATED ALWAYS AS IDENTITY,
                part uuid NOT NULL DEFAULT gen_random_uuid(),
                created_at timestamptz,
                doubled bigint GENERATED ALWAYS AS ("The Id" * 2) STORED,
                "desc" text, v varchar(5), c char(5), b boolean, s smallint, r real, d double precision, n numeric, n2 numeric(12,4),
                bin bytea, j json, jb jsonb, ts timestamp, da date, ti time, tz timetz, iv interval, arr int[], arr2 text[][], box box,
                net inet, cid cidr, mac macaddr, bits bit(5), vb varbit, rng tstzrange, x xml, ty "My.Types"."mood ""x""",
                p "My.Types".pair, ps "My.Types".pair[], pos "My.Types".positive, tsv tsvector, mo money, "char" "char", na name,
                cls regclass, ms timestamptz(0){{{vector}}},
                PRIMARY KEY (part, "The Id"));
            GRANT ALL ON {{{Odd}}} TO postgres;
            GRANT USAGE ON SCHEMA "My.Types" TO postgres;
            ALTER TABLE {{{Odd}}} OWNER TO postgres;
            INSERT INTO {{{Odd}}} (created_at) VALUES ('-infinity'), ('2020-01-01'), ('0044-03-15 BC'), ('1890-01-01 00:00:00.000001');
            INSERT INTO {{{Odd}}} (created_at, "desc", v, c, b, s, r, d, n, n2, bin, j, jb, ts, da, ti, tz, iv, arr, arr2, box, net, cid, mac,
                bits, vb, rng, x, ty, p, ps, pos, tsv, mo, "char", na, cls, ms{{{(hasVector ? ", \"Vec tor\"" : "")}}})
            VALUES ('2020-01-01', '', '', '', false, -32768, 'NaN', '-Infinity', 'NaN', 0.1000, '', '  {"a" : 1, "a":2}', '{"a": 1.0}', 'infinity',
                    '-infinity', '24:00', '12:00+05:30:15', '-1 year 2 mons -3 days 04:05:06.789', '{}', '{}', '(1,2),(3,4)', '10.0.0.1/8',
                    '10.0.0.0/8', '08:00:2b:01:02:03', '10101', '', 'empty', '<a>&amp;</a>', 'it''s "fine"', ROW(NULL, NULL), '{}', 1, '', '-12.34',
                    '', '', 'pg_class', now(){{{(hasVector ? ", '[1e-30,-0,3.1415927]'" : "")}}}),
                   ('2020-01-02', E'\\.\n"\\N"\t,''\r\n', E'"\n,\\', E' \\. ', true, 32767, 1.17549435e-38, 5e-324, 12345678901234567890.12345678901234567890,
                    -12345678.9999, '\x00ff0a225c', '"\u00e9\\"', '{"k": [null, "\"", "\\u0041", 1e400]}', '4713-01-01 BC', '5874897-12-31', '00:00:00.000001',
                    '23:59:59.999999-15:59', '178000000 years', '[-1:0]={NULL,2147483647}', '{{"a,b",NULL},{"","NULL"}}', NULL, '::1', '::/0',
                    'ff:ff:ff:ff:ff:ff', '00000', '1', '[2020-01-01,infinity)', 'plain & simple'::text::xml, 'a,b', ROW(1, '",\('), ARRAY[ROW(1, 'x')::"My.Types".pair, NULL],
                    2147483647, 'a:1 ''b c'':2A', '92233720368547758.07', E'\\377', repeat('n', 63), '{{{Odd.Replace("'", "''", StringComparison.Ordinal)}}}', '2020-01-01'{{{(hasVector ? ", NULL" : "")}}});
            """"".Replace("'plain & simple'::text::xml", "'plain &amp; simple'", StringComparison.Ordinal));
        Dictionary<string, string> before = await TableImage.OfAsync(database, Odd);
        await TableImage.SettleAsync(database);
        using PwshSession session = database.Connect(culture: "de-DE");
        session.Set("path", Path.Combine(folder.Path, "odd"));
        session.Set("table", Odd);

        RetentionResult removed = Assert.Single(session.Run("Remove-XmrtLog 30d -Table $table -Archive $path -Force").Succeeded().Of<RetentionResult>());
        Assert.Equal((6, 6), (removed.Deleted, removed.ArchivedRows));
        ArchiveImportResult back = Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>());

        Assert.Equal(6, back.Inserted);
        Assert.Equal(before, await TableImage.OfAsync(database, Odd));
        // The form of both sides is the same also where the database's own is another.
        await database.RunAsync(
            $"""
             ALTER DATABASE {database.Name} SET datestyle = 'German, DMY';
             ALTER DATABASE {database.Name} SET intervalstyle = 'sql_standard';
             ALTER DATABASE {database.Name} SET bytea_output = 'escape';
             ALTER DATABASE {database.Name} SET timezone = 'Asia/Kathmandu';
             """);
        using PwshSession other = database.Connect("other");
        other.Set("path", Path.Combine(folder.Path, "odd"));
        Assert.Equal(6, Assert.Single(other.Run("Import-XmrtArchive $path -WhatIf").Succeeded().Of<ArchiveImportPreview>()).AlreadyPresent);
    }

    [Fact]
    public async Task Whatever_is_in_a_row()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        await database.RunAsync(
            """
            CREATE TABLE public.hostile (id int PRIMARY KEY, created_at timestamptz DEFAULT '2020-01-01', a text, "B b" varchar, texts text[], n bigint, d float8);
            CREATE TABLE public.hostile_child (id int PRIMARY KEY, parent int REFERENCES public.hostile ON DELETE CASCADE, only_text text);
            CREATE INDEX ON public.hostile_child (parent);
            ALTER TABLE public.hostile OWNER TO postgres;
            ALTER TABLE public.hostile_child OWNER TO postgres;
            """);
        using PwshSession session = database.Connect();
        int run = 0;
        // Each sample is a table of rows, emptied into an archive of its own and filled from it again.
        await s_row.List[1, 60].SampleAsync(
            async rows =>
            {
                await FillAsync(database, rows);
                await TableImage.SettleAsync(database);
                Dictionary<string, string> before = await TableImage.OfAsync(database, "public.hostile", "public.hostile_child");
                session.Set("path", Path.Combine(folder.Path, Interlocked.Increment(ref run).ToString(CultureInfo.InvariantCulture)));
                RetentionResult removed = Assert.Single(session.Run("Remove-XmrtLog 30d -Table hostile -Archive $path -Force").Succeeded().Of<RetentionResult>());
                Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.hostile_child"));
                ArchiveImportResult back = Assert.Single(session.Run("Import-XmrtArchive $path -Force").Succeeded().Of<ArchiveImportResult>());
                Assert.Equal((2L * rows.Count, 2L * rows.Count), (removed.ArchivedRows!.Value, back.Inserted));
                Assert.Equal(before, await TableImage.OfAsync(database, "public.hostile", "public.hostile_child"));
            },
            iter: 6,
            threads: 1);
    }

    private async Task FillAsync(
        TestDatabase database, List<(string? Text, string? Name, string?[]? Texts, long? Number, double? Real)> rows)
    {
        await database.RunAsync("TRUNCATE public.hostile, public.hostile_child");
        await using System.Data.Common.DbDataSource source = server.Administrator(database.Name);
        for (int i = 0; i < rows.Count; i++)
        {
            await using System.Data.Common.DbCommand command = source.CreateCommand(
                """
                WITH parent AS (
                    INSERT INTO public.hostile (id, a, "B b", texts, n, d) VALUES ($1, $2::text, $3::text, $4::text[], $5::bigint, $6::float8) RETURNING id, a
                )
                INSERT INTO public.hostile_child SELECT id, id, a FROM parent
                """);
            foreach (object? value in new object?[] { i, rows[i].Text, rows[i].Name, rows[i].Texts, rows[i].Number, rows[i].Real })
            {
                System.Data.Common.DbParameter parameter = command.CreateParameter();
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            // A child that refers to a row of the same statement is checked at its end.
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
