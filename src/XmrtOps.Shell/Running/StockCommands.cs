using System.Management.Automation;

namespace XmrtOps.Shell.Running;

/// <summary>
/// The commands that scripts take for granted and that come with pwsh, not with PowerShell's engine. A script that
/// calls one learns where it is, instead of being told to check its spelling.
/// </summary>
internal static class StockCommands
{
    private const string Names =
        """
        Add-Member Add-Type Clear-Variable Compare-Object ConvertFrom-CliXml ConvertFrom-Csv ConvertFrom-Json
        ConvertFrom-Markdown ConvertFrom-SddlString ConvertFrom-StringData ConvertTo-CliXml ConvertTo-Csv ConvertTo-Html
        ConvertTo-Json ConvertTo-Xml Debug-Runspace Disable-PSBreakpoint Disable-RunspaceDebug Enable-PSBreakpoint
        Enable-RunspaceDebug Export-Alias Export-Clixml Export-Csv Export-FormatData Export-PSSession Format-Custom
        Format-Hex Format-List Format-Table Format-Wide Get-Alias Get-Culture Get-Date Get-Error Get-Event
        Get-EventSubscriber Get-FileHash Get-FormatData Get-Host Get-MarkdownOption Get-Member Get-PSBreakpoint
        Get-PSCallStack Get-Random Get-Runspace Get-RunspaceDebug Get-SecureRandom Get-TraceSource Get-TypeData
        Get-UICulture Get-Unique Get-Uptime Get-Variable Get-Verb Group-Object Import-Alias Import-Clixml Import-Csv
        Import-LocalizedData Import-PowerShellDataFile Import-PSSession Invoke-Expression Invoke-RestMethod
        Invoke-WebRequest Join-String Measure-Command Measure-Object New-Alias New-Event New-Guid New-Object
        New-TemporaryFile New-TimeSpan New-Variable Out-File Out-GridView Out-Printer Out-String Read-Host
        Register-EngineEvent Register-ObjectEvent Remove-Alias Remove-Event Remove-PSBreakpoint Remove-TypeData
        Remove-Variable Select-Object Select-String Select-Xml Send-MailMessage Set-Alias Set-Date Set-MarkdownOption
        Set-PSBreakpoint Set-TraceSource Set-Variable Show-Command Show-Markdown Sort-Object Start-Sleep Tee-Object
        Test-Json Trace-Command Unblock-File Unregister-Event Update-FormatData Update-List Update-TypeData
        Wait-Debugger Wait-Event Write-Debug Write-Error Write-Host Write-Information Write-Output Write-Progress
        Write-Verbose Write-Warning

        Add-Content Clear-Content Clear-Item Clear-ItemProperty Clear-RecycleBin Convert-Path Copy-Item
        Copy-ItemProperty Debug-Process Get-ChildItem Get-Clipboard Get-ComputerInfo Get-Content Get-HotFix Get-Item
        Get-ItemProperty Get-ItemPropertyValue Get-Location Get-Process Get-PSDrive Get-PSProvider Get-Service
        Get-TimeZone Invoke-Item Join-Path Move-Item Move-ItemProperty New-Item New-ItemProperty New-PSDrive New-Service
        Pop-Location Push-Location Remove-Item Remove-ItemProperty Remove-PSDrive Remove-Service Rename-Computer
        Rename-Item Rename-ItemProperty Resolve-Path Restart-Computer Restart-Service Resume-Service Set-Clipboard
        Set-Content Set-Item Set-ItemProperty Set-Location Set-Service Set-TimeZone Split-Path Start-Process
        Start-Service Stop-Computer Stop-Process Stop-Service Suspend-Service Test-Connection Test-Path Wait-Process

        ConvertFrom-SecureString ConvertTo-SecureString Get-Acl Get-AuthenticodeSignature Get-CmsMessage Get-Credential
        Get-ExecutionPolicy Get-PfxCertificate New-FileCatalog Protect-CmsMessage Set-Acl Set-AuthenticodeSignature
        Set-ExecutionPolicy Test-FileCatalog Unprotect-CmsMessage

        Compress-Archive Expand-Archive Get-Counter Get-WinEvent New-WinEvent Start-ThreadJob Start-Transcript
        Stop-Transcript
        """;

    private static readonly HashSet<string> s_names =
        new(Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string command) => s_names.Contains(command);

    /// <summary>Says of a missing stock command where it is; leaves every other error as it is.</summary>
    public static void Explain(ErrorRecord error)
    {
        if (error.FullyQualifiedErrorId == nameof(CommandNotFoundException)
            && error.TargetObject is string name
            && Contains(name))
        {
            error.ErrorDetails = new ErrorDetails(
                $"'{name}' comes with pwsh. xmrtops has only the core commands of PowerShell's engine.")
            {
                RecommendedAction = Substitute(name)
                    + "Run the script in pwsh (PowerShell 7.6 or later) with Import-Module XmrtOps.",
            };
        }
    }

    private static string Substitute(string name) => name.ToUpperInvariant() switch
    {
        "CONVERTTO-JSON" => "Leave it out and run xmrtops with -OutputFormat Json. Or: ",
        "WRITE-OUTPUT" => "Leave the word out: a value that stands alone is output. Or: ",
        "FORMAT-TABLE" or "FORMAT-LIST" or "OUT-STRING" => "Leave it out: the module's views show objects. Or: ",
        "OUT-FILE" => "Leave it out and redirect the output of xmrtops. Or: ",
        _ => "",
    };
}
