using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>Holds derived inverses against what there is now: what was changed by hand since is not undone by guess.</summary>
internal static class InverseCheck
{
    // What a trigger or a check does with these, it does to keep somebody from something.
    private static readonly string[] s_guards =
    [
        "raise", "auth", "current_user", "session_user", "current_role", "current_setting", "security", "role", "jwt", "permission",
    ];

    /// <summary>The same inverses; those that do not hold any more need a restore, and say why.</summary>
    /// <param name="inverses">Of one migration.</param>
    /// <param name="now">For each object that was made, in order.</param>
    /// <param name="undone">All that was made by migrations that are undone together: columns that came by one of them did not come by
    /// hand.</param>
    public static List<StatementInverse> Apply(
        IReadOnlyList<StatementInverse> inverses, IReadOnlyList<ObjectNow> now, IReadOnlyList<SchemaObject> undone)
    {
        int at = 0;
        List<StatementInverse> judged = [];
        foreach (StatementInverse inverse in inverses)
        {
            (string Reason, bool WouldExpose)? refusal = null;
            if (inverse.Verdict == InverseVerdict.Derived)
            {
                foreach (SchemaObject made in inverse.Made)
                {
                    refusal ??= Refusal(WithColumns(made, undone), now[at], inverse.IsOfOwn);
                    at++;
                }
            }

            judged.Add(refusal is { } found
                ? StatementInverse.None(found.Reason, found.WouldExpose) with { Statement = inverse.Statement }
                : inverse);
        }

        return judged;
    }

    private static SchemaObject WithColumns(SchemaObject made, IReadOnlyList<SchemaObject> undone) => made.Columns is null
        ? made
        : made with
        {
            Columns =
            [
                .. made.Columns.Concat(undone
                    .Where(item => item.Kind == SchemaObjectKind.Column && item.Schema == made.Schema && item.Table == made.Name)
                    .Select(item => item.Name)).Distinct(StringComparer.Ordinal),
            ],
        };

    private static (string Reason, bool WouldExpose)? Refusal(SchemaObject made, ObjectNow now, bool isOfOwn)
    {
        if (made.Kind == SchemaObjectKind.Grant)
        {
            return null;
        }

        if (now.Id is null)
        {
            return ($"{made} is not there any more, or is something else now", false);
        }

        if (now.Overloads > 1)
        {
            return ($"there are {now.Overloads} functions of the name {made.Sql}, and which of them is meant is not certain", false);
        }

        if (made.Columns is { } columns && !columns.Order(StringComparer.Ordinal).SequenceEqual(now.Columns.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            return ($"{made} has other columns than it was made with: {Different(columns, now.Columns)}", false);
        }

        if (made.Body is { } body && now.Body is { } present && body.ReplaceLineEndings("\n") != present.ReplaceLineEndings("\n"))
        {
            return ($"{made} has another body than it was made with", false);
        }

        return !isOfOwn && now.Guard is { } guard && IsGuard(guard)
            ? ($"{made} keeps somebody from something, and without it he is not", true)
            : null;
    }

    private static bool IsGuard(string text) => SqlLexer.Tokens(text).Exists(token =>
        token.Name is { } name && Array.Exists(s_guards, guard => name.Contains(guard, StringComparison.Ordinal)))
        || text.StartsWith("true ", StringComparison.Ordinal);

    private static string Different(IReadOnlyList<string> made, IReadOnlyList<string> now) => string.Join(
        ", ", now.Except(made, StringComparer.Ordinal).Select(name => $"{name} came").Concat(
            made.Except(now, StringComparer.Ordinal).Select(name => $"{name} went")));
}
