using XmrtOps.Adapters;
using XmrtOps.Functions.Checks;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Test-XmrtFunction on sources as they are written.</summary>
public sealed class TestFunctionTests(SandboxServer server)
{
    private const string Canary = "sk_live_canary8213canary8213";

    private static bool HasDeno => ExternalProgram.Find("deno") is not null;

    [Fact]
    public async Task A_good_function_passes_every_test()
    {
        Assert.SkipUnless(HasDeno, "deno is not installed");
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("supabase/config.toml", "[functions.good]\nverify_jwt = false\n");
        project.Write("supabase/functions/_shared/cors.ts", "export const cors = { \"Access-Control-Allow-Origin\": \"*\" };\n");
        project.WriteFunction("good", """
            import { cors } from "../_shared/cors.ts";
            const key: string | undefined = Deno.env.get("GEMINI_API_KEY");
            Deno.serve(() => new Response(key ? "yes" : "no", { headers: cors }));
            """);
        using PwshSession session = project.Connect();

        IReadOnlyList<FunctionTestResult> results = session.Run("Test-XmrtFunction $folder/supabase/functions/good").Succeeded().Of<FunctionTestResult>();

        Assert.Equal(Enum.GetValues<FunctionTestKind>(), results.Select(result => result.Test));
        Assert.All(results, result => Assert.True(result.Passed == true, $"{result.Test}: {result.Reason}"));
        Assert.True(session.Run("Test-XmrtFunction $folder/supabase/functions/good/index.ts -Quiet").Succeeded().Of<bool>().Single());
    }

    [Fact]
    public async Task Imports_are_judged_by_what_they_lead_to()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("supabase/functions/_shared/a.ts", "export * from \"https://esm.sh/zod@3.22.4\";\n");
        project.WriteFunction("imports", """
            // import "http://commented.example/out.ts";
            import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
            import { createClient } from "https://esm.sh/@supabase/supabase-js@2";
            import type { User } from "npm:@supabase/supabase-js@2.58.0";
            import "../_shared/a.ts";
            import z from 'npm:zod@3.23.0';
            import lodash from "lodash";
            import { gone } from "../_shared/gone.ts";
            import bad from "http://example.org/bad.ts";
            import fs from "node:fs";
            const text = `import "not-an-import" ${await import("../_shared/a.ts")}`;
            const pattern = /import "neither"/;
            serve(() => new Response(text));
            """);
        using PwshSession session = project.Connect();

        FunctionTestResult imports = session.Run("Test-XmrtFunction $folder/supabase/functions/imports").Succeeded()
            .Of<FunctionTestResult>().Single(result => result.Test == FunctionTestKind.Imports);

        Assert.False(imports.Passed);
        Assert.Equal(
            ["ImportBare", "ImportInsecure", "ImportMissing", "ImportUnpinned", "ImportVersionsDiffer", "ImportVersionsDiffer"],
            imports.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal));
        Assert.Contains(imports.Findings, f => f.Reason.StartsWith("supabase/functions/imports/index.ts:7 imports lodash", StringComparison.Ordinal));
        Assert.Contains(imports.Findings, f => f.Reason.Contains("@supabase/supabase-js is imported in 2 versions (2, 2.58.0)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_are_compared_with_the_secrets_that_are_set()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("variables", """
            const { A_KEY, B_KEY: b, C_KEY = "c" } = Deno.env.toObject();
            const key = Deno.env.get('GEMINI_API_KEY'), url = Deno.env.get("SUPABASE_URL")!;
            const model = Deno.env.get("MODEL_NAME") ?? "small";
            // Deno.env.get("COMMENTED")
            const { env } = Deno;
            Deno.serve(() => new Response(env.get("D_KEY") + process.env.E_KEY + Deno.env.get(key ?? "")));
            """);
        using PwshSession session = project.Connect();

        FunctionTestResult connected = Run();
        session.Run("Disconnect-Xmrt -Connection p").Succeeded();
        FunctionTestResult alone = Run();

        Assert.False(connected.Passed);
        Assert.Equal(["A_KEY", "B_KEY", "C_KEY", "D_KEY", "E_KEY", "MODEL_NAME"], (string[])connected.Evidence["NotSet"]!);
        Assert.Equal(4, connected.Findings.Count(finding => finding.Code == "VariableNotSet"));
        Assert.Equal(2, connected.Findings.Count(finding => finding.Code == "VariableDefaulted"));
        Assert.Single(connected.Findings, finding => finding.Code == "VariableAtRunTime");
        Assert.Null(alone.Passed);
        Assert.Contains("not measured", alone.Reason, StringComparison.Ordinal);

        FunctionTestResult Run() => session.Run("Test-XmrtFunction $folder/supabase/functions/variables").Succeeded()
            .Of<FunctionTestResult>().Single(result => result.Test == FunctionTestKind.Environment);
    }

    [Theory]
    [InlineData(null, true, "ConfigurationMissing")]
    [InlineData("[functions.other]\nverify_jwt = false\n", true, "ConfigurationLacksFunction")]
    [InlineData("[functions.mining-proxy]\nverify_jwt = true\n", true, "JwtCheckDiffers")]
    [InlineData("[functions.mining-proxy]\n", true, "JwtCheckDiffers")]
    [InlineData("[functions.mining-proxy\n", false, "ConfigurationBroken")]
    [InlineData("[functions.mining-proxy]\nverify_jwt = false\nstatic_files = [\"./x.html\"]\n", false, "StaticFiles")]
    [InlineData("[functions.mining-proxy]\nverify_jwt = false\n", true, null)]
    public async Task Config_toml_is_a_finding_and_no_error(string? toml, bool passed, string? code)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        if (toml is not null)
        {
            project.Write("supabase/config.toml", toml);
        }

        using PwshSession session = project.Connect();

        FunctionTestResult result = session.Run("Test-XmrtFunction $folder/supabase/functions/mining-proxy").Succeeded()
            .Of<FunctionTestResult>().Single(r => r.Test == FunctionTestKind.Configuration);

        Assert.Equal((passed, code), (result.Passed, result.Findings.Select(finding => finding.Code).FirstOrDefault()));
    }

    [Fact]
    public async Task A_type_error_is_found_also_where_remote_modules_cannot_be_fetched()
    {
        Assert.SkipUnless(HasDeno, "deno is not installed");
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("remote", """
            import { serve, type Handler } from "https://modules.invalid/server@1.0.0/mod.ts";
            const count: number = "three";
            serve(async (request) => new Response(String(count)));
            """);
        project.WriteFunction("fine", """
            import { serve } from "https://modules.invalid/server@1.0.0/mod.ts";
            import * as all from "npm:no-such-package-of-xmrtops@1.0.0";
            serve(async (request) => new Response(all.anything("fine")));
            """);
        project.WriteFunction("bundles-not", "const wait = () => { await Promise.resolve(); };\nDeno.serve(() => new Response(String(wait)));\n");
        using PwshSession session = project.Connect();

        IReadOnlyList<FunctionTestResult> types = [.. session.Run("Test-XmrtFunction $folder").Succeeded()
            .Of<FunctionTestResult>().Where(result => result.Test == FunctionTestKind.Types)];

        Assert.Equal([("bundles-not", false), ("fine", null), ("remote", (bool?)false)], types.Select(result => (result.Function, result.Passed)));
        Assert.Contains("supabase/functions/remote/index.ts:2: Type 'string' is not assignable to type 'number' (TS2322)", types[2].Findings.Select(f => f.Reason));
        Assert.Contains("could not be fetched", types[1].Reason, StringComparison.Ordinal);
        Assert.Contains("bundles-not/index.ts:1", types[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_source_is_told_by_file_and_line_and_never_shown()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        string password = "hunter2" + "canary8213";
        project.WriteFunction("secret", $"""
            const stripe: number = "{Canary}";
            const apiKey = "{password}X";
            const url = "postgresql://postgres:{password}@db.example.net/postgres";
            const anon = "{project.Platform.Identity.AnonKey}";
            const header = "x-api-key"; const tokenName = "session_token_name";
            import "https://esm.sh/x@1.0.0?token={Canary}";
            Deno.serve(() => new Response(stripe + apiKey + url + anon + header + tokenName));
            """);
        project.Write("supabase/functions/secret/.env", $"STRIPE_SECRET_KEY=\"{Canary}\"\n");
        using PwshSession session = project.Connect();

        PwshResult shown = session.Run("Test-XmrtFunction $folder/supabase/functions/secret -Verbose | Format-List *; Test-XmrtFunction $folder/supabase/functions/secret");
        PwshResult refused = session.Run("Publish-XmrtFunction $folder/supabase/functions/secret -Force -Verbose; Get-XmrtJournal | Format-List *");
        FunctionTestResult result = session.Run("Test-XmrtFunction $folder/supabase/functions/secret").Succeeded()
            .Of<FunctionTestResult>().Single(r => r.Test == FunctionTestKind.Secrets);

        Assert.Equal(
            [".env:1", "index.ts:1", "index.ts:2", "index.ts:3", "index.ts:4", "index.ts:6"],
            result.Findings.Select(f => f.Reason.Split(' ')[0].Split('/')[^1]).Order(StringComparer.Ordinal));
        Assert.Equal("PublicKeyInSource", result.Findings.Single(f => f.Reason.Contains("index.ts:4", StringComparison.Ordinal)).Code);
        Assert.Contains("FunctionTestsFailed", refused.ErrorIds);
        foreach (PwshResult run in new[] { shown, refused })
        {
            string all = run.Screen + string.Join('\n', run.Verbose) + string.Join('\n', run.Warnings) + string.Join('\n', run.Errors)
                + string.Join('\n', run.Output.Select(o => o?.BaseObject));
            Assert.DoesNotContain(Canary, all, StringComparison.Ordinal);
            Assert.DoesNotContain(password, all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_without_an_entry_point_fails_and_a_path_that_is_not_there_is_an_error()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.Write("supabase/functions/empty/readme.md", "nothing");
        using PwshSession session = project.Connect();

        FunctionTestResult entry = session.Run("Test-XmrtFunction $folder/supabase/functions/empty").Succeeded().Of<FunctionTestResult>()[0];

        Assert.Equal((false, "EntrypointMissing"), (entry.Passed, entry.Findings[0].Code));
        Assert.Equal(["FunctionSourceMissing"], session.Run("Test-XmrtFunction $folder/nowhere").ErrorIds);
    }

    [Fact]
    public async Task The_view_fits_eighty_columns()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy", "import x from \"https://esm.sh/@supabase/a-very-long-name-of-a-package-that-goes-on@2\";\nx(Deno.env.get(\"NOT_SET_ANYWHERE_AT_ALL\"));\n");
        using PwshSession session = project.Connect("de-DE");

        string screen = session.Run("Test-XmrtFunction $folder/supabase/functions/mining-proxy").Succeeded().Screen;

        Assert.All(screen.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("Function: mining-proxy", screen, StringComparison.Ordinal);
    }
}
