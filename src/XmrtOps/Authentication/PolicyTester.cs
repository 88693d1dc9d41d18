using XmrtOps.Connections;
using XmrtOps.Conversations;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Tries commands as a role and takes them back.</summary>
internal static class PolicyTester
{
    private const string ServiceRole = "service_role";

    /// <summary>Looks at the table, the role and what changes would set off; null where somebody else has locked the table so
    /// that not even its policies can be read.</summary>
    /// <exception cref="XmrtException">RelationMissing, RoleNotFound, RoleNotAssumable, ColumnMissing.</exception>
    public static async Task<PolicyTestPlan?> PlanAsync(
        XmrtConnection connection, PolicyTestRequest request, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await LookAsync(connection, request, notices, cancellation);
        }
        catch (XmrtException fault) when (fault.ErrorId == "LockTimedOut")
        {
            return null;
        }
    }

    /// <summary>What is known of a table that somebody else has locked: nothing.</summary>
    public static IEnumerable<PolicyTestResult> Locked(XmrtConnection connection, PolicyTestRequest request) =>
        request.Actions.Select(action => new PolicyTestResult
        {
            Connection = connection.Name,
            Schema = request.Table.Schema ?? "public",
            Table = request.Table.Name,
            Role = request.Role,
            Action = action,
            Outcome = PolicyOutcome.NotMeasured,
            SqlState = "55P03",
            Reason = "Another session holds a lock on it, so that not even its policies can be read. See Get-XmrtLock, and try again.",
            MeasuredAt = DateTimeOffset.Now,
        });

    private static Task<PolicyTestPlan> LookAsync(
        XmrtConnection connection, PolicyTestRequest request, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                PolicyFacts facts = (await PolicyReader.FactsAsync(
                    transaction,
                    new PolicyQuery { Tables = [request.Table], Roles = [request.Role, ServiceRole] },
                    cancellation)).SingleOrDefault()
                    ?? throw Errors.RelationMissing(transaction.Target, $"there is no table {request.Table} outside of the server's own schemas");
                if (!facts.Grants.ContainsKey(request.Role))
                {
                    throw Errors.RoleNotFound(transaction.Target, request.Role);
                }

                if (request.RowColumns.FirstOrDefault(name => facts.Columns.All(column => column.Name != name)) is { } unknown)
                {
                    throw Errors.ColumnMissing(transaction.Target, $"{request.Table} has no column '{unknown}'");
                }

                Attempt<bool> own = await AssumableAsync(transaction, connection, request.Role, request.Claims, cancellation);
                if (own.Fault is { } refused)
                {
                    throw refused;
                }

                bool hasBaseline = facts.Grants.TryGetValue(ServiceRole, out RoleGrants? service)
                    && service.BypassesRowSecurity && service.Has(PolicyCommand.Select)
                    && (await AssumableAsync(transaction, connection, ServiceRole, request.Claims, cancellation)).IsDone;
                IReadOnlyList<TriggerEffect> effects = request.Actions.Any(action => action != PolicyCommand.Select)
                    ? await TriggerEffects.OfChangeAsync(transaction, facts.Relation, cancellation)
                    : [];
                return new PolicyTestPlan(
                    facts,
                    hasBaseline ? ServiceRole : null,
                    [
                        .. effects
                            .Where(effect => effect.Kind is TriggerEffectKind.External or TriggerEffectKind.Unknown)
                            .Select(effect => $"{effect.Trigger} {effect.What}"),
                    ]);
            },
            cancellation);

    /// <summary>Tries what may be tried: reading in a READ ONLY transaction, changes in one that is rolled back.</summary>
    /// <param name="mayWrite">The trial of changes was agreed to.</param>
    public static Task<List<PolicyTestResult>> RunAsync(
        XmrtConnection connection,
        PolicyTestRequest request,
        PolicyTestPlan plan,
        bool mayWrite,
        INotices notices,
        CancellationToken cancellation)
    {
        bool isWritable = mayWrite && (plan.Dangers.Count == 0 || request.AllowTriggers) && !plan.Facts.IsView;
        bool writes = isWritable && request.Actions.Any(action => action != PolicyCommand.Select);
        async Task<List<PolicyTestResult>> Work(DatabaseTransaction transaction)
        {
            PolicyTrial trial = new(transaction, connection, request, plan, cancellation);
            List<PolicyTestResult> results = [];
            foreach (PolicyCommand action in request.Actions)
            {
                results.Add(action == PolicyCommand.Select || isWritable
                    ? await trial.TryAsync(action)
                    : trial.NotTried(
                        action,
                        plan.Facts.IsView ? "Changes through a view are not tried: test its tables."
                        : mayWrite ? $"Not tried, because of what no rollback takes back: {string.Join("; ", plan.Dangers)}."
                        : "Not tried: it was not agreed to."));
            }

            return results;
        }

        return writes
            ? connection.Database.RehearseAsync(Limits.Read, notices, Work, cancellation)
            : connection.Database.ReadAsync(Limits.Read, notices, Work, cancellation);
    }

    private static Task<Attempt<bool>> AssumableAsync(
        DatabaseTransaction transaction, XmrtConnection connection, string role, RoleClaims claims, CancellationToken cancellation) =>
        Undone.RunAsync(
            transaction,
            async () =>
            {
                await PlanRole.AssumeAsync(transaction, connection, role, claims, cancellation);
                return true;
            },
            cancellation);
}
