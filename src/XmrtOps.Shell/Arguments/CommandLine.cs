namespace XmrtOps.Shell.Arguments;

/// <summary>Reads the command line, in the manner of pwsh's own.</summary>
internal static class CommandLine
{
    private static readonly string[] s_switches =
        ["Sandbox", "Connect", "Command", "File", "OutputFormat", "NonInteractive", "Version", "Help"];

    /// <exception cref="UsageException">It makes no sense.</exception>
    public static ShellOptions Parse(IReadOnlyList<string> arguments)
    {
        ShellOptions options = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        int next = 0;
        while (next < arguments.Count && options.File is null)
        {
            string name = SwitchName(arguments[next++]);
            if (!seen.Add(name))
            {
                throw new UsageException($"-{name} is given twice.");
            }

            options = name switch
            {
                "Sandbox" => options with { Sandbox = true },
                "NonInteractive" => options with { NonInteractive = true },
                "Version" => options with { Version = true },
                "Help" => options with { Help = true },
                "Connect" => options with { Connect = Value("a profile or a postgresql:// URL") },
                "OutputFormat" => options with { Format = Format(Value("Text or Json")) },
                "Command" => options with { Command = Text() },
                _ => options with { File = Value("the path of a script") },
            };

            // A value never looks like a switch, so that a forgotten one does not swallow the next switch.
            string Value(string what) =>
                next < arguments.Count && arguments[next].Length > 0 && arguments[next][0] != '-'
                    ? arguments[next++]
                    : throw new UsageException($"-{name} needs {what}.");

            // Script text may well begin with a dash: -Command '-join (Get-XmrtProfile).Name'.
            string Text() =>
                next < arguments.Count && !string.IsNullOrWhiteSpace(arguments[next])
                    ? arguments[next++]
                    : throw new UsageException("-Command needs the text of a script, or - for standard input.");
        }

        options = options with { FileArguments = [.. arguments.Skip(next)] };
        return options.Help || options.Version ? options : Consistent(options);
    }

    private static string SwitchName(string argument)
    {
        string name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..]
            : argument.StartsWith('-') ? argument[1..]
            : throw new UsageException(
                $"'{argument}' is not expected here. Quote the whole text of -Command; a script is run with -File.");
        if (name is "?" or "h" or "H")
        {
            return "Help";
        }

        return Array.Find(s_switches, s => s.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"There is no switch '{argument}'.");
    }

    private static OutputFormat Format(string text) =>
        text.Equals(nameof(OutputFormat.Text), StringComparison.OrdinalIgnoreCase) ? OutputFormat.Text
        : text.Equals(nameof(OutputFormat.Json), StringComparison.OrdinalIgnoreCase) ? OutputFormat.Json
        : throw new UsageException($"-OutputFormat is Text or Json, not '{text}'.");

    private static ShellOptions Consistent(ShellOptions options) => options switch
    {
        { Command: null, File: null } => throw new UsageException("Nothing to run: give -Command or -File."),
        { Command: not null, File: not null } => throw new UsageException("-Command and -File exclude each other."),
        { Sandbox: true, Connect: not null } => throw new UsageException("-Sandbox and -Connect exclude each other."),
        _ => options,
    };
}
