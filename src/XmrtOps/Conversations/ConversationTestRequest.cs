namespace XmrtOps.Conversations;

/// <summary>What is to be tested.</summary>
internal sealed record ConversationTestRequest
{
    public const string Service = "service_role";
    public const string SignedIn = "authenticated";
    public const string Anonymous = "anon";

    /// <summary>The roles that every insert is tried as.</summary>
    public static readonly IReadOnlyList<string> Roles = [Anonymous, SignedIn, Service];

    /// <summary>Length of time in which rows are expected.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Roles that the application writes as, and which therefore have to be able to.</summary>
    public IReadOnlyList<string> Writers { get; init; } = [Service];

    /// <summary>Null: no session in particular.</summary>
    public string? SessionKey { get; init; }

    /// <summary>Null: no message in particular.</summary>
    public GivenMessage? Message { get; init; }

    /// <summary>The claims of a token; null: none in particular.</summary>
    public IReadOnlyDictionary<string, object?>? Claims { get; init; }

    /// <summary>Goes ahead although a trigger calls out.</summary>
    public bool AllowTriggers { get; init; }

    /// <summary>False: the database has been tested before, and only session, message and claim are left.</summary>
    public bool IsGeneral { get; init; } = true;

    /// <summary>Subject of the token, as the application takes it for the user's identifier.</summary>
    public string? Subject => Claims?.GetValueOrDefault("sub") is { } sub
        ? Convert.ToString(sub, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>The role that the token is for.</summary>
    public string ClaimedRole => Claims?.GetValueOrDefault("role") is string { Length: > 0 } role ? role : SignedIn;
}
