namespace XmrtOps.Shell.Arguments;

/// <summary>What -Help prints, and what wrong usage gets.</summary>
internal static class HelpText
{
    public const string Usage =
        """
        Usage: xmrtops [-Sandbox | -Connect <profile or URL>] [-OutputFormat Text|Json] [-NonInteractive]
                       (-Command <text> | -File <path> [arguments])
               xmrtops -Help | -Version
        """;

    public const string Full = Usage +
        """


        Runs PowerShell script text with the module XmrtOps loaded, where no pwsh is installed.

          -Command <text>       The script text, as one argument; - reads it from standard input.
          -File <path> [...]    A script file. All that follows is the script's: -Name value, -Name:value, -Switch,
                                or by position.
          -Sandbox              Starts a disposable PostgreSQL with the XMRT schema and data, connects to it, and
                                removes it at the end.
          -Connect <target>     Runs Connect-Xmrt first, with a profile's name or a postgresql:// URL.
          -OutputFormat <f>     Text (default): as PowerShell shows objects. Json: one array of all output objects;
                                text that scripts print for people goes to standard error.
          -NonInteractive       Never asks: a command that wants to ask fails. So does one without a terminal.
          -Version, -Help       Print and end.

        Errors, warnings, verbose texts and progress go to standard error. Lines are as wide as the terminal, else
        COLUMNS or 120. NO_COLOR=1 switches colours off; they are never sent to a file or a pipe.

        Exit code
          0    Nothing failed.
          1    An error was written, or the script could not be parsed, connected or finished.
          2    Wrong usage, or the file of -File cannot be read.
          n    What the script said with 'exit n'. To pass on a program's code: exit $LASTEXITCODE.
          130  Ctrl+C. A second Ctrl+C does not wait for the clean-up. 143: SIGTERM, 129: SIGHUP.

        Only PowerShell's core commands are here (Where-Object, ForEach-Object, Get-Help, Import-Module, Out-Null, ...).
        Sort-Object, Select-Object, ConvertTo-Json and the like come with pwsh.

        Examples
          xmrtops -Sandbox -Command 'Get-XmrtHealth; Get-XmrtSlowQuery -First 5'
          xmrtops -Connect production -OutputFormat Json -Command 'Get-XmrtHealth' > health.json
          xmrtops -Connect production -NonInteractive -File ./nightly.ps1 -Since 24h
        """;
}
