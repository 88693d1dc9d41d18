using System.Collections;
using System.Management.Automation;
using System.Text;
using XmrtOps.Integration.Tests.Projects;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Secrets;

/// <summary>
/// Secrets that are known here go through every command of the module: by connection, profile and environment, and repeated
/// by platforms in what they answer. None is found in anything that a command says or writes.
/// </summary>
public sealed class CanaryTests(SandboxServer server)
{
    private const int Depth = 5;

    // Refused passwords are secrets too: they often are those of another system.
    private const string WrongPassword = "canary-wrong-7f3a91c2";

    [Fact]
    public async Task No_secret_is_in_any_output_error_notice_or_file()
    {
        await using ProjectPlatforms platforms = new(server);
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        string[] secrets =
        [
            platforms.Identity.VercelToken, platforms.Identity.SupabaseToken, platforms.Identity.ServiceRoleKey,
            platforms.Identity.AnonKey, platforms.Identity.SecretKey, platforms.Identity.PublishableKey,
            platforms.Identity.JwtSecret, platforms.Vercel.Project.ProtectionBypass, server.Sandbox.Password, server.Sandbox.ReaderPassword,
            server.Sandbox.AdministratorPassword, server.Sandbox.AuthenticatorPassword, WrongPassword,
        ];
        string[] needles = [.. secrets.SelectMany(Forms).Distinct(StringComparer.Ordinal)];
        string prefix = $"CANARY{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(prefix + "TOKEN", platforms.Identity.VercelToken);
        Environment.SetEnvironmentVariable(prefix + "PASSWORD", server.Sandbox.Password);
        using PwshSession session = platforms.Connect(url: database.Url, width: 200);
        session.Set("wrong", database.UrlOf(server.Sandbox.UserName, WrongPassword));
        session.Set("bare", database.Url.Replace($":{server.Sandbox.Password}@", "@", StringComparison.Ordinal));
        session.Set("variable", prefix);
        session.Set("profile", $"canary-{Guid.NewGuid():N}"[..20]);
        session.Set("folder", folder.Path);
        session.Set("function", Function(folder.Path, platforms.Identity.SupabaseToken));
        string[] exported = [.. session.Run("(Get-Command -Module XmrtOps).Name").Succeeded().Of<string>().Order(StringComparer.Ordinal)];
        Assert.Equal(exported, CanaryArguments.All.Keys.Order(StringComparer.Ordinal));

        List<string> leaks = [];
        foreach ((string name, Fault? fault) in Echoes(secrets[..6]))
        {
            List<IDisposable> echoing = fault is null
                ? []
                : [.. new[] { platforms.Supabase.Api, platforms.Supabase.Address, platforms.VercelApi }.Select(s => s.Faults.While(fault))];
            foreach ((string command, string[] scripts) in CanaryArguments.All)
            {
                bool hasWhatIf = session.Run($"(Get-Command {command}).Parameters.ContainsKey('WhatIf')").Of<bool>().Single();
                foreach (string script in scripts)
                {
                    if (hasWhatIf)
                    {
                        Look($"{name}: {script} -WhatIf", session.Run(script + " -WhatIf -Verbose"));
                    }

                    if (!CanaryArguments.OnlyWhatIf.Contains(command))
                    {
                        Look($"{name}: {script}", session.Run(script + " -Verbose"));
                    }
                }
            }

            echoing.ForEach(one => one.Dispose());
        }

        foreach (string file in new[] { Surroundings.Home, folder.Path }.SelectMany(root =>
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)))
        {
            if (Path.GetFileName(file) == "index.ts")
            {
                continue;
            }

            string content = Encoding.Latin1.GetString(await ReadAsync(file));
            leaks.AddRange(needles.Where(needle => content.Contains(needle, StringComparison.Ordinal)).Select(_ => file));
        }

        Assert.Empty(leaks.Distinct(StringComparer.Ordinal));

        void Look(string what, PwshResult result) => leaks.AddRange(Said(result)
            .Where(text => needles.Any(needle => text.Contains(needle, StringComparison.Ordinal)))
            .Select(text => $"{what}: {text[..Math.Min(text.Length, 300)]}"));
    }

    /// <summary>A function with a token in its source, as it should not be.</summary>
    private static string Function(string folder, string token)
    {
        string path = Path.Combine(folder, "supabase", "functions", "canary");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "index.ts"), $"const token = \"{token}\";\nDeno.serve(() => new Response(token));\n");
        return path;
    }

    /// <summary>Platforms repeat what they were sent; other secrets they do not have.</summary>
    private static IEnumerable<(string Name, Fault? Fault)> Echoes(string[] secrets)
    {
        string all = string.Join(' ', secrets);
        yield return ("well", null);
        yield return ("refused", new Fault
        {
            StatusCode = 400,
            Body = $$$"""{"message":"bad token {{{all}}}","error":{"code":"bad_request","message":"bad token {{{all}}}"}}""",
            ContentType = "application/json",
            Headers = new Dictionary<string, string> { ["x-vercel-id"] = secrets[0], ["x-gotrue-id"] = secrets[1] },
        });
        yield return ("HTML", new Fault { StatusCode = 200, Body = $"<html>{all}</html>", ContentType = "text/html" });
    }

    /// <summary>As it is, its end (half a secret is one), and as the metrics' password and addresses carry it.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"service_role:{secret}"));
        if (secret.Length >= 32)
        {
            yield return secret[^16..];
        }
    }

    private static IEnumerable<string> Said(PwshResult result) =>
    [
        result.Screen,
        .. result.Output.SelectMany(item => Texts(item, Depth)),
        .. result.Errors.SelectMany(error => Texts(error)),
        .. result.Warnings,
        .. result.Verbose,
        .. result.Information.Select(information => $"{information.MessageData}"),
        .. result.Progress.Select(progress => $"{progress.Activity} {progress.StatusDescription} {progress.CurrentOperation}"),
        .. result.Prompts.Select(prompt => prompt.ToString()),
    ];

    private static IEnumerable<string> Texts(ErrorRecord error) =>
    [
        error.ToString(),
        $"{error.Exception}",
        $"{error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction}",
        .. Texts(error.TargetObject, Depth),
        .. Texts((error.Exception as Faults.XmrtException)?.Platform, Depth),
    ];

    private static IEnumerable<string> Texts(object? value, int depth)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null:
                yield break;
            case string text:
                yield return text;
                yield break;
            case IEnumerable list when depth > 0 && plain is not Type:
                foreach (object? item in list)
                {
                    foreach (string text in Texts(item, depth - 1))
                    {
                        yield return text;
                    }
                }

                yield break;
        }

        yield return $"{plain}";
        // Of what is not ours its text is enough.
        if (depth == 0 || plain.GetType().Namespace?.StartsWith("XmrtOps", StringComparison.Ordinal) != true)
        {
            yield break;
        }

        foreach (System.Reflection.PropertyInfo property in plain.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            foreach (string text in Texts(property.GetValue(plain), depth - 1))
            {
                yield return text;
            }
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        try
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            await stream.CopyToAsync(content);
            return content.ToArray();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Another test's, which has just removed it.
            return [];
        }
    }
}
