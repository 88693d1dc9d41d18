namespace XmrtOps.Authentication;

/// <summary>What several policies add up to: always, never, or where a condition holds.</summary>
/// <param name="IsAlways">All rows.</param>
/// <param name="Text">The condition; null: always, or never.</param>
internal readonly record struct PolicyCondition(bool IsAlways, string? Text)
{
    public static readonly PolicyCondition Always = new(true, null);
    public static readonly PolicyCondition Never = new(false, null);

    public bool IsNever => !IsAlways && Text is null;

    /// <summary>One permissive policy has to let a row through, and every restrictive one.</summary>
    public static PolicyCondition Of(
        IEnumerable<RowPolicy> policies, Func<RowPolicy, string?> conditionOf, PolicyConstants constants)
    {
        List<string> permissive = [];
        List<string> restrictive = [];
        bool isOpen = false;
        foreach (RowPolicy policy in policies)
        {
            // A policy without a condition adds nothing: it is not an open one.
            if (conditionOf(policy) is not { } condition)
            {
                continue;
            }

            bool? value = constants.ValueOf(condition);
            if (policy.IsPermissive)
            {
                isOpen |= value == true;
                if (value is null && !permissive.Contains(condition, StringComparer.Ordinal))
                {
                    permissive.Add(condition);
                }
            }
            else if (value == false)
            {
                return Never;
            }
            else if (value is null && !restrictive.Contains(condition, StringComparer.Ordinal))
            {
                restrictive.Add(condition);
            }
        }

        if (!isOpen && permissive.Count == 0)
        {
            return Never;
        }

        PolicyCondition opened = isOpen ? Always : new PolicyCondition(false, Joined(permissive, " OR "));
        return restrictive.Count == 0 ? opened : opened.And(new PolicyCondition(false, Joined(restrictive, " AND ")));
    }

    public PolicyCondition And(PolicyCondition other) =>
        IsNever || other.IsNever ? Never
        : IsAlways ? other
        : other.IsAlways || other.Text == Text ? this
        : new PolicyCondition(false, $"{Enclosed(Text!)} AND {Enclosed(other.Text!)}");

    private static string Joined(List<string> conditions, string word) =>
        conditions.Count == 1 ? conditions[0] : string.Join(word, conditions.Select(Enclosed));

    // The server encloses what it shows, but for single names.
    private static string Enclosed(string condition) => $"({condition})";
}
