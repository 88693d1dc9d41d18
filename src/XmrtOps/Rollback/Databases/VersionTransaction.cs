using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Rollback.Migrations;
using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases;

/// <summary>
/// Undoes a version, or does it again, in one transaction: with the history locked against a push, after a second look at it and at
/// the schema, and with exactly one row of the history. Either all of that, or nothing.
/// </summary>
internal sealed class VersionTransaction(XmrtConnection connection, INotices notices)
{
    /// <summary>Getting a lock is tried this often.</summary>
    internal const int Attempts = 3;

    private const string Turn = "SELECT pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('XmrtOps migrations', 0))";
    private const string LockHistory = "LOCK TABLE supabase_migrations.schema_migrations IN SHARE ROW EXCLUSIVE MODE";
    private const string ReloadSchema = "SELECT pg_catalog.pg_notify('pgrst', 'reload schema')";

    // The CLI's connection finds names by the session's own path.
    private const string OwnPath = "SET LOCAL search_path TO DEFAULT";

    /// <exception cref="XmrtException">MigrationUnderWay, MigrationHistoryMoved, SchemaMoved, RollbackExposes, those of archives, and those of
    /// running SQL: nothing was changed then. OutcomeUnknown.</exception>
    public async Task<VersionOutcome> RunAsync(VersionWork work, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await connection.Database.WriteAsync(
                    Limits.SchemaChange, notices, transaction => RunAsync(transaction, work, cancellation), cancellation);
            }
            catch (XmrtException busy) when (busy.ErrorId is "LockTimedOut" or "Deadlock" && attempt < Attempts)
            {
                Forget(work);
                notices.Verbose($"{work.Version}: {busy.Message} Trying again ({attempt + 1} of {Attempts}).");
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(100, 600)), cancellation);
            }
            catch (Exception exception) when (exception is not XmrtException { ErrorId: "OutcomeUnknown" })
            {
                Forget(work);
                throw;
            }
        }
    }

    /// <summary>Does it on the database, and takes it back: at once or not at all, with a deadline on the whole transaction, since it holds
    /// its locks to its end.</summary>
    /// <exception cref="XmrtException">TablesInUse, DryRunDeadlinePassed, and those of <see cref="RunAsync(VersionWork, CancellationToken)"/>.</exception>
    public async Task<VersionOutcome> RehearseAsync(
        VersionWork work, IReadOnlyList<RelationName> tables, TimeSpan deadline, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Limits limits = new(deadline, Limits.Rehearsal.Lock);
        try
        {
            return await connection.Database.RehearseAsync(
                limits,
                notices,
                async transaction =>
                {
                    limit.CancelAfter(deadline);
                    await TablesInUse.RefuseAsync(transaction, tables, limits, limit.Token);
                    return await RunAsync(transaction, work, limit.Token);
                },
                limit.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested
            && (limit.IsCancellationRequested || exception is XmrtException { ErrorId: "StatementTimedOut" }))
        {
            throw Errors.DryRunDeadlinePassed(connection.Database.Target, work.Version, deadline, exception);
        }
    }

    private async Task<VersionOutcome> RunAsync(DatabaseTransaction transaction, VersionWork work, CancellationToken cancellation)
    {
        if (!await transaction.SingleAsync(Turn, [], row => row.GetBoolean(0), cancellation))
        {
            throw Errors.MigrationUnderWay(transaction.Target);
        }

        await transaction.ExecuteAsync(LockHistory, [], cancellation);
        string history = HistoryToken.Of(await MigrationHistoryReader.ReadAsync(transaction, cancellation));
        if (history != work.HistoryBefore)
        {
            throw Errors.MigrationHistoryMoved(transaction.Target, $"it was {work.HistoryBefore} and is {history}");
        }

        SchemaFingerprint before = await SchemaFingerprintReader.ReadAsync(transaction, cancellation);
        if (before.Hash != work.SchemaBefore)
        {
            throw Errors.SchemaMoved(
                transaction.Target,
                work.Planned is { } planned ? SchemaFingerprint.Describe(planned.DifferencesTo(before)) : "its digest is another");
        }

        List<AccessRight> rightsBefore = await AccessRightsReader.ReadAsync(transaction, cancellation);
        HashSet<SchemaLint> lintsBefore = await SchemaLintReader.ReadAsync(transaction, cancellation);
        string? archive = await LossArchive.WriteAsync(transaction, work.Losses, work.ArchivePath, notices.Command, cancellation);
        await RunAsync(transaction, work.Statements, cancellation);
        if (work.Proof.Statements.Count > 0)
        {
            await ProveAsync(transaction, work, before, cancellation);
        }

        long restored = work.RestoreFrom is { } kept
            ? await LossRestore.RunAsync(transaction, kept, connection.Role ?? "?", notices, cancellation)
            : 0;
        SchemaFingerprint after = await SchemaFingerprintReader.ReadAsync(transaction, cancellation);
        IReadOnlyList<AccessChange> changes =
            AccessComparison.Of(rightsBefore, await AccessRightsReader.ReadAsync(transaction, cancellation));
        SchemaLint[] newLints = [.. (await SchemaLintReader.ReadAsync(transaction, cancellation)).Except(lintsBefore)];
        string[] wider =
        [
            .. newLints.Where(lint => lint.OpensAccess).Select(lint => lint.ToString()),
            .. changes.Where(change => change.IsWider).Select(change => change.ToString()),
        ];
        if (wider.Length > 0 && !work.AllowExposure)
        {
            throw Errors.RollbackExposes(wider);
        }

        await work.History.ApplyAsync(transaction, cancellation);
        await transaction.ExecuteAsync(ReloadSchema, [], cancellation);
        VersionOutcome outcome = new(before.Hash, after.Hash, before.DifferencesTo(after), changes, newLints, archive, restored);
        work.BeforeCommit(outcome);
        return outcome;
    }

    private static async Task RunAsync(
        DatabaseTransaction transaction, IReadOnlyList<string> statements, CancellationToken cancellation)
    {
        await transaction.ExecuteAsync(OwnPath, [], cancellation);
        foreach (string statement in statements)
        {
            await transaction.ExecuteAsync(StatementText.Of(statement), [], cancellation);
        }
    }

    /// <summary>Does the version again, and takes that back: if it led to another schema than there was, something of it was changed by hand
    /// since, and would be lost.</summary>
    private async Task ProveAsync(
        DatabaseTransaction transaction, VersionWork work, SchemaFingerprint before, CancellationToken cancellation)
    {
        await transaction.ExecuteAsync("SAVEPOINT xmrt_proof", [], cancellation);
        try
        {
            await RunAsync(transaction, work.Proof.Statements, cancellation);
        }
        catch (DbException refused) when (!DatabaseFaults.IsConnectionLoss(refused))
        {
            if (work.Proof.LeftOut.Count > 0)
            {
                // It may need what is left out.
                await transaction.ExecuteAsync("ROLLBACK TO SAVEPOINT xmrt_proof", [], cancellation);
                notices.Warn(
                    $"What {work.Version} made was not compared with how it was made: it cannot be done again in part ({DatabaseFaults.MessageOf(refused)}).");
                return;
            }

            throw Errors.SchemaMoved(
                transaction.Target, $"{work.Version} cannot be done again as it was run ({DatabaseFaults.MessageOf(refused)})");
        }

        IReadOnlyList<SchemaDifference> changed =
        [
            .. (await SchemaFingerprintReader.ReadAsync(transaction, cancellation)).DifferencesTo(before)
                .Where(difference => !work.Proof.IsLeftOut(difference)),
        ];
        if (changed.Count > 0)
        {
            throw Errors.ChangedByHand(transaction.Target, work.Version, SchemaFingerprint.Describe(changed));
        }

        await transaction.ExecuteAsync("ROLLBACK TO SAVEPOINT xmrt_proof", [], cancellation);
    }

    /// <summary>What was kept of a transaction that came to nothing is of no use, and in the way of the next one.</summary>
    private static void Forget(VersionWork work)
    {
        try
        {
            if (work.Losses.Count > 0 && Directory.Exists(work.ArchivePath))
            {
                Directory.Delete(work.ArchivePath, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next attempt says that the path is taken.
        }
    }
}
