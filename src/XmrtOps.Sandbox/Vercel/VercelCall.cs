using System.Globalization;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>A request on its way through a route: what it asks for, and for whom.</summary>
internal sealed record VercelCall(VercelPlatform Platform, StandInRequest Request, VercelToken? Token)
{
    private const int DefaultLimit = 20;
    private const int MostOfAPage = 100;

    public DateTimeOffset Now { get; } = Platform.Now;

    public VercelUser User => Token?.User ?? Platform.Users[0];

    /// <summary>What the call may see are the team's projects.</summary>
    public bool IsInTeam => Token?.Rights != VercelRights.Outsider && (NamesTeam || !Platform.Rules.RequiresTeam);

    private bool NamesTeam => Request.First("teamId") is not null || Request.First("slug") is not null;

    public string Value(string name) => Request.Values[name];

    public string? Query(string name) => Request.First(name) is { Length: > 0 } value ? value : null;

    public bool Flag(string name) => Query(name) is "true" or "1";

    /// <summary>The names and values of a comma-separated parameter; null where there is none.</summary>
    public IReadOnlyList<string>? List(string name) =>
        Query(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public long? Number(string name)
    {
        if (Query(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw VercelRefusedException.BadRequest($"Invalid request: `{name}` should be number.");
    }

    /// <summary>A time in milliseconds; null where there is none.</summary>
    public DateTimeOffset? Time(string name) => Number(name) is { } milliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253402300799999))
        : null;

    public int Limit()
    {
        var limit = Number("limit") ?? DefaultLimit;
        return limit is >= 1 and <= MostOfAPage
            ? (int)limit
            : throw VercelRefusedException.BadRequest(
                $"Invalid request: `limit` should be between 1 and {MostOfAPage}.");
    }

    public VercelProject Project() => IsInTeam && Platform.FindProject(Value("project")) is { } project
        ? project
        : throw VercelRefusedException.NotFound("Project", Value("project"));

    public (VercelProject Project, VercelDeployment Deployment) Deployment() =>
        Deployment(Value("deployment"));

    public (VercelProject Project, VercelDeployment Deployment) Deployment(string idOrUrl) =>
        IsInTeam && Platform.FindDeployment(idOrUrl) is { } found
            ? found
            : throw VercelRefusedException.NotFound("The deployment", idOrUrl);

    /// <summary>Refuses a token that may only read.</summary>
    public void NeedsRight(string action)
    {
        if (Token?.Rights == VercelRights.Full) return;
        throw VercelRefusedException.Forbidden($"You don't have permission to {action}.");
    }

    /// <summary>The body, where none counts as an empty object.</summary>
    public JsonElement Body()
    {
        if (Request.Body.IsEmpty) return JsonElement.Parse("{}");
        try
        {
            using var document = Request.ParseJson();
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw VercelRefusedException.BadRequest("Invalid request: the body should be an object.");
        }
        catch (JsonException)
        {
            throw VercelRefusedException.BadRequest("Invalid JSON");
        }
    }

    /// <summary>A text of the body; null where it is absent or no text.</summary>
    public static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A yes or no of the body; null where it is absent or neither.</summary>
    public static bool? YesNo(JsonElement body, string name) => body.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
        : null;

    /// <summary>Refuses a team that the token does not know.</summary>
    public void CheckTeam()
    {
        var identity = Platform.Identity;
        var isRight = Request.First("teamId") is { } id ? id == identity.VercelTeamId
            : Request.First("slug") is not { } slug || slug == identity.VercelTeamSlug;
        if (isRight && !(NamesTeam && Token?.Rights == VercelRights.Outsider)) return;

        throw Platform.Rules.WrongTeamStatus == 404
            ? VercelRefusedException.NotFound("Team")
            : VercelRefusedException.Forbidden(
                "Not authorized: Trying to access resource under scope of another team.");
    }
}
