using System.Net.Http.Json;
using System.Text.Json;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

/// <summary>Deployments of uploaded files, as "vercel --prod" makes them.</summary>
public sealed class VercelUploadTests : IAsyncDisposable
{
    private const string Hello = "hello";
    private const string ShaOfHello = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

    private readonly VercelStand _stand = new();

    public ValueTask DisposeAsync() => _stand.DisposeAsync();

    [Fact]
    public async Task Files_that_are_missing_are_named_and_then_they_are_built_and_go_live()
    {
        object deployment = Named("index.html", ShaOfHello);
        using var refused = await _stand.SendAsync("POST", "/v13/deployments", deployment);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error");

        Assert.Equal((400, "missing_files"), ((int)refused.StatusCode, error.GetProperty("code").GetString()));
        Assert.Equal([ShaOfHello], error.GetProperty("missing").EnumerateArray().Select(sha => sha.GetString()!));

        Assert.Equal((200, null), await _stand.TryAsync("POST", "/v2/files", File(ShaOfHello)));
        Assert.Equal((200, null), await _stand.TryAsync("POST", "/v13/deployments", deployment));
        _stand.Wait(60);

        VercelDeployment made = _stand.Project.Production!;
        Assert.Equal(("cli", ShaOfHello), (made.Source, made.Files!["index.html"]));
        var shown = await _stand.GetAsync($"/v13/deployments/{made.Id}");
        Assert.False(shown.TryGetProperty("gitSource", out _));
        Assert.Empty(shown.GetProperty("meta").EnumerateObject());

        // Built once more, it is the same files, and no commit of the branch.
        Assert.Same(made.Files, _stand.Project.Redeploy(made.Id, "production", withLatestCommit: true).Files);
    }

    [Fact]
    public async Task The_commit_that_the_folder_stands_at_is_told_and_is_not_the_branchs_newest()
    {
        VercelDeployment pushed = _stand.Project.Push("The newest");
        await _stand.TryAsync("POST", "/v13/deployments", new
        {
            name = _stand.Project.Name,
            files = new[] { new { file = "index.html", data = Hello } },
            gitMetadata = new { commitSha = new string('a', 40), commitRef = "main", commitMessage = "Local", dirty = true },
        });

        VercelDeployment made = _stand.Project.Deployments.Single(deployment => deployment.Files is not null);
        Assert.Equal((new string('a', 40), ShaOfHello), (made.Commit.Sha, made.Files!["index.html"]));
        Assert.Equal(pushed.Commit.Sha, _stand.Project.BuildRef("main", target: null).Commit.Sha);
    }

    [Theory]
    [InlineData("../index.html")]
    [InlineData("/etc/passwd")]
    public async Task A_path_that_leads_out_of_the_folder_is_refused(string path) =>
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", "/v13/deployments", Named(path, ShaOfHello)));

    [Fact]
    public async Task What_is_no_such_file_or_may_not_be_sent_is_refused()
    {
        string viewer = _stand.Platform.AddToken(VercelRights.Viewer).Value;

        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", "/v2/files", File(new string('0', 40))));
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", "/v2/files", Hello));
        Assert.Equal((403, "forbidden"), await _stand.TryAsync("POST", "/v2/files", File(ShaOfHello), viewer));
        Assert.Equal((400, "bad_request"), await _stand.TryAsync("POST", "/v13/deployments", new { name = _stand.Project.Name, files = Array.Empty<object>() }));
        Assert.Null(_stand.Platform.Uploads.Find(ShaOfHello));
    }

    private static StringContent File(string sha)
    {
        StringContent file = new(Hello);
        file.Headers.Add("x-now-digest", sha);
        return file;
    }

    private object Named(string path, string sha) => new
    {
        name = _stand.Project.Name,
        target = "production",
        files = new[] { new { file = path, sha, size = Hello.Length } },
    };
}
