using CsCheck;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Rollback.Inverses;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>What is derived undoes exactly what was done, on a filled database.</summary>
public sealed class InversePropertyTests(SandboxServer server)
{
    private static readonly Silence s_silence = new("tests");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undoing_any_chain_brings_back_the_schema_and_leaves_the_rows()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        XmrtConnection connection = session.Run("Get-XmrtConnection").Of<XmrtConnection>()[0];
        List<int[]> cases = [];
        Gen.Int[0, 1000].Array[3, 24].Sample(cases.Add, iter: 25, threads: 1);
        string rows = await RowsAsync(database);

        foreach (int[] numbers in cases)
        {
            List<string[]> chain = MigrationChain.Of(numbers);
            List<SchemaFingerprint> before = [];
            foreach (string[] migration in chain)
            {
                before.Add(await FingerprintAsync(connection));
                await RunAsync(connection, migration);
            }

            for (int i = chain.Count - 1; i >= 0; i--)
            {
                await UndoAsync(connection, chain[i]);
                SchemaFingerprint after = await FingerprintAsync(connection);
                IReadOnlyList<SchemaDifference> differences = before[i].DifferencesTo(after);

                Assert.True(differences.Count == 0, $"{string.Join(";\n", chain[i])}\n{SchemaFingerprint.Describe(differences)}");
            }

            Assert.Equal(rows, await RowsAsync(database));
        }
    }

    private static Task<string> RowsAsync(TestDatabase database) => database.ValueAsync<string>(
        """
        SELECT concat_ws(' ', (SELECT md5(string_agg(s::text, ',' ORDER BY id)) FROM conversation_sessions s),
                              (SELECT md5(string_agg(r::text, ',' ORDER BY id)) FROM rate_limits r),
                              (SELECT count(*) FROM conversation_messages))
        """);

    private static Task<SchemaFingerprint> FingerprintAsync(XmrtConnection connection) => connection.Database.ReadAsync(
        Limits.ExactRead, s_silence, transaction => SchemaFingerprintReader.ReadAsync(transaction, Cancellation), Cancellation);

    private static Task<int> RunAsync(XmrtConnection connection, IEnumerable<string> statements) => connection.Database.WriteAsync(
        Limits.SchemaChange,
        s_silence,
        async transaction =>
        {
            foreach (string statement in statements)
            {
                await transaction.ExecuteAsync(statement, [], Cancellation);
            }

            return 0;
        },
        Cancellation);

    private static async Task UndoAsync(XmrtConnection connection, string[] migration)
    {
        List<StatementInverse> derived = InverseDeriver.Derive(migration);
        List<ObjectNow> now = await connection.Database.ReadAsync(
            Limits.Read,
            s_silence,
            transaction => ObjectReader.ReadAsync(
                transaction,
                [.. derived.Where(inverse => inverse.Verdict == InverseVerdict.Derived).SelectMany(inverse => inverse.Made)],
                Cancellation),
            Cancellation);
        List<StatementInverse> judged = InverseCheck.Apply(derived, now, [.. derived.SelectMany(inverse => inverse.Made)]);
        Assert.All(judged, inverse => Assert.True(
            inverse.Verdict != InverseVerdict.RestoreRequired, $"{inverse.Statement}: {inverse.Reason}"));
        await RunAsync(connection, judged.AsEnumerable().Reverse().SelectMany(inverse => inverse.Sql));
    }
}
