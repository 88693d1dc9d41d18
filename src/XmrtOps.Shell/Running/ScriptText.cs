using System.Management.Automation;
using System.Management.Automation.Language;

namespace XmrtOps.Shell.Running;

/// <summary>Script text of -Command.</summary>
internal sealed class ScriptText(string text) : Script
{
    public override Action<PowerShell> Prepare(Engine engine, CancellationToken cancellation)
    {
        // Parsed ahead: what the engine throws for text that only lacks its end is meant for prompts and shows nothing.
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Length == 0 ? pipeline => pipeline.AddScript(text) : throw new ParseException(errors);
    }
}
