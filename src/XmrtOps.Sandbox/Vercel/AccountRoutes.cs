using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Who the token is, and its team.</summary>
internal static class AccountRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [2], "/user", User);
        routes.Add("GET", [1, 2], "/teams", Teams);
        routes.Add("GET", [0, 1, 2], "/teams/{team}", Team);
    }

    private static StandInResponse User(VercelCall call)
    {
        var isMember = call.Token?.Rights != VercelRights.Outsider;
        return StandInResponse.Json(200, new
        {
            user = new
            {
                id = call.User.Id,
                email = call.User.Email,
                name = call.User.Name,
                username = call.User.UserName,
                avatar = (string?)null,
                defaultTeamId = isMember ? call.Platform.Identity.VercelTeamId : null,
                version = "northstar",
                limited = false,
                createdAt = call.Platform.CreatedAt.ToUnixTimeMilliseconds(),
            },
        });
    }

    private static StandInResponse Teams(VercelCall call) => StandInResponse.Json(200, new
    {
        teams = call.Token?.Rights == VercelRights.Outsider ? [] : new[] { Describe(call) },
        pagination = new { count = 1, next = (long?)null, prev = (long?)null },
    });

    private static StandInResponse Team(VercelCall call)
    {
        var identity = call.Platform.Identity;
        var isKnown = call.Value("team") == identity.VercelTeamId || call.Value("team") == identity.VercelTeamSlug;
        return isKnown && call.Token?.Rights != VercelRights.Outsider
            ? StandInResponse.Json(200, Describe(call))
            : throw VercelRefusedException.NotFound("Team", call.Value("team"));
    }

    private static object Describe(VercelCall call)
    {
        var createdAt = call.Platform.CreatedAt.ToUnixTimeMilliseconds();
        var role = call.Token?.Rights == VercelRights.Full ? "OWNER" : "VIEWER";
        return new
        {
            id = call.Platform.Identity.VercelTeamId,
            slug = call.Platform.Identity.VercelTeamSlug,
            name = "XMRT sandbox",
            avatar = (string?)null,
            creatorId = call.Platform.Users[0].Id,
            createdAt,
            created = createdAt,
            membership = new { uid = call.User.Id, role, confirmed = true, createdAt },
            billing = new { plan = call.Platform.Plan == VercelPlan.Hobby ? "hobby" : "pro" },
        };
    }
}
