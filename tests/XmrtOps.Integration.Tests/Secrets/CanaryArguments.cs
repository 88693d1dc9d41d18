namespace XmrtOps.Integration.Tests.Secrets;

/// <summary>What every command of the module is called with: a command that is not here fails the canary test.</summary>
internal static class CanaryArguments
{
    /// <summary>Scripts by command, each ending with it, so that parameters can follow.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Set-XmrtProfile"] =
        [
            "Set-XmrtProfile $profile -DatabaseUrl $bare -PasswordFrom \"env:${variable}PASSWORD\" -VercelTokenFrom \"env:${variable}TOKEN\" -PassThru",
            "Set-XmrtProfile $profile -DatabaseUrl $url",
            "Set-XmrtProfile $profile -VercelTokenFrom ([Environment]::GetEnvironmentVariable(\"${variable}TOKEN\"))",
        ],
        ["Connect-Xmrt"] =
        [
            "Connect-Xmrt $url -Name again @given -NoCurrent",
            "Connect-Xmrt $wrong -Name refused @given -NoCurrent",
            "Connect-Xmrt $profile -NoCurrent",
            "Connect-Xmrt \"postgresql://postgres:canary-wrong-7f3a91c2@127.0.0.1:bad/db\" -NoCurrent",
            "Connect-Xmrt canary-wrong-7f3a91c2 -NoCurrent -ErrorAction SilentlyContinue; Get-XmrtConnection",
        ],
        ["Get-XmrtProfile"] = ["Get-XmrtProfile $profile"],
        ["Get-XmrtConnection"] = ["Get-XmrtConnection"],
        ["Get-XmrtContact"] = ["Get-XmrtContact"],
        ["Get-XmrtHealth"] = ["Get-XmrtHealth"],
        ["Get-XmrtSystemStat"] = ["Get-XmrtSystemStat"],
        ["Get-XmrtProject"] = ["Get-XmrtProject"],
        ["Test-XmrtFrontend"] = ["Test-XmrtFrontend"],
        ["Get-XmrtDeployment"] = ["Get-XmrtDeployment -First 2", "Get-XmrtDeployment dpl_unknown"],
        ["Get-XmrtDeploymentLog"] = ["Get-XmrtDeploymentLog -Tail 5"],
        ["Start-XmrtDeployment"] = ["Start-XmrtDeployment -Force -NoWait"],
        ["Get-XmrtDatabase"] = ["Get-XmrtDatabase"],
        ["Get-XmrtSlowQuery"] = ["Get-XmrtSlowQuery -First 3"],
        ["Save-XmrtQueryBaseline"] = ["Save-XmrtQueryBaseline canary -Force"],
        ["Get-XmrtQueryBaseline"] = ["Get-XmrtQueryBaseline"],
        ["Compare-XmrtQueryBaseline"] = ["Compare-XmrtQueryBaseline canary -First 3"],
        ["Get-XmrtQueryPlan"] = ["Get-XmrtQueryPlan 'SELECT 1'", "Get-XmrtQueryPlan 'SELECT nonsense'"],
        ["Get-XmrtActivity"] = ["Get-XmrtActivity"],
        ["Stop-XmrtActivity"] = ["Stop-XmrtActivity -ProcessId 2147483000 -Force"],
        ["Get-XmrtLock"] = ["Get-XmrtLock"],
        ["Get-XmrtTable"] = ["Get-XmrtTable -First 3"],
        ["Save-XmrtTableSize"] = ["Save-XmrtTableSize"],
        ["Get-XmrtIndex"] = ["Get-XmrtIndex -First 3"],
        ["Find-XmrtMissingIndex"] = ["Find-XmrtMissingIndex"],
        ["New-XmrtIndex"] = ["New-XmrtIndex public.agents name -Name canary_index -Force"],
        ["Remove-XmrtIndex"] = ["Remove-XmrtIndex canary_index -Force"],
        ["Get-XmrtLog"] =
        [
            "Get-XmrtLog Function -First 2", "Get-XmrtLog Api -First 2", "Get-XmrtLog Frontend -First 2", "Get-XmrtLog Database -First 2",
        ],
        ["Get-XmrtFunction"] = ["Get-XmrtFunction mining-proxy -Probe", "Get-XmrtFunction -Saved"],
        ["Get-XmrtSecret"] = ["Get-XmrtSecret"],
        ["Save-XmrtFunction"] = ["Save-XmrtFunction mining-proxy"],
        ["Test-XmrtFunction"] = ["Test-XmrtFunction $function"],
        ["Get-XmrtDependency"] = ["Get-XmrtDependency $function", "Get-XmrtDependency -Function mining-proxy"],
        ["Publish-XmrtFunction"] = ["Publish-XmrtFunction $function -AllowFailedTest -Force"],
        ["Get-XmrtMigration"] = ["Get-XmrtMigration -First 3"],
        ["New-XmrtRollbackPlan"] =
        [
            "New-XmrtRollbackPlan -Frontend", "New-XmrtRollbackPlan -Function mining-proxy", "New-XmrtRollbackPlan -Database -Last 2 -As Down",
        ],
        ["Invoke-XmrtRollback"] =
        [
            "Invoke-XmrtRollback -Frontend -AllowStaleEnvironment -Force", "Invoke-XmrtRollback -Function mining-proxy -Version 1 -Force",
            "Invoke-XmrtRollback -Database -Version 20251118083247 -As Down -Force",
        ],
        ["Undo-XmrtRollback"] = ["Undo-XmrtRollback -Force"],
        ["Get-XmrtTopError"] = ["Get-XmrtTopError -First 2"],
        ["ConvertFrom-XmrtJwt"] = ["ConvertFrom-XmrtJwt $given.AnonKey", "ConvertFrom-XmrtJwt $given.SupabaseToken"],
        ["Test-XmrtJwt"] = ["Test-XmrtJwt $given.AnonKey -Secret $given.ServiceKey"],
        ["Get-XmrtPolicy"] = ["Get-XmrtPolicy memory_contexts"],
        ["Test-XmrtPolicy"] = ["Test-XmrtPolicy memory_contexts anon -Action Select -Force"],
        ["Get-XmrtAuthSetting"] = ["Get-XmrtAuthSetting"],
        ["Get-XmrtAuthFailure"] = ["Get-XmrtAuthFailure"],
        ["Compare-XmrtEnvironment"] = ["Compare-XmrtEnvironment"],
        ["Get-XmrtThrottledRequest"] = ["Get-XmrtThrottledRequest"],
        ["Add-XmrtFirewallBypass"] = ["Add-XmrtFirewallBypass 203.0.113.7 -Force"],
        ["Get-XmrtFirewallBypass"] = ["Get-XmrtFirewallBypass"],
        ["Remove-XmrtFirewallBypass"] = ["Remove-XmrtFirewallBypass 203.0.113.7 -Force"],
        ["Get-XmrtRateLimit"] = ["Get-XmrtRateLimit -First 2"],
        ["Clear-XmrtRateLimit"] = ["Clear-XmrtRateLimit nobody -Force"],
        ["Measure-XmrtRateLimitPolicy"] = ["Measure-XmrtRateLimitPolicy 60"],
        ["Remove-XmrtLog"] = ["Remove-XmrtLog 3650d -Force", "Remove-XmrtLog 90d -Archive $folder/logs -MaximumRows 10 -Force"],
        ["Remove-XmrtConversation"] = ["Remove-XmrtConversation 3650d -Force"],
        ["Import-XmrtArchive"] = ["Import-XmrtArchive $folder/logs -Force"],
        ["Get-XmrtConversation"] = ["Get-XmrtConversation -First 2"],
        ["Test-XmrtConversation"] = ["Test-XmrtConversation -Force"],
        ["Get-XmrtActiveUser"] = ["Get-XmrtActiveUser"],
        ["Start-XmrtSandbox"] = ["Start-XmrtSandbox canary"],
        ["Stop-XmrtSandbox"] = ["Stop-XmrtSandbox canary"],
        ["Get-XmrtSandbox"] = ["Get-XmrtSandbox"],
        ["Invoke-XmrtScenario"] = ["Invoke-XmrtScenario FunctionMissingSecret"],
        ["Get-XmrtJournal"] = ["Get-XmrtJournal -First 50"],
        ["Remove-XmrtQueryBaseline"] = ["Remove-XmrtQueryBaseline canary -Force"],
        ["Remove-XmrtProfile"] = ["Remove-XmrtProfile $profile"],
        ["Disconnect-Xmrt"] = ["Disconnect-Xmrt again"],
    };

    /// <summary>What would break or end what other tests use, or takes seconds; what it says beforehand is looked at.</summary>
    public static IReadOnlyList<string> OnlyWhatIf { get; } = ["Start-XmrtSandbox", "Stop-XmrtSandbox", "Invoke-XmrtScenario"];
}
