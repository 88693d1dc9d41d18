namespace XmrtOps.Database.Indexing;

/// <summary>What a row has to satisfy, as a plan writes it.</summary>
internal abstract record Condition
{
    /// <summary>All of them.</summary>
    internal sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>One of them at least.</summary>
    internal sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>The contrary.</summary>
    internal sealed record Not(Condition Inner) : Condition;

    /// <summary>Two operands and an operator between them; or any element of the right one.</summary>
    internal sealed record Comparison(Operand Left, string Operator, Operand Right, bool IsAnyElement) : Condition;

    /// <summary>IS NULL, or IS NOT NULL.</summary>
    internal sealed record NullTest(Operand Tested, bool IsNull) : Condition;

    /// <summary>A truth value by itself, such as a boolean column.</summary>
    internal sealed record Truth(Operand Value) : Condition;

    /// <summary>The conditions that all have to hold.</summary>
    public IEnumerable<Condition> Conjuncts => this is All all ? all.Parts.SelectMany(part => part.Conjuncts) : [this];
}
