@{
    RootModule           = 'XmrtOps.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d3c3a0e-6f0b-4c59-9a54-1d6a0c9f3e71'
    Author               = 'XmrtOps maintainers'
    CompanyName          = 'XmrtOps maintainers'
    Copyright            = 'Copyright (c) 2026 XmrtOps maintainers. MIT licence.'
    Description          = 'The production runbook of the XMRT Ecosystem (Supabase, Vercel) as commands that return objects.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'

    FormatsToProcess     = @('XmrtOps.Format.ps1xml')
    TypesToProcess       = @('XmrtOps.Types.ps1xml')

    CmdletsToExport      = @(
        'Connect-Xmrt'
        'Disconnect-Xmrt'
        'Get-XmrtConnection'
        'Get-XmrtContact'
        'Get-XmrtJournal'
        'Get-XmrtProfile'
        'Remove-XmrtProfile'
        'Set-XmrtProfile'
        'Get-XmrtHealth'
        'Get-XmrtSystemStat'
        'Get-XmrtProject'
        'Test-XmrtFrontend'
        'Get-XmrtDeployment'
        'Get-XmrtDeploymentLog'
        'Start-XmrtDeployment'
        'Get-XmrtDatabase'
        'Get-XmrtSlowQuery'
        'Save-XmrtQueryBaseline'
        'Get-XmrtQueryBaseline'
        'Compare-XmrtQueryBaseline'
        'Remove-XmrtQueryBaseline'
        'Get-XmrtQueryPlan'
        'Get-XmrtActivity'
        'Stop-XmrtActivity'
        'Get-XmrtLock'
        'Get-XmrtTable'
        'Save-XmrtTableSize'
        'Get-XmrtIndex'
        'Find-XmrtMissingIndex'
        'New-XmrtIndex'
        'Remove-XmrtIndex'
        'Get-XmrtLog'
        'Get-XmrtFunction'
        'Get-XmrtSecret'
        'Save-XmrtFunction'
        'Test-XmrtFunction'
        'Get-XmrtDependency'
        'Publish-XmrtFunction'
        'Get-XmrtTopError'
        'ConvertFrom-XmrtJwt'
        'Test-XmrtJwt'
        'Get-XmrtAuthSetting'
        'Compare-XmrtEnvironment'
        'Get-XmrtAuthFailure'
        'Get-XmrtPolicy'
        'Test-XmrtPolicy'
        'Get-XmrtRateLimit'
        'Clear-XmrtRateLimit'
        'Measure-XmrtRateLimitPolicy'
        'Get-XmrtThrottledRequest'
        'Get-XmrtFirewallBypass'
        'Add-XmrtFirewallBypass'
        'Remove-XmrtFirewallBypass'
        'Remove-XmrtLog'
        'Remove-XmrtConversation'
        'Import-XmrtArchive'
        'Get-XmrtConversation'
        'Test-XmrtConversation'
        'Get-XmrtActiveUser'
        'Get-XmrtMigration'
        'New-XmrtRollbackPlan'
        'Invoke-XmrtRollback'
        'Undo-XmrtRollback'
        'Start-XmrtSandbox'
        'Stop-XmrtSandbox'
        'Get-XmrtSandbox'
        'Invoke-XmrtScenario'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Linux', 'MacOS', 'Windows', 'Supabase', 'Vercel', 'PostgreSQL', 'Runbook', 'Operations')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
