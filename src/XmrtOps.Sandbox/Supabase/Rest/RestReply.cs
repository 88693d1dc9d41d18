using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Answers of requests that went well.</summary>
internal static class RestReply
{
    private const int LeastStatus = 100;
    private const int LargestStatus = 999;

    /// <summary>The rows, or those within a range: 200, 206 where there are more, 416 where none begins there.</summary>
    public static StandInResponse OfRows(RestContext context, RestQuery query, RestResult result, long offset)
    {
        if (result.Total is { } total && offset > total) throw RestErrors.OffsetTooLarge(offset, total);

        var status = result.Total > result.Rows ? 206 : 200;
        var response = WithBody(context, query, status, result).With(
            "Content-Range", RestRange.ContentRange(offset, result.Rows, result.Total));
        return Finish(query, result, response);
    }

    /// <summary>The answer with the rows as its body.</summary>
    public static StandInResponse WithBody(RestContext context, RestQuery query, int status, RestResult result)
    {
        var type = query.IsSingle ? "application/vnd.pgrst.object+json; charset=utf-8" : "application/json; charset=utf-8";
        var response = StandInResponse.Text(status, type, result.Body);
        return context.IsSchemaNegotiated ? response.With("Content-Profile", HeaderText.Of(context.SchemaName)) : response;
    }

    /// <summary>The answer as the transaction's own settings want it, and with the preferences that were followed.</summary>
    public static StandInResponse Finish(RestQuery query, RestResult result, StandInResponse response)
    {
        response = query.Preferences.Stamp(response);
        if (result.Status is { } status)
        {
            response = response with
            {
                Status = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number is >= LeastStatus and <= LargestStatus ? number : throw RestErrors.BadResponseStatus(),
            };
        }

        if (result.Headers is null) return response;

        foreach (var (name, value) in Headers(result.Headers)) response = response.With(name, value);
        return response;
    }

    private static List<(string Name, string Value)> Headers(string json)
    {
        try
        {
            return
            [
                .. JsonNode.Parse(json)!.AsArray()
                    .Select(item => item!.AsObject().Single())
                    .Select(member => (HeaderText.Of(member.Key), HeaderText.Of(member.Value!.GetValue<string>()))),
            ];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw RestErrors.BadResponseHeaders();
        }
    }
}
