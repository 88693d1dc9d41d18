using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Save-XmrtFunction and Get-XmrtFunction -Saved.</summary>
public sealed class SaveFunctionTests(SandboxServer server)
{
    [Fact]
    public async Task What_is_deployed_is_kept_once_and_listed()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Called("mining-proxy", 200, 5);
        using PwshSession session = project.Connect();

        SavedFunction first = Assert.Single(session.Run("Save-XmrtFunction mining-proxy").Succeeded().Of<SavedFunction>());
        SavedFunction again = Assert.Single(session.Run("Get-XmrtFunction mining-* | Save-XmrtFunction").Succeeded().Of<SavedFunction>());
        project.WriteFunction("mining-proxy");
        project.Platform.Functions.Deploy(
            "mining-proxy", [new EdgeFunctionFile("../../etc/passwd", "Deno.serve"u8.ToArray())], "../../etc/passwd");
        SavedFunction next = Assert.Single(session.Run("Save-XmrtFunction mining-proxy").Succeeded().Of<SavedFunction>());
        IReadOnlyList<SavedFunction> listed = session.Run("Get-XmrtFunction m* -Saved").Succeeded().Of<SavedFunction>();

        Assert.Equal((true, false, true), (first.IsNew, again.IsNew, next.IsNew));
        Assert.Equal(first.SavedPath, again.SavedPath);
        Assert.Equal((true, null), (first.WasHealthy, next.WasHealthy));
        Assert.Equal((1, false), (first.Files, first.VerifiesJwt));
        Assert.Contains("MINER_WALLET_ADDRESS", first.Secrets!.Keys);
        Assert.All(first.Secrets.Values, digest => Assert.Equal(64, digest!.Length));
        Assert.Equal([next.Version, first.Version], listed.Select(saved => saved.Version));
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode[] modes = [.. Directory.GetFiles(next.SavedPath).Select(File.GetUnixFileMode)];
            Assert.All(modes, mode => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode));
        }

        Assert.Equal(["001-passwd", "health.json", "manifest.json"], Directory.GetFiles(next.SavedPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task All_are_saved_and_one_without_a_bundle_does_not_keep_the_others_from_it()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        project.Faults.Next(1, Fault.Status(404), $"/v1/projects/{project.Platform.Project.Ref}/functions/mining-proxy/body");

        PwshResult result = session.Run("Save-XmrtFunction -All");

        Assert.Equal(["FunctionsNotSaved"], result.ErrorIds);
        Assert.Contains("mining-proxy", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(project.Platform.Functions.All.Count - 1, result.Output.Count);
        Assert.Equal("mining-proxy", session.Run("Save-XmrtFunction -All | Where-Object IsNew").Succeeded().Of<SavedFunction>().Single().Name);
    }

    [Fact]
    public async Task Several_at_once_keep_one_copy()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        PwshSession[] sessions = [.. Enumerable.Range(0, 3).Select(_ => project.Connect())];
        try
        {
            SavedFunction[] saved = await Task.WhenAll(sessions.Select(session => Task.Run(
                () => session.Run("Save-XmrtFunction gemini-chat").Succeeded().Of<SavedFunction>().Single())));

            Assert.Single(saved.Select(item => item.SavedPath).Distinct(StringComparer.Ordinal));
            Assert.Single(saved, item => item.IsNew);
        }
        finally
        {
            foreach (PwshSession session in sessions)
            {
                session.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("a/b", "InvalidFunctionName")]
    [InlineData("../x", "InvalidFunctionName")]
    [InlineData("nobody", "UnknownFunction")]
    public async Task A_name_that_cannot_be_is_a_clear_error(string name, string errorId)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        session.Set("name", name);

        Assert.Equal([errorId], session.Run("Save-XmrtFunction $name").ErrorIds);
    }

    [Fact]
    public async Task WhatIf_keeps_nothing()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();

        Assert.Empty(session.Run("Save-XmrtFunction -All -WhatIf").Succeeded().Output);
        Assert.Empty(session.Run("Get-XmrtFunction -Saved").Succeeded().Output);
    }
}
