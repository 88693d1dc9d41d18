namespace XmrtOps.Database.Plans;

/// <summary>
/// One step of a plan, with the steps that feed it. What only a run can tell (times, actual rows, buffers) is null unless
/// the plan was analyzed, and where the step never ran.
/// </summary>
public sealed record PlanNode
{
    /// <summary>Kind of step, as the server names it: Seq Scan, Hash Join, Sort …</summary>
    public required string NodeType { get; init; }

    /// <summary>What a ModifyTable does: Insert, Update, Delete or Merge.</summary>
    public string? Operation { get; init; }

    /// <summary>Inner, Left, Semi, Anti …, of a join.</summary>
    public string? JoinType { get; init; }

    /// <summary>How an aggregate groups: Plain, Sorted, Hashed, Mixed.</summary>
    public string? Strategy { get; init; }

    /// <summary>Partial or Finalize, of an aggregate that is made in two steps.</summary>
    public string? PartialMode { get; init; }

    /// <summary>Several workers share the rows.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Schema of the table that is read or changed.</summary>
    public string? Schema { get; init; }

    /// <summary>Table that is read or changed.</summary>
    public string? Table { get; init; }

    /// <summary>What the plan's expressions call the table.</summary>
    public string? Alias { get; init; }

    /// <summary>Rows of the whole table, as the planner believes; null where it was never analyzed.</summary>
    public double? TableRows { get; init; }

    /// <summary>Index that is used.</summary>
    public string? Index { get; init; }

    /// <summary>The common table expression that is read.</summary>
    public string? CteName { get; init; }

    /// <summary>The function that is read from.</summary>
    public string? FunctionName { get; init; }

    /// <summary>How the step belongs to its parent: Outer, Inner, Member, Subquery, InitPlan, SubPlan.</summary>
    public string? ParentRelationship { get; init; }

    /// <summary>Name of the subplan, such as "InitPlan 1" or "CTE recent".</summary>
    public string? SubplanName { get; init; }

    /// <summary>Cost before the first row, in the planner's units.</summary>
    public double StartupCost { get; init; }

    /// <summary>Cost of all rows, with what feeds the step, in the planner's units.</summary>
    public double TotalCost { get; init; }

    /// <summary>Cost of the step alone, in the planner's units.</summary>
    public double OwnCost { get; init; }

    /// <summary>Rows that the planner expects of each run of the step.</summary>
    public double EstimatedRows { get; init; }

    /// <summary>Width of a row, in bytes.</summary>
    public int EstimatedWidthBytes { get; init; }

    /// <summary>Rows that each run gave, on average.</summary>
    public double? ActualRows { get; init; }

    /// <summary>Times the step was run; 0: never. Null when the plan was not analyzed.</summary>
    public double? Loops { get; init; }

    /// <summary>Time of all runs with what feeds them, in milliseconds of the clock.</summary>
    public double? TotalMs { get; init; }

    /// <summary>Time of the step alone, in milliseconds of the clock.</summary>
    public double? OwnMs { get; init; }

    /// <summary>Test that each row has to pass after it was read.</summary>
    public string? Filter { get; init; }

    /// <summary>What is looked up in the index.</summary>
    public string? IndexCondition { get; init; }

    /// <summary>Test that is repeated on the rows of a bitmap.</summary>
    public string? RecheckCondition { get; init; }

    /// <summary>What a hash or merge join matches by.</summary>
    public string? JoinCondition { get; init; }

    /// <summary>Test of each pair of rows of a join.</summary>
    public string? JoinFilter { get; init; }

    /// <summary>What rows are sorted by, first key first.</summary>
    public IReadOnlyList<string> SortKey { get; init; } = [];

    /// <summary>What rows are grouped by.</summary>
    public IReadOnlyList<string> GroupKey { get; init; } = [];

    /// <summary>Expressions that the step hands on.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>Rows that each run read and the filter threw away, on average.</summary>
    public double? RowsRemovedByFilter { get; init; }

    /// <summary>Pairs of rows that each run made and the join filter threw away, on average.</summary>
    public double? RowsRemovedByJoinFilter { get; init; }

    /// <summary>Rows that an index-only scan had to look up in the table.</summary>
    public double? HeapFetches { get; init; }

    /// <summary>How it was sorted, such as "quicksort" or "external merge".</summary>
    public string? SortMethod { get; init; }

    /// <summary>Temporary files that a sort or hash made, in bytes; 0: it fitted into memory.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Parts that a hash was cut into because it did not fit into memory; 1: it did.</summary>
    public int? HashBatches { get; init; }

    /// <summary>Parallel workers that the planner wants.</summary>
    public int? WorkersPlanned { get; init; }

    /// <summary>Parallel workers that were to be had.</summary>
    public int? WorkersLaunched { get; init; }

    /// <summary>Blocks of 8 kB found in the cache, with what feeds the step.</summary>
    public long? SharedBlocksHit { get; init; }

    /// <summary>Blocks of 8 kB read from outside the cache, with what feeds the step.</summary>
    public long? SharedBlocksRead { get; init; }

    /// <summary>Blocks of 8 kB changed, with what feeds the step.</summary>
    public long? SharedBlocksDirtied { get; init; }

    /// <summary>Blocks of temporary files read, with what feeds the step.</summary>
    public long? TempBlocksRead { get; init; }

    /// <summary>Blocks of temporary files written, with what feeds the step.</summary>
    public long? TempBlocksWritten { get; init; }

    /// <summary>How deep in the tree it is; the root is at 0.</summary>
    public int Depth { get; init; }

    /// <summary>The step that takes most time by itself or, in a plan that was not analyzed, costs most.</summary>
    public bool IsHot { get; init; }

    /// <summary>The steps that feed it.</summary>
    public IReadOnlyList<PlanNode> Children { get; init; } = [];

    /// <summary>The table with its schema, as people type it; null where no table is read.</summary>
    public string? Relation => Table is null ? null : new Data.RelationName(Schema, Table).ToString();

    /// <summary>The kind of step and what it reads.</summary>
    public override string ToString() => PlanText.Title(this);
}
