namespace XmrtOps.Database.Plans;

/// <summary>How a step of a plan is called.</summary>
internal static class PlanText
{
    /// <summary>The kind of step and what it reads, such as "Index Scan using ix_a on public.t x".</summary>
    public static string Title(PlanNode node)
    {
        string kind = node.NodeType switch
        {
            "ModifyTable" when node.Operation is { } operation => operation,
            "Aggregate" => node.Strategy switch
            {
                "Hashed" => "HashAggregate",
                "Sorted" => "GroupAggregate",
                "Mixed" => "MixedAggregate",
                _ => "Aggregate",
            },
            "Hash Join" or "Merge Join" or "Nested Loop" when node.JoinType is { } join and not "Inner" =>
                node.NodeType.EndsWith(" Join", StringComparison.Ordinal)
                    ? $"{node.NodeType[..^5]} {join} Join"
                    : $"{node.NodeType} {join} Join",
            _ => node.NodeType,
        };
        string index = node.Index is { } name ? node.Table is null ? $" on {name}" : $" using {name}" : "";
        string alias = node.Alias is { } given && given != node.Table ? " " + given : "";
        string source = (node.Relation ?? node.CteName ?? node.FunctionName) is { } read ? $" on {read}{alias}" : alias;
        string mode = node.PartialMode is "Partial" or "Finalize" ? node.PartialMode + " " : "";
        return (node.IsParallel ? "Parallel " : "") + mode + kind + index + source;
    }
}
