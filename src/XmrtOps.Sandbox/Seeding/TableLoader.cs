using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Fills tables by binary COPY.</summary>
internal static class TableLoader
{
    private const int FlushBytes = 128 << 10;

    /// <summary>Fills one or several tables in one transaction.</summary>
    /// <param name="frozen">
    /// Empties the tables first: rows of a file that this transaction made can be written frozen, so that no vacuum has to
    /// pass over them once more. Costs three new files a table.
    /// </param>
    public static async Task LoadAsync(
        NpgsqlConnection connection,
        SeedContext context,
        IReadOnlyList<TableSeed> seeds,
        bool frozen,
        CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            foreach (var seed in seeds)
            {
                if (frozen)
                    await AdminSession.ExecuteAsync(connection, $"TRUNCATE {seed.Table}", cancellation)
                        .ConfigureAwait(false);
                var command = $"COPY {seed.Table} ({seed.Columns}) FROM STDIN (FORMAT binary{(frozen ? ", FREEZE" : "")})";
                var stream = await connection.BeginRawBinaryCopyAsync(command, cancellation).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                    await WriteAsync(stream, context, seed, cancellation).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(
        NpgsqlRawCopyStream stream, SeedContext context, TableSeed seed, CancellationToken cancellation)
    {
        try
        {
            var subject = SeededRandom.Subject(seed.Table);
            var rows = new CopyBuffer(seed.ColumnCount);
            rows.BeginStream();
            for (var unit = 0L; unit < seed.Units; unit++)
            {
                var random = context.Random(subject, unit);
                seed.Write(rows, ref random, unit);
                if (rows.Length < FlushBytes)
                    continue;
                await stream.WriteAsync(rows.Written, cancellation).ConfigureAwait(false);
                rows.Clear();
            }

            rows.EndStream();
            await stream.WriteAsync(rows.Written, cancellation).ConfigureAwait(false);
        }
        catch
        {
            // Disposing alone would end the stream as if it were whole.
            await stream.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
