using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>Makes typed steps of EXPLAIN's JSON, and finds what each costs by itself.</summary>
internal static class PlanTree
{
    private const int BytesPerKilobyte = 1024;

    // What an incremental sort tells of its sorts.
    private static readonly string[] s_sortGroups = ["Full-sort Groups", "Pre-sorted Groups"];

    /// <param name="plan">The plan's last step.</param>
    /// <param name="tables">What is known of the tables.</param>
    /// <returns>The root, with the hot node marked.</returns>
    public static PlanNode Build(JsonElement plan, IReadOnlyDictionary<(string Schema, string Table), TableFacts> tables)
    {
        Dictionary<string, double> expressions = new(StringComparer.Ordinal);
        PlanNode root = Build(plan, new Place(0, 1, 1), tables, expressions);
        bool isTimed = root.TotalMs is not null;
        PlanNode hot = Flat(root).MaxBy(node => isTimed ? node.OwnMs ?? 0 : node.OwnCost)!;
        return Marked(root, hot);
    }

    /// <summary>The step and all below it, each before its children.</summary>
    public static List<PlanNode> Flat(PlanNode root)
    {
        List<PlanNode> flat = [];
        Stack<PlanNode> open = new([root]);
        while (open.TryPop(out PlanNode? node))
        {
            flat.Add(node);
            for (int i = node.Children.Count - 1; i >= 0; i--)
            {
                open.Push(node.Children[i]);
            }
        }

        return flat;
    }

    private static PlanNode Build(
        JsonElement json,
        Place place,
        IReadOnlyDictionary<(string Schema, string Table), TableFacts> tables,
        Dictionary<string, double> expressions)
    {
        string type = json.Text("Node Type") ?? "Unknown";
        double total = json.Number("Total Cost") ?? 0;
        JsonElement[] parts = [.. json.Items("Plans")];
        double[] scales = [.. PlanCosts.Scales(type, total, parts)];
        // The times below a Gather are averages over processes that work side by side.
        double processes = type is "Gather" or "Gather Merge"
            ? 1 + (json.Number("Workers Launched") ?? 0)
            : place.Processes;
        PlanNode[] children =
        [
            .. parts.Select((part, i) => Build(
                part, new Place(place.Depth + 1, place.Scale * scales[i], processes), tables, expressions)),
        ];
        double ownCost = total - parts.Select((part, i) => (part.Number("Total Cost") ?? 0) * scales[i]).Sum();
        double? loops = json.Number("Actual Loops");
        bool hasRun = loops > 0;
        double? totalMs = hasRun ? json.Number("Actual Total Time") * loops / place.Processes : null;
        (string? schema, string? table) = (json.Text("Schema"), json.Text("Relation Name"));
        PlanNode node = new()
        {
            NodeType = type,
            Operation = json.Text("Operation"),
            JoinType = json.Text("Join Type"),
            Strategy = json.Text("Strategy"),
            PartialMode = json.Text("Partial Mode"),
            IsParallel = json.IsTrue("Parallel Aware"),
            Schema = table is null ? null : schema,
            Table = table,
            Alias = json.Text("Alias"),
            TableRows = schema is not null && table is not null && tables.TryGetValue((schema, table), out TableFacts? known)
                ? known.Rows
                : null,
            Index = json.Text("Index Name"),
            CteName = json.Text("CTE Name"),
            FunctionName = json.Text("Function Name"),
            ParentRelationship = json.Text("Parent Relationship"),
            SubplanName = json.Text("Subplan Name"),
            StartupCost = json.Number("Startup Cost") ?? 0,
            TotalCost = total,
            OwnCost = Math.Max(0, ownCost) * place.Scale,
            EstimatedRows = json.Number("Plan Rows") ?? 0,
            EstimatedWidthBytes = (int)(json.Number("Plan Width") ?? 0),
            ActualRows = hasRun ? json.Number("Actual Rows") : null,
            Loops = loops,
            TotalMs = totalMs,
            OwnMs = totalMs - Below(children, json.Text("CTE Name"), expressions) is { } own ? Math.Max(0, own) : null,
            Filter = json.Text("Filter"),
            IndexCondition = json.Text("Index Cond"),
            RecheckCondition = json.Text("Recheck Cond"),
            JoinCondition = json.Text("Hash Cond") ?? json.Text("Merge Cond"),
            JoinFilter = json.Text("Join Filter"),
            SortKey = json.Texts("Sort Key"),
            GroupKey = json.Texts("Group Key"),
            Output = json.Texts("Output"),
            RowsRemovedByFilter = hasRun ? json.Number("Rows Removed by Filter") : null,
            RowsRemovedByJoinFilter = hasRun ? json.Number("Rows Removed by Join Filter") : null,
            HeapFetches = hasRun ? json.Number("Heap Fetches") : null,
            SortMethod = json.Text("Sort Method"),
            DiskBytes = hasRun ? Disk(json) : null,
            HashBatches = (int?)(json.Number("Hash Batches") ?? json.Number("HashAgg Batches")),
            WorkersPlanned = (int?)json.Number("Workers Planned"),
            WorkersLaunched = (int?)json.Number("Workers Launched"),
            SharedBlocksHit = json.Whole("Shared Hit Blocks"),
            SharedBlocksRead = json.Whole("Shared Read Blocks"),
            SharedBlocksDirtied = json.Whole("Shared Dirtied Blocks"),
            TempBlocksRead = json.Whole("Temp Read Blocks"),
            TempBlocksWritten = json.Whole("Temp Written Blocks"),
            Depth = place.Depth,
            Children = children,
        };
        if (node.SubplanName is { } name && name.StartsWith("CTE ", StringComparison.Ordinal))
        {
            expressions[name["CTE ".Length..]] = node.TotalMs ?? 0;
        }

        return node;
    }

    /// <summary>
    /// Time of what feeds a step. A common table expression hangs below the step that defines it, but runs, and takes its
    /// time, where it is read first.
    /// </summary>
    private static double Below(PlanNode[] children, string? cte, Dictionary<string, double> expressions)
    {
        double below = children
            .Where(child => child.SubplanName?.StartsWith("CTE ", StringComparison.Ordinal) != true)
            .Sum(child => child.TotalMs ?? 0);
        return cte is not null && expressions.Remove(cte, out double time) ? below + time : below;
    }

    private static long? Disk(JsonElement json)
    {
        double? sort = json.Text("Sort Space Type") is { } type
            ? type == "Disk" ? json.Number("Sort Space Used") : 0
            : null;
        double? groups = s_sortGroups
            .Select(name => json.Part(name)?.Part("Sort Space Disk")?.Number("Peak Sort Space Used"))
            .Max();
        double? workers = json.Items("Workers").Max(worker =>
            worker.Text("Sort Space Type") == "Disk" ? worker.Number("Sort Space Used") : worker.Number("Disk Usage"));
        double?[] all = [sort, groups, workers, json.Number("Disk Usage")];
        return (long?)(all.Max() * BytesPerKilobyte);
    }

    private static PlanNode Marked(PlanNode node, PlanNode hot) => ReferenceEquals(node, hot)
        ? node with { IsHot = true }
        : node.Children.Count == 0
            ? node
            : node with { Children = [.. node.Children.Select(child => Marked(child, hot))] };

    /// <param name="Depth">Steps above.</param>
    /// <param name="Scale">Part of its cost that is spent, or how often it is.</param>
    /// <param name="Processes">Processes that run it side by side.</param>
    private readonly record struct Place(int Depth, double Scale, double Processes);
}
