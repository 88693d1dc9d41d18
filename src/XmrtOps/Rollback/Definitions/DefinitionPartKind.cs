namespace XmrtOps.Rollback.Definitions;

/// <summary>What a part of a definition is, and so how two are compared.</summary>
internal enum DefinitionPartKind
{
    /// <summary>A word or name in its one spelling.</summary>
    Fact,

    /// <summary>An expression over the columns of the table.</summary>
    Expression,

    /// <summary>An expression over the rows of a trigger.</summary>
    RowExpression,

    /// <summary>An expression that is made the column's type.</summary>
    Value,

    /// <summary>A type with its length.</summary>
    Type,

    /// <summary>A relation's name.</summary>
    Relation,

    /// <summary>The name of a trigger's function.</summary>
    Routine,
}
