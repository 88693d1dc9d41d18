namespace XmrtOps.Rollback.Databases;

/// <summary>Where a rollback was tried.</summary>
public enum RehearsalPlace
{
    /// <summary>On a copy of the schema with some of the rows, in a server of its own that is gone again.</summary>
    Scratch,

    /// <summary>On the database itself, in a transaction that was rolled back.</summary>
    Target,
}
