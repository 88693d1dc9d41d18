using System.Text.Json;
using System.Text.RegularExpressions;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Rollback.Definitions;

/// <summary>
/// Whether two expressions are the same to the server: both are planned, over no table but over columns of the same names and types, and
/// nothing is run. So casts that it adds, names of types, brackets and constants that it folds make no difference.
/// </summary>
internal static partial class ExpressionComparison
{
    // In SQL that calls SQL that calls SQL …
    private const int Depth = 8;

    /// <param name="transaction">Where it is asked.</param>
    /// <param name="made">As it was made, and what is shown of it.</param>
    /// <param name="now">As it is now.</param>
    /// <param name="source">What they are over, as a FROM clause; empty: nothing.</param>
    /// <param name="frame">What they are put in: {0}.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null: that cannot be told, and why.</returns>
    public static async Task<(bool? AreSame, string? Why)> OfAsync(
        DatabaseTransaction transaction, string made, string now, string source, string frame, CancellationToken cancellation)
    {
        if (made == now || ExpressionText.AreAlike(made, now))
        {
            return (true, null);
        }

        if (!ExpressionText.IsWhole(made) || !ExpressionText.IsWhole(now))
        {
            return (null, "it is not understood");
        }

        if (ExpressionText.MayRead(made) || ExpressionText.MayRead(now))
        {
            return (null, "it reads tables");
        }

        if (await UserCodeAsync(transaction, [made, now], cancellation) is { } code)
        {
            return (null, $"the server would run {code} to compare it");
        }

        try
        {
            List<string> plans = await transaction.InSavepointAsync(
                () => PlansAsync(transaction, [Query(made, source, frame), Query(now, source, frame)], cancellation), cancellation);
            return plans[0] == plans[1]
                ? ExpressionText.Collations(made) == ExpressionText.Collations(now) ? (true, null) : (null, "its collations are written otherwise")
                // 'today' was another day, and hours are those of the session's time zone.
                : WithoutMoments(plans[0]) == WithoutMoments(plans[1]) ? (null, "moments in it depend on the session that made it")
                : ExpressionText.MayBeFormsOfOneCall(made, now) ? (null, "it may be the same call in another form")
                : (false, null);
        }
        catch (XmrtException fault)
        {
            return (null, $"the server does not take it as it was made any more: {fault.Message}");
        }
    }

    private static string WithoutMoments(string plan) => MomentRegex().Replace(plan, "${type}");

    private static string Query(string expression, string source, string frame) =>
        $"EXPLAIN (VERBOSE, COSTS off, FORMAT json) SELECT {frame.Replace("{0}", expression, StringComparison.Ordinal)}{source}";

    private static async Task<List<string>> PlansAsync(DatabaseTransaction transaction, string[] queries, CancellationToken cancellation)
    {
        List<string> plans = [];
        await transaction.RunAsync(
            [.. queries.Select(query => (query, Array.Empty<object?>()))],
            async (_, reader) =>
            {
                while (await reader.ReadAsync(cancellation))
                {
                    // Beside the plan there may be an identifier of the query.
                    using JsonDocument document = JsonDocument.Parse(reader.GetString(0));
                    plans.Add(document.RootElement[0].GetProperty("Plan").GetRawText());
                }
            },
            cancellation);
        return plans;
    }

    /// <summary>The first that is not the server's own; null: nothing.</summary>
    private static async Task<string?> UserCodeAsync(DatabaseTransaction transaction, string[] texts, CancellationToken cancellation)
    {
        HashSet<string> seen = [];
        for (int depth = 0; depth < Depth; depth++)
        {
            string[] calls = [.. texts.SelectMany(ExpressionText.Calls).Where(seen.Add)];
            List<(string Name, bool Runs, string? Source)> found = await transaction.QueryAsync(
                Sql.Of("Rollback/Definitions/UserCode.sql"),
                [calls, texts.SelectMany(ExpressionText.Operators).Distinct(StringComparer.Ordinal).ToArray()],
                row => (row.GetString(0), row.GetBoolean(1), row.StringOrNull(2)),
                cancellation);
            if (found.Find(code => code.Runs).Name is { } runs)
            {
                return runs;
            }

            texts = [.. found.Select(code => code.Source).OfType<string>()];
            if (texts.Length == 0)
            {
                return null;
            }
        }

        return "what calls very much";
    }

    [GeneratedRegex(@"'[^']*'::(?<type>date|time|ts|daterange)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MomentRegex();
}
