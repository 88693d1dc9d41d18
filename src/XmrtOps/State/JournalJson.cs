using System.Text.Json.Serialization;

namespace XmrtOps.State;

/// <summary>How the journal's parameters are written as JSON, made at compile time: nothing is reflected on.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, string?>))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class JournalJson : JsonSerializerContext;
