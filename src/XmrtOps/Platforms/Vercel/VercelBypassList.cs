namespace XmrtOps.Platforms.Vercel;

/// <summary>The addresses that the firewall lets through.</summary>
internal sealed record VercelBypassList
{
    public IReadOnlyList<VercelBypass>? Result { get; init; }
}
