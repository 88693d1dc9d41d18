using System.Management.Automation;
using System.Management.Automation.Runspaces;

// Runs the script that comes by standard input; a line for each object that it writes, errors to the other stream.
string script = await Console.In.ReadToEndAsync();
using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using PowerShell shell = PowerShell.Create(runspace);
shell.AddScript("$ErrorActionPreference = 'Stop'\n" + script);
try
{
    foreach (PSObject? item in shell.Invoke())
    {
        Console.Out.WriteLine(item);
    }

    return 0;
}
catch (RuntimeException exception)
{
    Console.Error.WriteLine($"{exception.ErrorRecord.FullyQualifiedErrorId}: {exception.Message}\n{exception.ErrorRecord.ScriptStackTrace}");
    return 1;
}
