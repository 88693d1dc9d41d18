namespace XmrtOps.Sandbox.Vercel;

/// <summary>A line of a build log.</summary>
internal sealed record VercelBuildEvent(string Serial, DateTimeOffset At, string Type, string Text, string? Level);
