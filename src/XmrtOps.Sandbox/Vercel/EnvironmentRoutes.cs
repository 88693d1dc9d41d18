using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Environment variables.</summary>
internal static class EnvironmentRoutes
{
    private static readonly string[] s_targets = ["production", "preview", "development"];
    private static readonly string[] s_types = ["plain", "encrypted", "secret", "sensitive", "system"];

    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [8, 9, 10], "/projects/{project}/env", List);
        routes.Add("GET", [1], "/projects/{project}/env/{variable}", Get);
        routes.Add("POST", [9, 10], "/projects/{project}/env", Create);
        routes.Add("PATCH", [9, 10], "/projects/{project}/env/{variable}", Change);
        routes.Add("DELETE", [9, 10], "/projects/{project}/env/{variable}", Remove);
        routes.Add("GET", [1, 2, 3], "/env/pull/{project}/{target}", Pull);
    }

    private static StandInResponse List(VercelCall call)
    {
        var project = call.Project();
        var decrypts = call.Flag("decrypt") && MayDecrypt(call);
        var envs = project.Variables
            .Where(variable => call.Query("target") is not { } target || variable.Targets.Contains(target))
            .Where(variable => call.Query("gitBranch") is not { } branch || variable.GitBranch is null
                || variable.GitBranch == branch)
            .Select(variable => EnvironmentJson.Of(variable, decrypts))
            .ToArray();
        return StandInResponse.Json(200, new { envs, hiddenProductionEnvCount = 0 });
    }

    private static StandInResponse Get(VercelCall call)
    {
        var variable = Find(call);
        return StandInResponse.Json(200, EnvironmentJson.Of(variable, MayDecrypt(call)));
    }

    private static StandInResponse Create(VercelCall call)
    {
        call.NeedsRight("create an environment variable");
        var project = call.Project();
        var bodies = Bodies(call);
        var created = new List<object>();
        foreach (var body in bodies)
        {
            var key = VercelCall.Text(body, "key") ?? throw Missing("key");
            var value = VercelCall.Text(body, "value") ?? throw Missing("value");
            var targets = Targets(body) ?? throw Missing("target");
            var branch = VercelCall.Text(body, "gitBranch");
            var twin = project.Variables.FirstOrDefault(variable =>
                variable.Key == key && variable.GitBranch == branch && variable.Targets.Intersect(targets).Any());
            if (twin is not null && !call.Flag("upsert")) throw AlreadyThere(key, twin);

            var type = Type(body) ?? "encrypted";
            var made = twin is null
                ? project.AddVariable(key, value, type, targets, branch, VercelCall.Text(body, "comment"), call.User)
                : project.ChangeVariable(twin with { Value = value, Type = type, Targets = targets }, call.User);
            created.Add(EnvironmentJson.Of(made, decrypts: false));
        }

        return StandInResponse.Json(201, new
        {
            created = created.Count == 1 ? created[0] : created,
            failed = Array.Empty<object>(),
        });
    }

    private static StandInResponse Change(VercelCall call)
    {
        call.NeedsRight("edit an environment variable");
        var variable = Find(call);
        var body = call.Body();
        var changed = call.Project().ChangeVariable(
            variable with
            {
                Key = VercelCall.Text(body, "key") ?? variable.Key,
                Value = VercelCall.Text(body, "value") ?? variable.Value,
                Type = Type(body) ?? variable.Type,
                Targets = Targets(body) ?? variable.Targets,
                Comment = VercelCall.Text(body, "comment") ?? variable.Comment,
            },
            call.User);
        return StandInResponse.Json(200, EnvironmentJson.Of(changed, decrypts: false));
    }

    private static StandInResponse Remove(VercelCall call)
    {
        call.NeedsRight("remove an environment variable");
        var variable = Find(call);
        call.Project().RemoveVariable(variable.Id);
        return StandInResponse.Json(200, EnvironmentJson.Of(variable, decrypts: false));
    }

    private static StandInResponse Pull(VercelCall call)
    {
        call.NeedsRight("pull environment variables");
        var target = call.Value("target");
        var values = call.Project().Variables
            .Where(variable => variable.Targets.Contains(target) && variable.GitBranch is null)
            .ToDictionary(
                variable => variable.Key,
                variable => variable.Type == "sensitive" ? string.Empty : variable.Value,
                StringComparer.Ordinal);
        return StandInResponse.Json(200, new { env = values, buildEnv = values });
    }

    private static bool MayDecrypt(VercelCall call) => call.Token?.Rights == VercelRights.Full;

    private static VercelEnvironmentVariable Find(VercelCall call) =>
        call.Project().Variables.FirstOrDefault(variable => variable.Id == call.Value("variable"))
        ?? throw VercelRefusedException.NotFound("Environment variable", call.Value("variable"));

    private static JsonElement[] Bodies(VercelCall call)
    {
        if (!call.Request.Text.TrimStart().StartsWith('[')) return [call.Body()];

        try
        {
            using var document = call.Request.ParseJson();
            return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
        }
        catch (JsonException)
        {
            throw VercelRefusedException.BadRequest("Invalid JSON");
        }
    }

    private static string[]? Targets(JsonElement body)
    {
        if (!body.TryGetProperty("target", out var target)) return null;

        string[] targets = target.ValueKind == JsonValueKind.Array
            ? [.. target.EnumerateArray().Select(element => element.ToString())]
            : [target.ToString()];
        return targets.Length > 0 && targets.All(s_targets.Contains)
            ? targets
            : throw VercelRefusedException.BadRequest(
                "Invalid request: `target` should be equal to one of the allowed values.");
    }

    private static string? Type(JsonElement body) => VercelCall.Text(body, "type") is not { } type ? null
        : s_types.Contains(type) ? type
        : throw VercelRefusedException.BadRequest(
            "Invalid request: `type` should be equal to one of the allowed values.");

    private static VercelRefusedException Missing(string name) =>
        VercelRefusedException.BadRequest($"Invalid request: missing required property `{name}`.");

    private static VercelRefusedException AlreadyThere(string key, VercelEnvironmentVariable twin)
    {
        var refusal = new VercelRefusedException(
            400, "ENV_CONFLICT", $"Another environment variable with the same name and target exists: {key}");
        refusal.Details["envVarKey"] = key;
        refusal.Details["envVarId"] = twin.Id;
        return refusal;
    }
}
