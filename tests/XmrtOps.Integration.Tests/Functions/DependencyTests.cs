using XmrtOps.Functions.Dependencies;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Get-XmrtDependency over folders, and over what is deployed.</summary>
public sealed class DependencyTests(SandboxServer server)
{
    private const string Source = """
        import { createClient } from "npm:@supabase/supabase-js@2.58.0";
        import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
        import { z } from "https://esm.sh/zod";
        import chalk from "chalk";
        import { help } from "https://user:hunter2hunter2@files.example/lib/help.ts?token=secret";
        import { readFile } from "node:fs";
        import "./local.ts";
        // import "npm:left-pad";
        Deno.serve(() => new Response("fine"));
        """;

    [Fact]
    public async Task A_projects_functions_and_its_frontend_are_told_with_what_may_change()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy", Source);
        project.Write("supabase/functions/mining-proxy/local.ts", "export * from \"npm:@supabase/supabase-js@^2\";\n");
        project.Write("supabase/functions/mining-proxy/deno.json", """{ "imports": { "chalk": "npm:chalk@5" } }""");
        project.Write("package.json", """
            {
              "name": "frontend",
              "dependencies": { "next": "^15.0.0", "react": "19.1.0", "@supabase/supabase-js": "^2.50.0", "ui": "workspace:*" },
              "devDependencies": { "typescript": "~5.9.0" }
            }
            """);
        project.Write("package-lock.json", """
            {
              "lockfileVersion": 3,
              "packages": {
                "": { "name": "frontend" },
                "node_modules/next": { "version": "15.5.4" },
                "node_modules/next/node_modules/react": { "version": "18.0.0" },
                "node_modules/@supabase/supabase-js": { "version": "2.50.0" }
              }
            }
            """);
        using PwshSession session = new();
        session.Set("folder", project.Folder);

        PwshResult result = session.Run("Get-XmrtDependency $folder").Succeeded();

        IReadOnlyList<Dependency> found = result.Of<Dependency>();
        Assert.Equal(
            [
                ("@supabase/supabase-js", "npm", "2.58.0", null, false),
                ("@supabase/supabase-js", "npm", "^2", null, true),
                ("chalk", "npm", "5", null, true),
                ("deno.land/std", "deno.land", "0.168.0", null, false),
                ("https://user:***@files.example/lib/help.ts", "files.example", null, null, true),
                ("zod", "esm.sh", null, null, true),
                ("@supabase/supabase-js", "npm", "^2.50.0", "2.50.0", false),
                ("next", "npm", "^15.0.0", "15.5.4", false),
                ("react", "npm", "19.1.0", null, false),
                ("typescript", "npm", "~5.9.0", null, (bool?)true),
                ("ui", "npm", "workspace:*", null, false),
            ],
            found.Select(one => (one.Package, one.Registry, one.Requested, one.Installed, one.MayChange)));
        Assert.Equal(["2.50.0", "^2"], found[0].OtherVersions);
        Assert.Equal(["supabase/functions/mining-proxy/index.ts:1"], found[0].Locations);
        Assert.Equal((true, "mining-proxy", ""), (found[0].IsFunction, found[0].UsedBy, found[0].Connection));
        Assert.Equal((false, "frontend", true), (found[9].IsFunction, found[9].UsedBy, found[9].IsDevelopment));
        Assert.DoesNotContain("hunter2", result.Screen, StringComparison.Ordinal);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("yarn.lock", null)]
    [InlineData("pnpm-lock.yaml", null)]
    [InlineData("README.md", true)]
    public async Task A_lock_file_that_is_not_read_leaves_it_open_and_none_does_not(string file, bool? mayChange)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("package.json", """{ "dependencies": { "next": "^15.0.0" } }""");
        project.Write(file, "");
        using PwshSession session = new();
        session.Set("folder", project.Folder);

        Assert.Equal(mayChange, session.Run("Get-XmrtDependency $folder").Succeeded().Of<Dependency>().Single().MayChange);
    }

    [Fact]
    public async Task What_is_deployed_is_read_at_the_platform_and_what_cannot_be_is_said()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy", Source);
        project.Write("supabase/functions/mining-proxy/local.ts", "");
        project.Write("supabase/functions/mining-proxy/deno.json", """{ "imports": { "chalk": "npm:chalk@5" } }""");
        using PwshSession session = project.Connect();
        session.Run("$null = Publish-XmrtFunction $folder/supabase/functions/mining-proxy -AllowFailedTest -Force").Succeeded();

        IReadOnlyList<Dependency> one = session.Run("Get-XmrtDependency -Function mining-proxy").Succeeded().Of<Dependency>();
        using IDisposable fault = project.Faults.While(
            Fault.Status(404), $"/v1/projects/{project.Platform.Project.Ref}/functions/mining-proxy/body");
        PwshResult rest = session.Run("Get-XmrtDependency -Function mining-*").Succeeded();

        Assert.Contains(one, found => found is { Package: "chalk", Requested: "5", UsedBy: "mining-proxy", Connection: "p" });
        Assert.Equal(5, one.Count);
        Assert.Contains(rest.Warnings, warning => warning.StartsWith("Not read: mining-proxy.", StringComparison.Ordinal));
        Assert.DoesNotContain(rest.Of<Dependency>(), found => found.UsedBy == "mining-proxy");
    }

    [Theory]
    [InlineData("$folder/nothing", "NoDependencySource")]
    [InlineData("$folder/empty", "NoDependencySource")]
    [InlineData("$folder/broken", "PackageFileUnreadable")]
    [InlineData("$folder/list", "PackageFileUnreadable")]
    [InlineData("$folder/lock", "PackageFileUnreadable")]
    [InlineData("-Function x", "NotConnected")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("empty/README.md", "");
        project.Write("broken/package.json", "{");
        project.Write("list/package.json", "[]");
        project.Write("lock/package.json", "{}");
        project.Write("lock/package-lock.json", "<<<<<<< HEAD");
        using PwshSession session = new();
        session.Set("folder", project.Folder);

        Assert.Equal([errorId], session.Run($"Get-XmrtDependency {arguments}").ErrorIds);
    }
}
