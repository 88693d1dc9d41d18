using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>
/// Inserts rows as the application's roles with their tokens, each in a savepoint of one transaction that is always rolled
/// back: triggers, constraints and policies are the real ones, and nothing stays but sequences that moved on.
/// </summary>
internal static class InsertRehearsal
{
    private const string Savepoint = "xmrt_attempt";

    /// <param name="connection">Where.</param>
    /// <param name="attempts">The rows.</param>
    /// <param name="isReadOnly">New sessions of the application begin read-only: so does this one.</param>
    /// <param name="notices">Told how far it is.</param>
    /// <param name="cancellation">Ends it; the transaction is rolled back then too.</param>
    /// <exception cref="XmrtException">Any condition of running SQL, but none of an attempt.</exception>
    public static Task<List<InsertOutcome>> RunAsync(
        XmrtConnection connection,
        IReadOnlyList<InsertAttempt> attempts,
        bool isReadOnly,
        INotices notices,
        CancellationToken cancellation) => connection.Database.RehearseAsync(
            Limits.Rehearsal,
            isReadOnly,
            notices,
            async transaction =>
            {
                Guid? session = attempts.Any(attempt => attempt is { NeedsSession: true, HeldBack: null })
                    ? await SessionAsync(transaction, connection, attempts, cancellation)
                    : null;
                List<InsertOutcome> outcomes = [];
                foreach (InsertAttempt attempt in attempts)
                {
                    outcomes.Add(await TryAsync(transaction, connection, attempt, session, cancellation));
                }

                return outcomes;
            },
            cancellation);

    private static async Task<InsertOutcome> TryAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        InsertAttempt attempt,
        Guid? session,
        CancellationToken cancellation)
    {
        if (attempt.HeldBack is { } reason)
        {
            return new InsertOutcome
            {
                Attempt = attempt,
                NotTried = reason,
                Remedy = TriggerTest.Remedy,
            };
        }

        IReadOnlyDictionary<string, object?> row = attempt.NeedsSession
            ? new Dictionary<string, object?>(attempt.Row, StringComparer.Ordinal) { ["session_id"] = session }
            : attempt.Row;
        await transaction.ExecuteAsync($"SAVEPOINT {Savepoint}", [], cancellation);
        long started = Stopwatch.GetTimestamp();
        bool isLost = false;
        try
        {
            await PlanRole.AssumeAsync(
                transaction, connection, new PlanRequest { Query = null, Role = attempt.Role, Claims = attempt.Claims }, cancellation);
            if (attempt.NeedsSession && session is null)
            {
                return new InsertOutcome { Attempt = attempt, NotTried = "there is no session to save a message for, and none could be made" };
            }

            started = Stopwatch.GetTimestamp();
            await InsertAsync(transaction, attempt.Table, row, cancellation);
            return new InsertOutcome { Attempt = attempt, DurationMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds };
        }
        catch (DbException refusal) when (!DatabaseFaults.IsConnectionLoss(refusal))
        {
            return InsertOutcome.Refused(attempt, refusal, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (DbException)
        {
            isLost = true;
            throw;
        }
        catch (XmrtException unfit) when (unfit.ErrorId is "RoleNotFound" or "RoleNotAssumable")
        {
            return new InsertOutcome
            {
                Attempt = attempt,
                NotTried = unfit.ErrorId == "RoleNotFound"
                    ? $"there is no role {attempt.Role}"
                    : $"{connection.Role ?? "the role connected"} may not act as {attempt.Role}",
                Remedy = unfit.Remedy,
            };
        }
        finally
        {
            // Role, claims and locks go with it. Of a connection that is gone the server has rolled back all.
            if (!isLost)
            {
                await transaction.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", [], cancellation);
            }
        }
    }

    private static async Task InsertAsync(
        DatabaseTransaction transaction, string table, IReadOnlyDictionary<string, object?> row, CancellationToken cancellation) =>
        // Whatever was put off until the commit happens now: there will be no commit.
        await transaction.RunAsync(
            [InsertStatement.Of(table, row), ("SET CONSTRAINTS ALL IMMEDIATE", [])],
            static (_, _) => Task.CompletedTask,
            cancellation);

    /// <summary>A session that messages can be for: one made in the transaction, or else one that there is.</summary>
    private static async Task<Guid?> SessionAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        IReadOnlyList<InsertAttempt> attempts,
        CancellationToken cancellation)
    {
        InsertAttempt? making = attempts.FirstOrDefault(attempt =>
            attempt is { Table: ConversationAccess.Sessions, Role: ConversationTestRequest.Service, HeldBack: null });
        if (making is not null && await MakeAsync(transaction, connection, making, cancellation) is { } made)
        {
            return made;
        }

        try
        {
            return await transaction.InSavepointAsync(
                async () =>
                {
                    List<Guid> found = await transaction.QueryAsync(
                        Sql.Of("Conversations/AnySession.sql"), [], row => row.GetGuid(0), cancellation);
                    return found.Count > 0 ? found[0] : (Guid?)null;
                },
                cancellation);
        }
        catch (XmrtException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Guid?> MakeAsync(
        DatabaseTransaction transaction, XmrtConnection connection, InsertAttempt making, CancellationToken cancellation)
    {
        Guid id = Guid.NewGuid();
        await transaction.ExecuteAsync($"SAVEPOINT {Savepoint}", [], cancellation);
        try
        {
            await PlanRole.AssumeAsync(
                transaction, connection, new PlanRequest { Query = null, Role = making.Role, Claims = making.Claims }, cancellation);
            await InsertAsync(transaction, making.Table, InsertRows.Session(id), cancellation);
            await transaction.ExecuteAsync("SET LOCAL ROLE NONE", [], cancellation);
            await transaction.ExecuteAsync($"RELEASE SAVEPOINT {Savepoint}", [], cancellation);
            return id;
        }
        catch (Exception refusal) when (refusal is XmrtException || (refusal is DbException answered && !DatabaseFaults.IsConnectionLoss(answered)))
        {
            // The attempt of its own says why.
            await transaction.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", [], cancellation);
            return null;
        }
    }
}
