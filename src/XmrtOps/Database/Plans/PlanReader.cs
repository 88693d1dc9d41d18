using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Database.Plans;

/// <summary>
/// Has a text planned in a transaction that is under way, and leaves the transaction as it was: what is set for the
/// planning is taken back, and a text that the server does not plan does not end it.
/// </summary>
internal static class PlanReader
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    /// <summary>Plans a text as the connection's role, without running it.</summary>
    /// <exception cref="DbException">The server or the connection failed; what is wrong with the text is a state.</exception>
    public static Task<QueryPlan> ExplainAsync(
        DatabaseTransaction transaction, XmrtConnection connection, string text, CancellationToken cancellation) =>
        ExplainAsync(transaction, connection, new PlanRequest { Query = text }, cancellation);

    /// <summary>Plans what is asked for.</summary>
    /// <exception cref="DbException">The server or the connection failed.</exception>
    /// <exception cref="XmrtException">RoleNotAssumable, ParameterCountDiffers, ParametersMissing.</exception>
    public static async Task<QueryPlan> ExplainAsync(
        DatabaseTransaction transaction, XmrtConnection connection, PlanRequest request, CancellationToken cancellation)
    {
        if (request.Query is null)
        {
            return QueryPlans.Unplanned(
                connection,
                request,
                PlanState.Hidden,
                $"The text is hidden from role {connection.Role}: grant pg_read_all_stats.");
        }

        PlannableText text = PlannableText.Of(request.Query);
        if (text.Reason is { } reason)
        {
            return QueryPlans.Unplanned(connection, request, PlanState.NotPlannable, reason);
        }

        if (request.Parameters is { } given && given.Count != text.ParameterCount)
        {
            throw Errors.ParameterCountDiffers(text.ParameterCount, given.Count);
        }

        if (request.IsAnalyzed && request.Parameters is null && text.ParameterCount > 0)
        {
            throw Errors.ParametersMissing(text.ParameterCount);
        }

        ExplainStatement explain = ExplainStatement.Of(
            text, request.Parameters, request.IsAnalyzed, $"xmrt_{Guid.NewGuid():N}");
        return await ScopedAsync(
            transaction,
            explain,
            () => PlanAsync(transaction, connection, request, text, explain, cancellation),
            refused => RefusedAsync(transaction, connection, request, text, explain, refused, cancellation),
            cancellation);
    }

    private static async Task<QueryPlan> PlanAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        PlanRequest request,
        PlannableText text,
        ExplainStatement explain,
        CancellationToken cancellation)
    {
        await PlanRole.AssumeAsync(transaction, connection, request, cancellation);
        string json;
        try
        {
            json = await RunAsync(transaction, explain.Statements, cancellation);
        }
        catch (NotSupportedException)
        {
            // The driver, which looks for semicolons too, reads the text in another way than we do. It has sent nothing.
            return QueryPlans.Unplanned(
                connection, request, PlanState.NotPlannable, "The text may hold several statements. Give it without a semicolon in it.");
        }

        using PlanDocument? document = PlanDocument.Parse(json);
        if (document is null)
        {
            return QueryPlans.Unplanned(
                connection, request, PlanState.NotPlannable, "A rule makes nothing of the statement, so that there is no plan.");
        }

        Dictionary<(string Schema, string Table), TableFacts> tables =
            await PlanTables.ReadAsync(transaction, document.Tables(), cancellation);
        return QueryPlans.Planned(connection, request, text, explain, json, document, tables);
    }

    private static async Task<QueryPlan> RefusedAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        PlanRequest request,
        PlannableText text,
        ExplainStatement explain,
        DbException refused,
        CancellationToken cancellation) => refused.SqlState switch
        {
            "55P03" => QueryPlans.Unplanned(
                connection, request, PlanState.Locked, await PlanBlockers.ReasonAsync(transaction, text, cancellation)),
            // The last line of defence: a function that the guard let pass, and that changes rows.
            "25006" when request.IsAnalyzed => throw Errors.AnalyzeWouldWrite(DatabaseFaults.MessageOf(refused)),
            _ when explain.Prepared is not null && IsOfPooler(refused, connection) =>
                throw Errors.PoolerUnfit(transaction.Target, "it does not pass PREPARE on, which a text with $1 needs here"),
            _ => QueryPlans.Unplanned(
                connection, request, PlanState.NotPlannable, PlanRefusal.Reason(refused, text, request.IsAnalyzed)),
        };

    private static bool IsOfPooler(DbException refused, XmrtConnection connection) =>
        connection.Pooling is PoolingMode.Transaction && refused.SqlState is "0A000" or "26000" or "08P01";

    /// <summary>The text of the one row that EXPLAIN gives; the other statements give none.</summary>
    private static async Task<string> RunAsync(
        DatabaseTransaction transaction, IReadOnlyList<string> statements, CancellationToken cancellation)
    {
        string json = "";
        await transaction.RunAsync(
            [.. statements.Select(sql => (sql, Array.Empty<object?>()))],
            async (_, reader) =>
            {
                while (await reader.ReadAsync(cancellation))
                {
                    json = reader.GetString(0);
                }
            },
            cancellation);
        return json;
    }

    /// <summary>
    /// Everything is taken back, whatever came of it. A prepared statement outlives a rollback: it is dropped by name.
    /// </summary>
    private static async Task<QueryPlan> ScopedAsync(
        DatabaseTransaction transaction,
        ExplainStatement explain,
        Func<Task<QueryPlan>> plan,
        Func<DbException, Task<QueryPlan>> refuse,
        CancellationToken cancellation)
    {
        await RunAsync(transaction, ["SAVEPOINT xmrt_plan"], cancellation);
        QueryPlan? planned = null;
        DbException? refused = null;
        try
        {
            planned = await plan();
        }
        catch (DbException exception) when (exception.SqlState == "55P03" || PlanRefusal.IsOfText(exception))
        {
            refused = exception;
        }
        finally
        {
            await TakeBackAsync(transaction, explain);
        }

        return planned ?? await refuse(refused!);
    }

    private static async Task TakeBackAsync(DatabaseTransaction transaction, ExplainStatement explain)
    {
        // Also when Ctrl+C has ended the wait: the connection is used again.
        using CancellationTokenSource farewell = new(s_farewell);
        try
        {
            await RunAsync(transaction, ["ROLLBACK TO SAVEPOINT xmrt_plan", "RELEASE SAVEPOINT xmrt_plan"], farewell.Token);
            if (explain.Prepared is { } name)
            {
                List<string> left = await transaction.QueryAsync(
                    "SELECT p.name FROM pg_catalog.pg_prepared_statements p WHERE p.name = $1",
                    [name],
                    row => row.GetString(0),
                    farewell.Token);
                if (left.Count > 0)
                {
                    await RunAsync(transaction, [$"DEALLOCATE {name}"], farewell.Token);
                }
            }
        }
        catch (Exception exception) when (exception is DbException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone, or the caller's transaction has ended: nothing of ours is left in either.
        }
    }
}
