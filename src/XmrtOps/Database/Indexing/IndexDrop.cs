using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>Drops an index without stopping anybody.</summary>
internal static class IndexDrop
{
    /// <returns>How long it took.</returns>
    /// <exception cref="XmrtException">IndexLeftBehind, IndexNotFound, OutcomeUnknown, and those of running SQL.</exception>
    public static async Task<TimeSpan> RunAsync(
        XmrtConnection connection, RemovalPlan plan, BuildOptions options, INotices notices, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        Limits limits = plan.IsPartitioned ? Limits.SchemaChange : Limits.ConcurrentIndex with { Lock = options.Patience };
        BuildStep step = new(
            plan.Table, plan.TableOid, IndexDefinition.Parse(plan.Definition) with { Name = plan.Index.Name }, plan.IsPartitioned, Parent: null);
        await using DatabaseSession session = await connection.OpenSessionAsync(
            "DROP INDEX CONCURRENTLY needs a session of its own", limits, notices, cancellation);
        await TableClaim.TakeAsync(session, plan.Table, plan.TableOid, cancellation);
        notices.Progress(new ProgressNotice($"dropping {plan.Index}"));
        try
        {
            await session.ExecuteAsync(plan.Sql, cancellation);
        }
        catch (Exception fault) when (fault is OperationCanceledException or XmrtException)
        {
            await ExplainAsync(connection, step, fault, notices);
            throw;
        }

        notices.Progress(new ProgressNotice("done", Percent: 100, IsCompleted: true));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A drop that was interrupted may have made the index invalid before it gave up.</summary>
    private static async Task ExplainAsync(XmrtConnection connection, BuildStep step, Exception fault, INotices notices)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(3));
        IndexState state;
        try
        {
            state = await IndexState.ReadAsync(connection, step, builder: 0, notices, patience.Token);
        }
        catch (Exception cause) when (cause is OperationCanceledException or XmrtException)
        {
            throw Errors.OutcomeUnknown(connection.Target, fault);
        }

        if (state is { Oid: not null, IsOfTable: true, IsValid: false })
        {
            throw Errors.IndexLeftBehind(
                step.Index.ToString(),
                $"Dropping it was not finished: {(fault is XmrtException told ? told.Message : "it was stopped.")}",
                fault);
        }

        if (state.Oid is null && fault is XmrtException { ErrorId: "DatabaseError" })
        {
            throw Errors.IndexNotFound(step.Index.ToString(), connection.Target);
        }
    }
}
