namespace XmrtOps.Benchmarks;

/// <summary>What a console is asked for: to connect, or to run something.</summary>
internal sealed record CommandRequest(string? Url, string? Script);
