namespace XmrtOps.Rollback.Schemas;

/// <summary>Compares what anon and authenticated may do before and after: what cannot be told to be narrower is wider.</summary>
internal static class AccessComparison
{
    public static IReadOnlyList<AccessChange> Of(IEnumerable<AccessRight> before, IEnumerable<AccessRight> after)
    {
        Dictionary<string, AccessRight> earlier = before.ToDictionary(right => right.ToString(), StringComparer.Ordinal);
        Dictionary<string, AccessRight> later = after.ToDictionary(right => right.ToString(), StringComparer.Ordinal);
        return
        [
            .. earlier.Keys.Union(later.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(key => Change(earlier.GetValueOrDefault(key), later.GetValueOrDefault(key)))
                .OfType<AccessChange>(),
        ];
    }

    private static AccessChange? Change(AccessRight? before, AccessRight? after)
    {
        bool was = before is { IsOpen: true };
        bool isNow = after is { IsOpen: true };
        string? wider = !isNow ? null : !was ? "it could not before" : Wider(before!, after!);
        if (wider is not null)
        {
            return new AccessChange { Before = before, After = after, IsWider = true, Reason = wider };
        }

        string? narrower = was && !isNow ? after is null ? "it is gone" : "it cannot any more"
            : was && isNow ? Wider(after!, before!) is null ? null : "it reaches less"
            : null;
        return narrower is null ? null : new AccessChange { Before = before, After = after, IsWider = false, Reason = narrower };
    }

    private static string? Wider(AccessRight before, AccessRight after) =>
        before.IsFiltered && !after.IsFiltered ? before.Command == "EXECUTE" ? "it acts with its owner's rights now" : "row level security is off"
        : !after.IsFiltered ? null
        : after.Permissive.Except(before.Permissive, StringComparer.Ordinal).FirstOrDefault() is { } added ? $"policy {added} is new"
        : before.Restrictive.Except(after.Restrictive, StringComparer.Ordinal).FirstOrDefault() is { } gone ? $"restrictive policy {gone} is gone"
        : null;
}
