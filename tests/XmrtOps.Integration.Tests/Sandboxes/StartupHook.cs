using XmrtOps.Sandbox;

// The runtime calls this by name before Main where DOTNET_STARTUP_HOOKS names this assembly. SandboxProcess uses it to
// have a real process that owns sandboxes and can be ended in every way, without a project of its own.
#pragma warning disable CA1050, CA1852, MA0047, VSTHRD002 // The name, the global namespace and Main's lack of await are the runtime's.
internal sealed class StartupHook
{
    public const string Variable = "XMRT_TEST_SANDBOX_PROCESS";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;

        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            Console.WriteLine(ObeyAsync(words[0], words.ElementAtOrDefault(1) ?? string.Empty).GetAwaiter().GetResult());
        }

        Environment.Exit(0);
    }

    private static async Task<string> ObeyAsync(string command, string argument)
    {
        try
        {
            switch (command)
            {
                case "start":
                    var options = new SandboxOptions { Name = argument, Seeded = false };
                    var sandbox = await SandboxHost.StartAsync(options, null, CancellationToken.None);
                    return $"{sandbox.Port} {sandbox.Directory}";
                case "list":
                    return string.Join(',', SandboxHost.List().Select(found => $"{found.Name}={found.State}"));
                case "stop":
                    return $"{await SandboxHost.StopAsync(argument, CancellationToken.None)}";
                case "exit":
                    Environment.Exit(int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture));
                    return "unreachable";
                default:
                    return "unknown command";
            }
        }
        catch (SandboxException error)
        {
            return $"{error.Condition}: {error.Message}";
        }
    }
}
