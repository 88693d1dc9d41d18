using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Project;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Tests.Platforms;

/// <summary>Tokens and keys go where they belong, and into no message.</summary>
public sealed class PlatformSecretTests : IAsyncDisposable
{
    private const string Password = "canary-password-5f1e";

    private readonly Platform _platform = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_platform_that_repeats_what_it_was_sent_gives_nothing_away(int status)
    {
        string[] secrets =
        [
            _platform.Identity.VercelToken, _platform.Identity.SupabaseToken, _platform.Identity.ServiceRoleKey,
            _platform.Identity.AnonKey,
        ];
        string echo = $$"""{"message":"You sent {{string.Join(" and ", secrets)}}","code":"{{_platform.Identity.VercelToken}}"}""";
        _platform.Api.Faults.While(Fault.Status(status, ("Retry-After", "99")) with { Body = echo, ContentType = "application/json" });
        XmrtConnection connection = _platform.Connection;
        StillNotices notices = _platform.Notices;
        Func<Task>[] asked =
        [
            () => connection.Vercel.GetProjectAsync(notices, Cancellation),
            () => connection.Vercel.GetVariablesAsync(true, notices, Cancellation),
            () => connection.Vercel.RollBackAsync("dpl_1", "why", notices, Cancellation),
            () => connection.Supabase.GetFunctionsAsync(notices, Cancellation),
            () => connection.Supabase.QueryLogsAsync("select 1", default, default, notices, Cancellation),
            () => connection.Auth.GetHealthAsync(notices, Cancellation),
            () => connection.Auth.UpdateUserAsync(Guid.NewGuid(), new AuthUserUpdate { Password = Password }, notices, Cancellation),
            () => connection.SupabaseProject.GetMetricsAsync(notices, Cancellation),
        ];

        List<string> told = [];
        foreach (Func<Task> ask in asked)
        {
            try
            {
                await ask();
            }
            catch (XmrtException fault)
            {
                told.AddRange([fault.Message, fault.Remedy, fault.ToString(), fault.Platform?.ToString() ?? "", fault.Platform?.Url ?? "", fault.Platform?.Answer ?? ""]);
            }
        }

        Assert.True(status == 200 || told.Count == asked.Length * 6);
        Assert.All(told.Concat(notices.Said), text => Assert.All(
            [.. secrets, Password], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
        Assert.NotEmpty(notices.Said);
    }

    [Fact]
    public void Records_that_hold_a_secret_do_not_print_it()
    {
        object[] records =
        [
            new VercelVariable { Key = "A", Value = Password }, new SupabaseSecret { Name = "A", Value = Password },
            new SupabaseApiKey { Name = "A", ApiKey = Password }, new AuthUserUpdate { Password = Password },
        ];

        Assert.All(records, record => Assert.DoesNotContain(Password, record.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_platform_gets_its_own_token_only()
    {
        await using HttpStandIn vercel = new(new StandInDialect());
        await using HttpStandIn supabase = new(new StandInDialect());
        await using HttpStandIn project = new(new StandInDialect());
        XmrtConnection connection = new("test", database: null)
        {
            ProjectRef = _platform.Identity.ProjectRef,
            VercelProject = "xmrt",
            VercelApiUrl = vercel.BaseAddress,
            SupabaseApiUrl = supabase.BaseAddress,
            SupabaseUrl = project.BaseAddress,
            VercelToken = _platform.Identity.VercelToken.Conceal(),
            SupabaseToken = _platform.Identity.SupabaseToken.Conceal(),
            ServiceKey = _platform.Identity.SecretKey.Conceal(),
        };
        StillNotices notices = new();
        await Assert.ThrowsAsync<XmrtException>(() => connection.Vercel.GetProjectAsync(notices, Cancellation));
        await Assert.ThrowsAsync<XmrtException>(() => connection.Supabase.GetProjectAsync(notices, Cancellation));
        await Assert.ThrowsAsync<XmrtException>(() => connection.Auth.GetUserAsync(Guid.NewGuid(), notices, Cancellation));
        await connection.CloseAsync();

        Assert.Equal(_platform.Identity.VercelToken, Assert.Single(vercel.Journal.Requests).BearerToken);
        Assert.Equal(_platform.Identity.SupabaseToken, Assert.Single(supabase.Journal.Requests).BearerToken);
        StandInRequest sent = Assert.Single(project.Journal.Requests);
        // A key of the new kind is no JWT.
        Assert.Equal((_platform.Identity.SecretKey, null), (sent.Headers["apikey"], sent.BearerToken));
        Assert.Null(vercel.Journal.Requests[0].First("slug"));
    }

    [Fact]
    public async Task A_legacy_key_of_another_project_or_role_is_not_sent()
    {
        XmrtOps.Sandbox.SandboxIdentity other = new(DateTimeOffset.UtcNow);
        foreach (string key in new[] { other.ServiceRoleKey, _platform.Identity.AnonKey })
        {
            XmrtConnection connection = new("test", database: null)
            {
                ProjectRef = _platform.Identity.ProjectRef,
                SupabaseUrl = _platform.Api.BaseAddress,
                ServiceKey = key.Conceal(),
            };

            XmrtException fault = await Assert.ThrowsAsync<XmrtException>(
                () => connection.Auth.GetUserAsync(Guid.NewGuid(), _platform.Notices, Cancellation));
            await connection.CloseAsync();

            Assert.Equal("KeyOfAnotherProject", fault.ErrorId);
        }

        Assert.Empty(_platform.Requests);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_its_remedy()
    {
        XmrtConnection nothing = new("test", database: null);
        XmrtConnection tokens = new("test", database: null)
        {
            VercelToken = "x".Conceal(),
            SupabaseToken = "x".Conceal(),
            SupabaseUrl = _platform.Api.BaseAddress,
        };

        Assert.Equal("NoVercelToken", Told(() => nothing.Vercel).ErrorId);
        Assert.Equal("NoVercelProject", Told(() => tokens.Vercel).ErrorId);
        Assert.Equal("NoSupabaseToken", Told(() => nothing.Supabase).ErrorId);
        Assert.Equal("NoProjectRef", Told(() => tokens.Supabase).ErrorId);
        Assert.Equal("NoSupabaseUrl", Told(() => nothing.Auth).ErrorId);
        Assert.Equal("NoServiceKey", (await Assert.ThrowsAsync<XmrtException>(
            () => tokens.Auth.GetUserAsync(Guid.NewGuid(), _platform.Notices, Cancellation))).ErrorId);
        Assert.Equal("NoAnonKey", (await Assert.ThrowsAsync<XmrtException>(
            () => tokens.Auth.GetHealthAsync(_platform.Notices, Cancellation))).ErrorId);
        await tokens.CloseAsync();
        Assert.Equal("ConnectionClosed", Told(() => tokens.Auth).ErrorId);
    }

    private static XmrtException Told(Func<object> ask) => Assert.Throws<XmrtException>(() => { ask(); });
}
