using System.Net;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>The firewall: addresses that are let through, and the attack mode.</summary>
internal static class FirewallRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [1], "/security/firewall/bypass", List);
        routes.Add("POST", [1], "/security/firewall/bypass", Add);
        routes.Add("DELETE", [1], "/security/firewall/bypass", Remove);
        routes.Add("POST", [1], "/security/attack-mode", AttackMode);
        routes.Add("GET", [1], "/security/firewall/attack-status", AttackStatus);
    }

    private static StandInResponse List(VercelCall call)
    {
        var firewall = Of(call, call.Query("projectId"));
        var rules = firewall.Living
            .Where(rule => call.Query("sourceIp") is not { } address || rule.Address == address)
            .Where(rule => call.Query("domain") is not { } domain || rule.Domain == domain)
            .Select(rule => Describe(call, rule))
            .ToArray();
        return StandInResponse.Json(200, new { result = rules, pagination = (object?)null });
    }

    private static StandInResponse Add(VercelCall call)
    {
        call.NeedsRight("change the firewall");
        var firewall = Of(call, call.Query("projectId"));
        var body = call.Body();
        var (domain, isForProject) = Scope(body, firewall);
        var lifetime = body.TryGetProperty("ttl", out var ttl) && ttl.TryGetInt64Safely() is { } milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : (TimeSpan?)null;
        var rule = firewall.Add(domain, Address(body), isForProject, lifetime, VercelCall.Text(body, "note"));
        return StandInResponse.Json(200, new { ok = true, result = new[] { Describe(call, rule) } });
    }

    private static StandInResponse Remove(VercelCall call)
    {
        call.NeedsRight("change the firewall");
        var firewall = Of(call, call.Query("projectId"));
        var body = call.Body();
        var (domain, _) = Scope(body, firewall);
        return firewall.Remove(domain, Address(body))
            ? StandInResponse.Json(200, new { ok = true })
            : throw VercelRefusedException.NotFound("Bypass rule");
    }

    private static StandInResponse AttackMode(VercelCall call)
    {
        call.NeedsRight("change the attack mode");
        var body = call.Body();
        var firewall = Of(call, VercelCall.Text(body, "projectId"));
        firewall.IsInAttackMode = VercelCall.YesNo(body, "attackModeEnabled")
            ?? throw VercelRefusedException.BadRequest(
                "Invalid request: missing required property `attackModeEnabled`.");
        firewall.AttackModeUntil = body.TryGetProperty("attackModeActiveUntil", out var until)
            && until.TryGetInt64Safely() is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
        return StandInResponse.Json(200, new
        {
            attackModeEnabled = firewall.IsInAttackMode,
            attackModeUpdatedAt = DeploymentJson.Ms(call.Now),
        });
    }

    private static StandInResponse AttackStatus(VercelCall call)
    {
        Of(call, call.Query("projectId"));
        return StandInResponse.Json(200, new { anomalies = Array.Empty<object>() });
    }

    private static VercelFirewall Of(VercelCall call, string? projectId) =>
        projectId is null ? throw VercelRefusedException.BadRequest("Invalid request: missing `projectId`.")
        : call.IsInTeam && call.Platform.FindProject(projectId) is { } project ? project.Firewall
        : throw VercelRefusedException.NotFound("Project", projectId);

    private static (string Domain, bool IsForProject) Scope(JsonElement body, VercelFirewall firewall)
    {
        if (VercelCall.YesNo(body, "projectScope") == true) return (firewall.DomainOfProject, true);
        return VercelCall.Text(body, "domain") is { } domain
            ? (domain, false)
            : throw VercelRefusedException.BadRequest(
                "Invalid request: either `domain` or `projectScope` is required.");
    }

    private static string Address(JsonElement body)
    {
        if (VercelCall.YesNo(body, "allSources") == true) return "0.0.0.0/0";

        var address = VercelCall.Text(body, "sourceIp");
        return IPAddress.TryParse(address, out _) || IPNetwork.TryParse(address, out _)
            ? address!
            : throw VercelRefusedException.BadRequest(
                "Invalid request: `sourceIp` should be an IP address or a CIDR range.");
    }

    private static object Describe(VercelCall call, VercelFirewall.Rule rule) => new
    {
        id = rule.Id,
        ownerId = call.Platform.Identity.VercelTeamId,
        domain = rule.Domain,
        ip = rule.Address,
        action = "bypass",
        projectId = call.Query("projectId"),
        isProjectRule = rule.IsForProject,
        note = rule.Note,
        createdAt = rule.CreatedAt,
        updatedAt = rule.CreatedAt,
        expiresAt = rule.EndsAt is { } endsAt ? DeploymentJson.Ms(endsAt) : (long?)null,
    };

    private static long? TryGetInt64Safely(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : null;
}
