namespace XmrtOps.Connections;

/// <summary>What is to be different in a profile: null leaves as it is.</summary>
internal sealed record ProfileChange
{
    public string? DatabaseUrl { get; init; }

    public string? PasswordFrom { get; init; }

    public string? RootCertificate { get; init; }

    public string? ProjectRef { get; init; }

    public Uri? FrontendUrl { get; init; }

    public string? VercelProject { get; init; }

    public string? VercelTeam { get; init; }

    public Uri? VercelApiUrl { get; init; }

    public Uri? SupabaseApiUrl { get; init; }

    public Uri? SupabaseUrl { get; init; }

    public string? VercelTokenFrom { get; init; }

    public string? SupabaseTokenFrom { get; init; }

    public string? ServiceKeyFrom { get; init; }

    public string? AnonKeyFrom { get; init; }

    public bool? IsProduction { get; init; }

    public string? SecurityContact { get; init; }

    public IReadOnlyList<string>? OnCall { get; init; }

    public DateTime? OnCallSince { get; init; }

    public TimeSpan? OnCallPeriod { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>What is to be taken away.</summary>
    public IReadOnlyCollection<ProfileProperty> Clear { get; init; } = [];

    /// <summary>The profile as it is to be, checked.</summary>
    /// <param name="name">Name of a new one.</param>
    /// <param name="old">What there is, or null.</param>
    /// <exception cref="Faults.XmrtException">The conditions of <see cref="ProfileRules"/>.</exception>
    public XmrtProfile ApplyTo(string name, XmrtProfile? old)
    {
        XmrtProfile before = old ?? new XmrtProfile { Name = name };
        XmrtProfile after = before with
        {
            DatabaseUrl = Kept(ProfileProperty.DatabaseUrl, DatabaseUrl, before.DatabaseUrl),
            PasswordFrom = Kept(ProfileProperty.PasswordFrom, PasswordFrom, before.PasswordFrom),
            RootCertificate = Kept(ProfileProperty.RootCertificate, RootCertificate, before.RootCertificate),
            ProjectRef = Kept(ProfileProperty.ProjectRef, ProjectRef, before.ProjectRef),
            FrontendUrl = Kept(ProfileProperty.FrontendUrl, FrontendUrl, before.FrontendUrl),
            VercelProject = Kept(ProfileProperty.VercelProject, VercelProject, before.VercelProject),
            VercelTeam = Kept(ProfileProperty.VercelTeam, VercelTeam, before.VercelTeam),
            VercelApiUrl = Kept(ProfileProperty.VercelApiUrl, VercelApiUrl, before.VercelApiUrl),
            SupabaseApiUrl = Kept(ProfileProperty.SupabaseApiUrl, SupabaseApiUrl, before.SupabaseApiUrl),
            SupabaseUrl = Kept(ProfileProperty.SupabaseUrl, SupabaseUrl, before.SupabaseUrl),
            VercelTokenFrom = Kept(ProfileProperty.VercelTokenFrom, VercelTokenFrom, before.VercelTokenFrom),
            SupabaseTokenFrom = Kept(ProfileProperty.SupabaseTokenFrom, SupabaseTokenFrom, before.SupabaseTokenFrom),
            ServiceKeyFrom = Kept(ProfileProperty.ServiceKeyFrom, ServiceKeyFrom, before.ServiceKeyFrom),
            AnonKeyFrom = Kept(ProfileProperty.AnonKeyFrom, AnonKeyFrom, before.AnonKeyFrom),
            IsProduction = Kept(ProfileProperty.Production, IsProduction, before.IsProduction),
            SecurityContact = Kept(ProfileProperty.SecurityContact, SecurityContact, before.SecurityContact),
            OnCall = Kept(ProfileProperty.OnCall, OnCall, before.OnCall),
            OnCallPeriod = Kept(ProfileProperty.OnCallPeriod, OnCallPeriod, before.OnCallPeriod),
            TimeZone = Kept(ProfileProperty.TimeZone, TimeZone is { } zone ? IanaName(zone) : null, before.TimeZone),
        };
        after = after with
        {
            OnCallSince = Kept(ProfileProperty.OnCallSince, Clock(OnCallSince, after.TimeZone), before.OnCallSince),
        };
        ProfileRules.Check(after);
        return after;
    }

    private T? Kept<T>(ProfileProperty property, T? given, T? before) =>
        Clear.Contains(property) ? default : given ?? before;

    /// <summary>Windows has names of its own, which no other system reads.</summary>
    private static string IanaName(string zone)
    {
        TimeZoneInfo found = OnCallRotation.FindZone(zone);
        return !found.HasIanaId && TimeZoneInfo.TryConvertWindowsIdToIanaId(found.Id, out string? iana) ? iana : found.Id;
    }

    /// <summary>A time with a zone of its own as the rotation's clocks show it; one without is what they show.</summary>
    private static DateTime? Clock(DateTime? given, string? zone) => given switch
    {
        null => null,
        { Kind: DateTimeKind.Unspecified } clock => clock,
        { } moment when zone is not null => DateTime.SpecifyKind(
            TimeZoneInfo.ConvertTime(moment, OnCallRotation.FindZone(zone)), DateTimeKind.Unspecified),
        { } moment => DateTime.SpecifyKind(moment, DateTimeKind.Unspecified),
    };
}
