namespace XmrtOps.Sandbox.Supabase;

/// <summary>A request that the platform refuses with this status and message.</summary>
internal sealed class RefusalException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
