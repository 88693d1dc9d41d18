using System.Runtime.Versioning;
using System.Text.Json;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Tests.Connections;

public sealed class ProfileStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_comes_back_as_it_was_written()
    {
        using TemporaryFolder folder = new();
        ProfileStore store = In(folder);
        XmrtProfile profile = Whole("Prod / \"ünï\" & 'co'");

        await store.ChangeAsync(profile.Name, _ => profile, Cancellation);
        XmrtProfile? found = store.Find(profile.Name.ToUpperInvariant());

        Assert.Equal(JsonSerializer.Serialize(profile), JsonSerializer.Serialize(found));
        Assert.Contains("ünï", await File.ReadAllTextAsync(FileIn(folder), Cancellation), StringComparison.Ordinal);
        Assert.Null(store.Find("another"));
    }

    [Fact]
    public async Task What_another_version_has_written_stays()
    {
        using TemporaryFolder folder = new();
        folder.Write(
            "profiles.json",
            """
            {
              "schema": { "of": "the future" },
              "profiles": [
                { "name": "a", "projectRef": "abcdefghijklmnopqrst", "regions": ["fra1", 7, null], "isProduction": true },
                { "name": "b", "note": "kept" },
              ],
            }
            """);
        ProfileStore store = In(folder);

        await store.ChangeAsync("a", old => new ProfileChange { SecurityContact = "Desk <d@example.net>" }.ApplyTo("a", old), Cancellation);
        await store.ChangeAsync("c", old => new ProfileChange { IsProduction = false }.ApplyTo("c", old), Cancellation);
        using JsonDocument written = JsonDocument.Parse(await File.ReadAllTextAsync(FileIn(folder), Cancellation));

        JsonElement[] profiles = [.. written.RootElement.GetProperty("profiles").EnumerateArray()];
        Assert.Equal("the future", written.RootElement.GetProperty("schema").GetProperty("of").GetString());
        Assert.Equal(["fra1", "7", ""], profiles[0].GetProperty("regions").EnumerateArray().Select(e => e.ToString()));
        Assert.Equal("Desk <d@example.net>", profiles[0].GetProperty("securityContact").GetString());
        Assert.True(profiles[0].GetProperty("isProduction").GetBoolean());
        Assert.Equal("kept", profiles[1].GetProperty("note").GetString());
        Assert.Equal("c", profiles[2].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing()
    {
        const int each = 20;
        using TemporaryFolder folder = new();
        ProfileStore store = In(folder);

        Task[] writers =
        [
            FreshEngine.RunAsync(
                $$"""
                $env:XMRTOPS_HOME = '{{folder.Path}}'
                Import-Module '{{StagedModule.Manifest}}'
                foreach ($i in 1..{{each}}) { Set-XmrtProfile "process $i" -Production }
                """,
                Cancellation),
            .. Enumerable.Range(0, 4).Select(t => Task.Run(
                async () =>
                {
                    for (int i = 1; i <= each; i++)
                    {
                        await store.ChangeAsync($"task {t} {i}", old => new ProfileChange { IsProduction = true }.ApplyTo($"task {t} {i}", old), Cancellation);
                    }
                },
                Cancellation)),
        ];
        await Task.WhenAll(writers);

        Assert.Equal(5 * each, store.List().Count);
        Assert.Equal(
            ["profiles.json", "profiles.json.lock"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.False(OwnerOnly.IsOpenToOthers(file)));
    }

    [Theory]
    [InlineData("{ \"profiles\": [ {")]
    [InlineData("null")]
    [InlineData("{ \"profiles\": null }")]
    [InlineData("{ \"profiles\": [ { \"projectRef\": \"x\" } ] }")]
    [InlineData("{ \"profiles\": [ { \"name\": null } ] }")]
    [InlineData("{ \"profiles\": [ { \"name\": \"a\" }, { \"name\": \"A\" } ] }")]
    [InlineData("{ \"profiles\": [ { \"name\": \"a\", \"name\": \"b\" } ] }")]
    [InlineData("")]
    public async Task A_damaged_file_is_reported_and_kept(string text)
    {
        using TemporaryFolder folder = new();
        folder.Write("profiles.json", text);
        ProfileStore store = In(folder);

        XmrtException read = Assert.Throws<XmrtException>(() => store.Find("a"));
        XmrtException written = await Assert.ThrowsAsync<XmrtException>(
            () => store.ChangeAsync("a", _ => new XmrtProfile { Name = "a" }, Cancellation));

        Assert.Equal(("ProfilesUnreadable", "ProfilesUnreadable"), (read.ErrorId, written.ErrorId));
        Assert.Equal(text, await File.ReadAllTextAsync(FileIn(folder), Cancellation));
    }

    [Fact]
    public async Task A_change_that_fails_changes_nothing()
    {
        using TemporaryFolder folder = new();
        ProfileStore store = In(folder);
        await store.ChangeAsync("a", _ => Whole("a"), Cancellation);
        string before = await File.ReadAllTextAsync(FileIn(folder), Cancellation);

        await Assert.ThrowsAsync<XmrtException>(() => store.ChangeAsync("a", _ => throw Errors.ProfileNotFound("a"), Cancellation));

        Assert.Equal(before, await File.ReadAllTextAsync(FileIn(folder), Cancellation));
    }

    [Fact]
    public async Task A_link_is_kept_and_a_killed_writers_draft_is_replaced()
    {
        using TemporaryFolder folder = new();
        using TemporaryFolder elsewhere = new();
        string real = elsewhere.Write("mine.json", "{ \"profiles\": [] }");
        elsewhere.Write("mine.json.new", "half of somethi");
        File.CreateSymbolicLink(FileIn(folder), real);

        await In(folder).ChangeAsync("a", _ => Whole("a"), Cancellation);

        Assert.Equal(real, new FileInfo(FileIn(folder)).LinkTarget);
        Assert.Contains("\"a\"", await File.ReadAllTextAsync(real, Cancellation), StringComparison.Ordinal);
        Assert.False(File.Exists(real + ".new"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [UnsupportedOSPlatform("windows")]
    public void What_others_may_write_is_not_believed(bool directory)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists.");
        using TemporaryFolder folder = new();
        string file = folder.Write("profiles.json", "{ \"profiles\": [] }");
        string open = directory ? folder.Path : file;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.GroupWrite);

        XmrtException fault = Assert.Throws<XmrtException>(() => In(folder).Find("a"));

        Assert.Equal("StateUnavailable", fault.ErrorId);
        Assert.Contains($"chmod {(directory ? "700" : "600")}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_was_written_in_by_hand_is_not_used()
    {
        using TemporaryFolder folder = new();
        folder.Write("profiles.json", """{ "profiles": [ { "name": "a", "databaseUrl": "postgresql://app:hunter2@db/postgres" } ] }""");

        XmrtException fault = Assert.Throws<XmrtException>(() => In(folder).Find("a"));

        Assert.Equal("SecretInProfile", fault.ErrorId);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    private static ProfileStore In(TemporaryFolder folder) => new(StateHome.At(folder.Path));

    private static string FileIn(TemporaryFolder folder) => Path.Combine(folder.Path, "profiles.json");

    private static XmrtProfile Whole(string name) => new()
    {
        Name = name,
        DatabaseUrl = "postgresql://app@db.example.net:6543/postgres?sslmode=verify-full",
        PasswordFrom = "env:PROD_PASSWORD",
        RootCertificate = "/etc/xmrt/root.pem",
        ProjectRef = "abcdefghijklmnopqrst",
        FrontendUrl = new Uri("https://xmrt.example.net/"),
        VercelApiUrl = new Uri("https://api.vercel.com/"),
        SupabaseApiUrl = new Uri("https://api.supabase.com/"),
        VercelTokenFrom = "secret:Ops/Vercel",
        SupabaseTokenFrom = "secret:Supabase",
        IsProduction = true,
        SecurityContact = "Security desk <security@example.net>",
        OnCall = ["Ada Lovelace <ada@example.net>", "Grace Hopper <+1 555 0100>"],
        OnCallSince = new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Unspecified),
        OnCallPeriod = TimeSpan.FromDays(7),
        TimeZone = "Europe/Berlin",
    };
}
