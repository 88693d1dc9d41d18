namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// One call of an edge function, as edge_function_logs records it and eliza_function_usage repeats it.
/// </summary>
internal readonly struct EdgeCallFacts
{
    // An hour that can be judged, with an upstream that fails now and then, whatever the scale and the seed.
    private const int InTheLastHour = 96;
    private const int RecentPerFailure = 16;
    private const string Failing = "mining-proxy";

    private static readonly ulong Subject = SeededRandom.Subject("edge call");
    private static readonly string[] Functions =
    [
        "lovable-chat", "lovable-chat", "github-integration", "python-executor", "system-status", "agent-manager",
        "task-orchestrator", "mining-proxy", "openai-tts",
    ];

    public EdgeCallFacts(SeedContext context, long position)
    {
        var random = context.Random(Subject, position);
        var recent = position - Spread(context);
        var fails = recent >= 0 && recent % RecentPerFailure == 0;
        Function = fails ? Failing : random.Pick(Functions);
        At = recent >= 0
            ? context.Clock.Recent(recent, InTheLastHour, 60, ref random)
            : context.Clock.Spread(position, Spread(context), ref random);
        StatusCode = fails ? 500 : random.Below(1000) switch
        {
            < 955 => 200,
            < 965 => 400,
            < 970 => 401,
            < 975 => 404,
            < 985 => 429,
            < 995 => 500,
            _ => 546,
        };
        ExecutionMs = StatusCode == 546 ? random.Between(60_000, 150_000) : random.Between(80, 4_000);
        DeploymentId = $"dep_{random.Below(40):d4}";
        RequestId = random.Uuid();
        Error = StatusCode switch
        {
            200 => null,
            400 => "Missing required field: sessionKey",
            401 => "Invalid webhook signature",
            404 => "Session not found",
            429 => "Upstream quota exceeded, retry later",
            500 => "error sending request for url (https://api.example.com/v1/chat)",
            _ => "WORKER_LIMIT: function ran out of compute resources",
        };
    }

    public string Function { get; }

    public DateTime At { get; }

    public int StatusCode { get; }

    public int ExecutionMs { get; }

    public string DeploymentId { get; }

    public Guid RequestId { get; }

    public string? Error { get; }

    public bool Succeeded => StatusCode < 400;

    public static long Count(SeedContext context) => Spread(context) + InTheLastHour;

    private static long Spread(SeedContext context) => context.Scaled(1_000);
}
