using Npgsql;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Fills a table by one binary COPY.</summary>
internal static class TableLoader
{
    private const int FlushBytes = 128 << 10;

    public static async Task LoadAsync(
        NpgsqlConnection connection, SeedContext context, TableSeed seed, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // An empty file made in this transaction is what lets COPY write the rows frozen, so that no vacuum has to
            // pass over them once more.
            using var truncate = new NpgsqlCommand($"TRUNCATE {seed.Table}", connection, transaction);
            await truncate.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await CopyAsync(connection, context, seed, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, SeedContext context, TableSeed seed, CancellationToken cancellation)
    {
        var command = $"COPY {seed.Table} ({seed.Columns}) FROM STDIN (FORMAT binary, FREEZE)";
        var stream = await connection.BeginRawBinaryCopyAsync(command, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
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
}
