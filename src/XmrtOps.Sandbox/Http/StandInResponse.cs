using System.Text;
using System.Text.Json;

namespace XmrtOps.Sandbox.Http;

/// <summary>What a stand-in answers.</summary>
public sealed record StandInResponse
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web);

    /// <summary>Any status, also ones that no RFC knows.</summary>
    public required int Status { get; init; }

    /// <summary>Null sends no Content-Type at all, as some real replies do.</summary>
    public string? ContentType { get; init; }

    /// <summary>The whole body, sent with its length; ignored where there are <see cref="Chunks"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>A body that comes bit by bit, each sent as soon as it is there.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Chunks { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A value as JSON, with names in camel case as the serializer's web defaults have it.</summary>
    public static StandInResponse Json(int status, object? value) => new()
    {
        Status = status,
        ContentType = "application/json; charset=utf-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(value, JsonOptions),
    };

    /// <summary>Text of any type, such as HTML.</summary>
    public static StandInResponse Text(int status, string contentType, string text) => new()
    {
        Status = status,
        ContentType = contentType,
        Body = Encoding.UTF8.GetBytes(text),
    };

    /// <summary>No body and no Content-Type.</summary>
    public static StandInResponse Empty(int status) => new() { Status = status };

    /// <summary>The same with one more header; one of that name is replaced.</summary>
    public StandInResponse With(string name, string value) => this with
    {
        Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [name] = value },
    };
}
