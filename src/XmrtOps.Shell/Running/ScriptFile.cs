using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using XmrtOps.Shell.Arguments;

namespace XmrtOps.Shell.Running;

/// <summary>
/// A script of -File. It runs as a function of the script's name and not as a script command, whose `exit n` would only
/// end itself; parsed as a file, so that $PSScriptRoot and the positions in errors are right.
/// </summary>
internal sealed partial class ScriptFile : Script
{
    private readonly ScriptBlockAst _script;
    private readonly ParseError[] _errors;
    private readonly string _name;
    private readonly IReadOnlyList<string> _arguments;

    private ScriptFile(ScriptBlockAst script, ParseError[] errors, string name, IReadOnlyList<string> arguments)
    {
        _script = script;
        _errors = errors;
        _name = name;
        _arguments = arguments;
    }

    /// <exception cref="UsageException">It cannot be read.</exception>
    public static ScriptFile Read(string path, IReadOnlyList<string> arguments)
    {
        try
        {
            // The parser makes a parse error of a file that it cannot read.
            File.OpenRead(path).Dispose();
            ScriptBlockAst script = Parser.ParseFile(Path.GetFullPath(path), out _, out ParseError[] errors);
            return new ScriptFile(script, errors, NotOfName().Replace(Path.GetFileName(path), "_"), arguments);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The script of -File cannot be read: {exception.Message}");
        }
    }

    public override Action<PowerShell> Prepare(Engine engine, CancellationToken cancellation)
    {
        if (_errors.Length > 0)
        {
            throw new ParseException(_errors);
        }

        new ScriptRequirementCheck(_name, engine).Demand(_script.ScriptRequirements, cancellation);
        engine.DefineFunction(_name, _script.GetScriptBlock());
        return pipeline =>
        {
            pipeline.AddCommand(_name);
            AddArguments(pipeline);
        };
    }

    /// <summary>As pwsh reads them: -Name value, -Name:value, -Switch, or by position.</summary>
    private void AddArguments(PowerShell pipeline)
    {
        foreach (string argument in _arguments)
        {
            if (!IsName(argument))
            {
                pipeline.AddArgument(argument);
            }
            else if (argument.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                pipeline.AddParameter(argument[1..colon], Value(argument[(colon + 1)..]));
            }
            else
            {
                // With its dash and no value, the engine decides as at a prompt: a switch, or a name whose value follows.
                pipeline.Commands.Commands[^1].Parameters.Add(new CommandParameter(argument));
            }
        }
    }

    private static bool IsName(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');

    /// <summary>Text cannot become a switch: $true and $false are what they say.</summary>
    private static object Value(string text) =>
        text.Equals("$true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("$false", StringComparison.OrdinalIgnoreCase) ? false
        : text;

    [GeneratedRegex(@"[^\w.-]", RegexOptions.NonBacktracking)]
    private static partial Regex NotOfName();
}
