namespace XmrtOps.Rollback.Frontends;

/// <summary>A variable that was changed after a deployment was built. Its value is nowhere in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ChangedAt">When it was changed; null where Vercel does not say.</param>
/// <param name="IsNew">It was not there yet.</param>
/// <param name="IsCredential">It holds a key, token or password by its name: the one that the deployment holds was replaced, and counts
/// as retired.</param>
public sealed record EnvironmentChange(string Name, DateTimeOffset? ChangedAt, bool IsNew, bool IsCredential)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
