namespace XmrtOps.Platforms.Project;

/// <summary>A page of Auth's users.</summary>
internal sealed record AuthUserPage
{
    public IReadOnlyList<AuthUser>? Users { get; init; }
}
