namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that reads records of one type from databases.</summary>
/// <typeparam name="T">The record it emits.</typeparam>
public abstract class DatabaseReadCmdlet<T> : ReadCmdlet<T>;
