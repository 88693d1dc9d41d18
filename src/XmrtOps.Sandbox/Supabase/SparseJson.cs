using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Objects whose members are left out where they have no value: for the clients, null there is an error.</summary>
internal static class SparseJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonNode Of(object value) => JsonSerializer.SerializeToNode(value, Options)!;
}
