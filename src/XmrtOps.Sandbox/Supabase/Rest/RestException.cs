using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A request that the REST service answers with an error, in its own form: code, message, details, hint.</summary>
internal sealed class RestException(
    int status, string code, string message, JsonNode? details = null, string? hint = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public StandInResponse ToResponse()
    {
        var body = new JsonObject
        {
            ["code"] = Code, ["message"] = Message, ["details"] = details?.DeepClone(), ["hint"] = hint,
        };
        var response = StandInResponse.Json(Status, body).With("Proxy-Status", $"PostgREST; error={HeaderText.Of(Code)}");
        return Headers.Aggregate(response, (reply, header) => reply.With(header.Key, header.Value));
    }
}
