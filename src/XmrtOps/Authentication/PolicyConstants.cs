using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;

namespace XmrtOps.Authentication;

/// <summary>Conditions that are the same for all rows, such as auth.role() = 'service_role', evaluated for one role.</summary>
internal sealed class PolicyConstants
{
    private readonly Dictionary<string, bool> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>Conditions that raise an error, and which.</summary>
    public IReadOnlyDictionary<string, string> Faults => _faults;

    /// <summary>The value; null where it depends on the row, or could not be evaluated. NULL counts as false.</summary>
    public bool? ValueOf(string condition) => condition switch
    {
        "true" => true,
        "false" => false,
        _ => _values.TryGetValue(condition, out bool value) ? value : null,
    };

    /// <summary>Evaluates as the role and with its token, in savepoints: what fails is one condition that stays unknown.</summary>
    public static async Task<PolicyConstants> EvaluateAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        IReadOnlyList<PolicyFacts> tables,
        string role,
        RoleClaims claims,
        CancellationToken cancellation)
    {
        PolicyConstants constants = new();
        string[] conditions =
        [
            .. tables
                .SelectMany(table => table.Policies
                    .Where(one => one.AppliesTo.Contains(role))
                    .SelectMany(one => new[] { one.Policy.Using, one.Policy.Check })
                    .OfType<string>()
                    .Where(condition => constants.ValueOf(condition) is null && PolicyText.IsSameForAllRows(condition, table)))
                .Distinct(StringComparer.Ordinal),
        ];
        if (conditions.Length == 0)
        {
            return constants;
        }

        Task<Attempt<bool[]>> Evaluate(IReadOnlyCollection<string> some) => Undone.RunAsync(
            transaction,
            async () =>
            {
                await PlanRole.AssumeAsync(transaction, connection, role, claims, cancellation);
                return await transaction.SingleAsync(
                    $"SELECT ARRAY[{string.Join(", ", some.Select(condition => $"coalesce(({condition})::boolean, false)"))}]",
                    [],
                    row => row.GetFieldValue<bool[]>(0),
                    cancellation);
            },
            cancellation);

        Attempt<bool[]> all = await Evaluate(conditions);
        if (all.Fault is XmrtException)
        {
            // As this role nothing can be evaluated: what depends on the token stays a condition.
            return constants;
        }

        foreach ((string condition, int i) in conditions.Select((condition, i) => (condition, i)))
        {
            // One that fails must not leave the others unknown.
            Attempt<bool[]> attempt = all.IsDone ? all : await Evaluate([condition]);
            if (attempt.IsDone)
            {
                constants._values.Add(condition, attempt.Value[all.IsDone ? i : 0]);
            }
            else if (attempt.SqlState is { } state && !state.StartsWith("42", StringComparison.Ordinal))
            {
                constants._faults.Add(condition, state);
            }
        }

        return constants;
    }
}
