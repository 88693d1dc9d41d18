using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// The weeks before a sandbox: pushes to main and previews, one production build that failed and the fix after it, one
/// build that was canceled. Older production deployments remain as what can be gone back to.
/// </summary>
internal static class VercelHistory
{
    private const ulong Subject = 0x686973746f7279;
    private const int HoursBetween = 25;

    private static readonly string[] s_messages =
    [
        "Show agent status in the sidebar", "Retry a chat message once", "Fix wrapping of long messages",
        "Governance page: sort proposals by age", "Bump next to 15.4", "Load the conversation list lazily",
        "Health route reports the database", "Dark mode for the dashboard", "Remove unused icons",
        "Time out slow edge functions", "Explain rate limits to visitors", "Cache the list of agents for a minute",
    ];

    private static readonly string[] s_branches =
        ["feature/agent-sidebar", "feature/proposals", "fix/message-wrapping", "chore/dependencies"];

    public static void Write(VercelProject project, int seed, int count)
    {
        var random = new SeededRandom(seed, Subject, 0);
        var users = project.Platform.Users;
        var newest = VercelTraffic.Milliseconds(project.Now.AddHours(-9));
        WriteVariables(project, newest.AddHours(-HoursBetween * (count + 1)));
        for (var age = count - 1; age >= 0; age--)
        {
            // Of the newest few the roles are fixed, so that what an on-call rehearses is always there.
            var isProduction = age is 0 or 3 or 4 or 7 || (age > 7 && random.Chance(40));
            var isFailed = age == 4 && count > 5;
            var createdAt = newest.AddHours(-HoursBetween * age).AddMinutes(age == 0 ? 0 : random.Between(-300, 300));
            var branch = isProduction ? "main" : random.Pick(s_branches);
            var author = users[random.Below(users.Count)];
            var timings = Realistic(ref random);
            var deployment = new VercelDeployment
            {
                Id = VercelIds.Deployment(ref random),
                Name = project.Name,
                Url = project.NewHost(VercelIds.HostPart(ref random)),
                ProjectId = project.Id,
                Target = isProduction ? "production" : null,
                Source = "git",
                CreatedAt = VercelTraffic.Milliseconds(createdAt),
                Creator = author,
                Commit = new VercelCommit(VercelIds.Sha(ref random), branch, Message(age, isFailed), author),
                Environment = project.EnvironmentFor(isProduction ? "production" : null, branch),
                Failure = isFailed ? VercelBuildFailure.MissingModule : null,
                CanceledAt = age == 6 ? createdAt + TimeSpan.FromSeconds(20) : null,
                Timings = timings,
            };
            project.Add(deployment);
        }

        project.Settle();
    }

    private static string Message(int age, bool isFailed) =>
        isFailed ? "Chat: talk to the agents through one client"
        : age == 3 ? "Add the client that the chat imports"
        : s_messages[age % s_messages.Length];

    private static VercelTimings Realistic(ref SeededRandom random) => new()
    {
        Queued = TimeSpan.FromMilliseconds(random.Between(800, 3000)),
        Initializing = TimeSpan.FromMilliseconds(random.Between(2000, 5000)),
        Building = TimeSpan.FromMilliseconds(random.Between(38_000, 95_000)),
        Aliasing = TimeSpan.FromMilliseconds(random.Between(900, 4000)),
    };

    private static void WriteVariables(VercelProject project, DateTimeOffset at)
    {
        var identity = project.Platform.Identity;
        Add("NEXT_PUBLIC_SUPABASE_URL", $"https://{identity.ProjectRef}.supabase.co", "plain", "development");
        Add("NEXT_PUBLIC_SUPABASE_ANON_KEY", identity.AnonKey, "encrypted", "development");
        Add("SUPABASE_SERVICE_ROLE_KEY", identity.ServiceRoleKey, "sensitive");
        Add(VisitorSession.SecretVariable, identity.JwtSecret, "encrypted");
        Add("HEALTH_PROBE_TIMEOUT_MS", "5000", "plain");

        void Add(string key, string value, string type, params string[] more) => project.SeedVariable(new()
        {
            Id = VercelIds.Make(
                new SeededRandom(project.Platform.Seed, SeededRandom.Subject(project.Name + key), 0), 16),
            Key = key,
            Value = value,
            Type = type,
            Targets = ["production", "preview", .. more],
            CreatedAt = at,
            UpdatedAt = at,
            CreatedBy = project.Platform.Users[0],
            UpdatedBy = project.Platform.Users[0],
        });
    }
}
