using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Authentication;

/// <summary>Tries commands on one table within a transaction, each in a savepoint that is taken back.</summary>
internal sealed class PolicyTrial(
    DatabaseTransaction transaction,
    XmrtConnection connection,
    PolicyTestRequest request,
    PolicyTestPlan plan,
    CancellationToken cancellation)
{
    private const int RowsSeen = 1000;
    private const int RowsTried = 50;

    private readonly PolicyFacts _facts = plan.Facts;
    private readonly string _table = plan.Facts.Relation.ToSql();

    private RoleGrants Role => _facts.Grants[request.Role];

    public async Task<PolicyTestResult> TryAsync(PolicyCommand action)
    {
        string[] locks = [];
        string[] rows = PolicySum.Reads(action) ? await SampleAsync() : [];
        PolicyInsert? insert = action == PolicyCommand.Insert ? PolicyInsert.Of(_facts, Role, request) : null;
        async Task<long> Act(bool isOwn)
        {
            long reached = action switch
            {
                PolicyCommand.Select => await CountAsync(),
                PolicyCommand.Insert => await transaction.ExecuteAsync(insert!.Statement, insert.Parameters, cancellation),
                _ => await transaction.ExecuteAsync(
                    Change(action), [rows, rows.Select(row => row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToArray()], cancellation),
            };
            if (isOwn)
            {
                locks = await LocksAsync();
            }

            return reached;
        }

        Attempt<long> own = await AsAsync(request.Role, () => Act(isOwn: true));
        Attempt<long>? baseline = plan.Baseline is { } role && action != PolicyCommand.Insert ? await AsAsync(role, () => Act(isOwn: false)) : null;
        IReadOnlyList<PolicyProbe> probes = _facts.IsFiltered(Role) ? await ProbesAsync(action, insert) : [];
        return PolicyTestJudgement.Of(
            new PolicyTestResult
            {
                Connection = connection.Name,
                Schema = _facts.Schema,
                Table = _facts.Name,
                Role = request.Role,
                Action = action,
                Outcome = PolicyOutcome.NotMeasured,
                Reason = "",
                Probes = probes,
                Locks = locks,
                SequencesAdvanced = insert?.Sequences ?? [],
                ServiceRoleRows = baseline is { IsDone: true } ? baseline.Value : null,
                MeasuredAt = DateTimeOffset.Now,
            },
            _facts,
            request,
            own,
            baseline,
            rows.Length);
    }

    public PolicyTestResult NotTried(PolicyCommand action, string reason) => new()
    {
        Connection = connection.Name,
        Schema = _facts.Schema,
        Table = _facts.Name,
        Role = request.Role,
        Action = action,
        Outcome = PolicyOutcome.NotMeasured,
        Reason = reason,
        MeasuredAt = DateTimeOffset.Now,
    };

    private Task<Attempt<T>> AsAsync<T>(string role, Func<Task<T>> work) => Undone.RunAsync(
        transaction,
        async () =>
        {
            await PlanRole.AssumeAsync(transaction, connection, role, request.Claims, cancellation);
            return await work();
        },
        cancellation);

    private Task<long> CountAsync() => transaction.SingleAsync(
        $"SELECT count(*) FROM (SELECT FROM {_table} LIMIT {RowsSeen}) AS seen", [], row => row.GetInt64(0), cancellation);

    /// <summary>Rows to try a change on: some that the role sees, and some that the service role does.</summary>
    private async Task<string[]> SampleAsync()
    {
        HashSet<string> rows = new(StringComparer.Ordinal);
        foreach (string? role in new[] { plan.Baseline, request.Role })
        {
            if (role is not null)
            {
                Attempt<List<string>> seen = await AsAsync(role, () => transaction.QueryAsync(
                    $"SELECT tableoid::text || ' ' || ctid::text FROM {_table} LIMIT {RowsTried}", [], row => row.GetString(0), cancellation));
                rows.UnionWith(seen.IsDone ? seen.Value : []);
            }
        }

        return [.. rows];
    }

    private string Change(PolicyCommand action)
    {
        // By the rows' place where the table's privilege allows that; with privileges on columns only, by one of these.
        string filter = Role.Table.Contains(PolicyCommand.Select) || !Role.Has(PolicyCommand.Select)
            ? "ctid = ANY ($2::text[]::tid[]) AND tableoid::text || ' ' || ctid::text = ANY ($1::text[])"
            : $"cardinality($1::text[]) + cardinality($2::text[]) >= 0 AND {Quoted(Role.Columns[PolicyCommand.Select][0])} IS NOT DISTINCT FROM {Quoted(Role.Columns[PolicyCommand.Select][0])}";
        if (action == PolicyCommand.Delete)
        {
            return $"DELETE FROM {_table} WHERE {filter}";
        }

        HashSet<string> mine = [.. Role.Columns[PolicyCommand.Update]];
        HashSet<string> seen = [.. Role.Columns[PolicyCommand.Select]];
        PolicyColumn column = _facts.Columns
            .Where(one => !one.IsGenerated && one.Identity != "a")
            // One that it may change, and not the key: that would look for rows that refer to it.
            .OrderByDescending(one => (mine.Contains(one.Name) ? 4 : 0) + (seen.Contains(one.Name) ? 2 : 0) + (one.Name == "id" ? 0 : 1))
            .First();
        return $"UPDATE {_table} SET {Quoted(column.Name)} = {Quoted(column.Name)} WHERE {filter}";
    }

    private async Task<string[]> LocksAsync() =>
    [
        .. await transaction.QueryAsync(
            "SELECT DISTINCT c.relname || ' ' || l.mode FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation "
            + "WHERE l.pid = pg_catalog.pg_backend_pid() AND l.granted AND c.relnamespace <> 'pg_catalog'::regnamespace "
            + "AND c.relkind IN ('r', 'p', 'f') ORDER BY 1",
            [],
            row => row.GetString(0),
            cancellation),
    ];

    private async Task<IReadOnlyList<PolicyProbe>> ProbesAsync(PolicyCommand action, PolicyInsert? insert)
    {
        List<PolicyProbe> probes = [];
        ILookup<RowPolicy, PolicyCommand> policies = (PolicySum.Reads(action) ? [action, PolicyCommand.Select] : new[] { action })
            .SelectMany(command => _facts.PoliciesOf(request.Role, command).Select(policy => (Policy: policy, Command: command)))
            .ToLookup(one => one.Policy, one => one.Command);
        foreach (RowPolicy policy in policies.Select(group => group.Key))
        {
            string? condition = action == PolicyCommand.Insert ? PolicySum.CheckOf(policy) : policy.Using;
            PolicyProbe probe = new()
            {
                Policy = policy.Name,
                Commands = [.. policies[policy]],
                IsPermissive = policy.IsPermissive,
                Condition = condition,
            };
            if (condition is null || plan.Baseline is not { } role)
            {
                probes.Add(probe);
                continue;
            }

            string rows = insert?.Rows ?? $"SELECT * FROM {_table} LIMIT {RowsSeen}";
            Attempt<(long Matching, long All)> attempt = await AsAsync(role, () => transaction.SingleAsync(
                $"SELECT count(*) FILTER (WHERE ({condition})), count(*) FROM ({rows}) AS {Quoted(_facts.Name)}",
                insert?.Parameters ?? [],
                row => (row.GetInt64(0), row.GetInt64(1)),
                cancellation));
            probes.Add(attempt.IsDone
                ? probe with { Matching = attempt.Value.Matching, Of = attempt.Value.All }
                : probe with { SqlState = attempt.SqlState });
        }

        return probes;
    }

    private static string Quoted(string name) => DatabaseTransaction.QuoteIdentifier(name);
}
