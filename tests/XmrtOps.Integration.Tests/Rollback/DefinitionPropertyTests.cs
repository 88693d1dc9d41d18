using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Rollback.Definitions;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What was made is told from what was changed by hand, however it is written.</summary>
public sealed class DefinitionPropertyTests(SandboxServer server)
{
    private const string Version = "20260102000000";

    private static readonly Silence s_silence = new("tests");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_in_any_spelling_is_what_it_made_and_one_attribute_changed_by_hand_is_found()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(StatementTemplate.Tables);
        using PwshSession session = database.Connect();
        XmrtConnection connection = session.Run("Get-XmrtConnection").Of<XmrtConnection>()[0];
        List<(int Template, int[] Values, int[] Spellings, int Changed, int To)> cases = [];
        Gen.Select(Gen.Int[0, StatementTemplate.All.Length - 1], Gen.Int[0, 1000].Array[20], Gen.Int[0, 1000].Array[20], Gen.Int[0, 1000], Gen.Int[1, 1000])
            .Sample((template, values, spellings, changed, to) => cases.Add((template, values, spellings, changed, to)), iter: 60, threads: 1);
        int compared = 0;

        foreach ((int number, int[] values, int[] spellings, int at, int to) in cases)
        {
            StatementTemplate template = StatementTemplate.All[number];
            string made = template.Spell(values, spellings);
            int[] variable = [.. Enumerable.Range(0, template.Attributes).Where(attribute => template.ValuesOf(attribute) > 1)];
            int attribute = variable[at % variable.Length];
            int[] others = [.. values];
            others[attribute] += 1 + (to % (template.ValuesOf(attribute) - 1));
            string changed = template.Spell(others, [.. spellings.Select(spelling => spelling + 1)]);
            if (!await TakesAsync(database, made) || !await TakesAsync(database, changed))
            {
                // Values that do not go together, such as a time as a type of a number by default.
                continue;
            }

            compared++;
            await database.RunAsync(made);
            ComparedDefinitions same = await CompareAsync(connection, made);
            Assert.True(same is { Changed: [], NotCompared: [] }, $"{made}\n{string.Join("; ", same.Changed.Concat(same.NotCompared))}");

            if (template.MakeAgain.Length > 0)
            {
                await database.RunAsync(template.MakeAgain);
                ComparedDefinitions restored = await CompareAsync(connection, made);
                Assert.True(
                    restored is { Changed: [], NotCompared: [] }, $"As from a dump: {made}\n{string.Join("; ", restored.Changed.Concat(restored.NotCompared))}");
            }

            await database.RunAsync($"{template.Drop}; {changed}");
            ComparedDefinitions other = await CompareAsync(connection, made);
            await database.RunAsync(template.Drop);

            Assert.True(other.Changed.Count > 0, $"{made}\n{changed}\n{string.Join("; ", other.NotCompared)}");
        }

        Assert.InRange(compared, 10, cases.Count);
    }

    [Fact]
    public async Task What_may_be_the_same_to_the_server_that_made_it_is_not_called_changed()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(StatementTemplate.Tables
            + "CREATE TABLE public.parted (id int, at date) PARTITION BY RANGE (at); CREATE TABLE public.part PARTITION OF public.parted DEFAULT");
        using PwshSession session = database.Connect();
        XmrtConnection connection = session.Run("Get-XmrtConnection").Of<XmrtConnection>()[0];
        (string Made, string Change, string? NotCompared)[] cases =
        [
            // It was another day.
            ("ALTER TABLE kept ADD COLUMN a date DEFAULT 'today'", "ALTER TABLE kept ALTER COLUMN a SET DEFAULT '2020-01-01'", "moments in it depend"),
            // Older servers write the one for the other.
            ("ALTER TABLE kept ADD COLUMN b timestamp DEFAULT (now() AT TIME ZONE 'utc')", "ALTER TABLE kept ALTER COLUMN b SET DEFAULT timezone('utc', now())", ""),
            ("CREATE INDEX d ON parted (at)", "SELECT 1", null),
            ("CREATE INDEX e ON kept (at) TABLESPACE pg_default", "SELECT 1", "its tablespace"),
            ("ALTER TABLE kept ADD COLUMN f text STORAGE EXTERNAL", "SELECT 1", "how its values are stored"),
            ("CREATE POLICY g ON kept USING (EXISTS (SELECT FROM parent WHERE code = other))", "SELECT 1", "it reads tables"),
        ];
        bool isNew = await database.ValueAsync<int>("SELECT current_setting('server_version_num')::int") >= 160000;

        foreach ((string made, string change, string? notCompared) in cases.Where(item => isNew || !item.Made.Contains("STORAGE", StringComparison.Ordinal)))
        {
            await database.RunAsync($"{made}; {change}");
            ComparedDefinitions compared = await CompareAsync(connection, made);

            Assert.Equal([], compared.Changed);
            if (notCompared is null)
            {
                Assert.Empty(compared.NotCompared);
            }
            else if (notCompared.Length > 0)
            {
                Assert.Contains(notCompared, Assert.Single(compared.NotCompared), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The server takes it: tried, and taken back.</summary>
    private static async Task<bool> TakesAsync(TestDatabase database, string statement)
    {
        try
        {
            await database.RunAsync($"DO $try$ BEGIN EXECUTE $made${statement}$made$; RAISE SQLSTATE 'XM000'; EXCEPTION WHEN SQLSTATE 'XM000' THEN NULL; END $try$");
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    private static Task<ComparedDefinitions> CompareAsync(XmrtConnection connection, params string[] statements) => connection.Database.ReadAsync(
        Limits.Read,
        s_silence,
        async transaction =>
        {
            List<StatementInverse> derived = InverseDeriver.Derive(statements);
            List<ObjectNow> now = await ObjectReader.ReadAsync(transaction, [.. derived.SelectMany(inverse => inverse.Made)], Cancellation);
            return await ComparedDefinitions.OfAsync(
                transaction, Version, [Version], derived, now, [], [new AppliedMigration(Version, "made", statements, null, null)], Cancellation);
        },
        Cancellation);
}
