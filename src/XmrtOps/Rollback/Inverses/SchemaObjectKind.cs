namespace XmrtOps.Rollback.Inverses;

/// <summary>What a migration can make.</summary>
internal enum SchemaObjectKind
{
    Table,
    Column,
    Index,
    View,
    MaterializedView,
    Function,
    Procedure,
    Policy,
    Trigger,
    Constraint,
    Type,
    Domain,
    Extension,
    Grant,
}
