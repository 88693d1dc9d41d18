namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that reads records of one type from platforms, by <c>connection.Vercel</c> and its like.</summary>
/// <typeparam name="T">The record it emits.</typeparam>
public abstract class PlatformReadCmdlet<T> : ReadCmdlet<T>;
