using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Answer to a log query. An error comes with status 200 too.</summary>
/// <param name="Rows">The rows; none where there is an error.</param>
/// <param name="Error">What the engine says, or null.</param>
[JsonConverter(typeof(LogReplyConverter))]
internal sealed record LogReply(IReadOnlyList<LogRow> Rows, string? Error);
