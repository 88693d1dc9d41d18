using XmrtOps.Connections;
using XmrtOps.Platforms;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that changes something at a platform. A change whose answer is lost is not sent again:
/// <see cref="LostAnswer"/> reads the state first.</summary>
public abstract class PlatformChangeCmdlet : ChangeCmdlet
{
    /// <summary>The platform that is changed.</summary>
    private protected abstract PlatformKind Platform { get; }

    private protected sealed override string? SystemOf(XmrtConnection connection) => TargetOf(connection);

    private protected sealed override string TargetOf(XmrtConnection connection) => Platform == PlatformKind.Vercel
        ? $"Vercel project {connection.VercelProject}"
        : $"Supabase project {connection.ProjectRef ?? connection.SupabaseUrl?.Host}";
}
