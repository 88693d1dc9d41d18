namespace XmrtOps.Connections;

/// <summary>The profiles of this user.</summary>
internal sealed class ProfileStore
{
    private readonly List<XmrtProfile> _profiles = [];

    public static ProfileStore Default => new();

    public XmrtProfile? Find(string name) =>
        _profiles.Find(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));
}
