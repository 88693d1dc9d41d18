using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Module;

namespace XmrtOps.Sandboxes;

/// <summary>Lists the sandboxes of this user on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtSandbox")]
[OutputType(typeof(XmrtSandbox))]
public sealed class GetXmrtSandboxCommand : XmrtCmdlet
{
    /// <summary>Names to look for.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override void Process()
    {
        WildcardPattern[] patterns = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        foreach (XmrtSandbox sandbox in SandboxWork.List().Where(s => patterns.Any(p => p.IsMatch(s.Name))))
        {
            WriteObject(sandbox);
        }
    }
}
