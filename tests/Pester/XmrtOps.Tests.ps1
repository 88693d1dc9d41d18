#Requires -Version 7.6
# What a user types into a real pwsh, against a sandbox. Needs PostgreSQL's binaries; XMRTOPS_TEST_POSTGRES_BIN names
# others than the installed ones. What PowerShell's bare engine can tell is tested in tests/XmrtOps.Tests.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $data = Import-PowerShellDataFile (Join-Path $root XmrtOps.psd1)
    $exports = $data.CmdletsToExport
    $scripts = (Join-Path $root build.ps1), (Join-Path $root docs build-help.ps1), (Join-Path $root out XmrtOps $data.ModuleVersion XmrtOps.psd1)
}

BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $version = (Import-PowerShellDataFile (Join-Path $root XmrtOps.psd1)).ModuleVersion
    $staged = Join-Path $root out XmrtOps $version
    $manifest = Join-Path $staged XmrtOps.psd1

    # Not on TestDrive, which is emptied after each Describe.
    $stateHome = New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "xmrtops-pester-$PID")
    $env:XMRTOPS_HOME = $stateHome
    $env:NO_COLOR = '1'
    $PSStyle.OutputRendering = 'PlainText'
    Import-Module $manifest -Force

    $bin = if ($env:XMRTOPS_TEST_POSTGRES_BIN) { @{ PostgresBin = $env:XMRTOPS_TEST_POSTGRES_BIN } } else { @{} }
    $sandbox = Start-XmrtSandbox -Name "pester-$PID" @bin
    $connection = $sandbox | Connect-Xmrt
}

AfterAll {
    $sandbox | Stop-XmrtSandbox -Confirm:$false
    Remove-Module XmrtOps
    Remove-Item $stateHome -Recurse -Force
}

Describe 'The first session' {
    It 'is current once it is connected' {
        (Get-XmrtConnection).Name | Should -Be $connection.Name
        $connection.IsProduction | Should -BeFalse
        $connection.Pooling | Should -Be 'Direct'
    }

    It 'reports a status with a reason for every component' {
        $checks = Get-XmrtHealth

        $checks.Count | Should -BeGreaterThan 3
        $checks.Status | ForEach-Object { "$_" | Should -BeIn 'Healthy', 'Degraded', 'Unhealthy', 'Unknown' }
        $checks | Where-Object Status -NE 'Healthy' | ForEach-Object { $_.Reason | Should -Not -BeNullOrEmpty }
        $checks | Group-Object Component | ForEach-Object Count | Should -Be (@(1) * $checks.Count)
    }

    It 'sorts, selects and converts slow queries as any object' {
        $json = Get-XmrtSlowQuery | Sort-Object Calls -Descending | Select-Object -First 3 | ConvertTo-Json
        $queries = $json | ConvertFrom-Json

        $queries.Count | Should -Be 3
        $queries[0].Calls | Should -BeGreaterOrEqual $queries[1].Calls
        $queries[1].Calls | Should -BeGreaterOrEqual $queries[2].Calls
        $queries[0].Connection | Should -Be $connection.Name
    }

    It 'writes numbers to a CSV file that come back as they were' {
        $path = Join-Path $TestDrive limits.csv
        $limits = Get-XmrtRateLimit -First 5
        $limits | Export-Csv $path
        $read = Import-Csv $path

        $read.Identifier | Should -Be $limits.Identifier
        [long[]] $read.Requests | Should -Be ([long[]] $limits.Requests)
    }

    It 'groups and measures rate limits' {
        $limits = Get-XmrtRateLimit -All
        $sum = ($limits | Measure-Object Requests -Sum).Sum
        $byIdentifier = $limits | Group-Object Identifier

        ($byIdentifier | ForEach-Object { ($_.Group | Measure-Object Requests -Sum).Sum } | Measure-Object -Sum).Sum |
            Should -Be $sum
    }

    It 'leaves a stream early without an error' {
        $row = Get-XmrtRateLimit -Raw | Select-Object -First 1 -ErrorVariable problems

        @($row).Count | Should -Be 1
        $problems | Should -BeNullOrEmpty
        # The connection is free again, and the server is done with the statement.
        { Get-XmrtSlowQuery -First 1 -ErrorAction Stop } | Should -Not -Throw
    }
}

Describe 'Clearing rate limits' {
    BeforeAll {
        # A point in time, so that no window leaves the list while the tests run.
        $since = [datetimeoffset]::Now.AddDays(-365)
    }

    It 'changes nothing under -WhatIf' {
        $before = (Get-XmrtRateLimit -All -Since $since | Measure-Object Requests -Sum).Sum

        Get-XmrtRateLimit -First 3 | Clear-XmrtRateLimit -WhatIf

        (Get-XmrtRateLimit -All -Since $since | Measure-Object Requests -Sum).Sum | Should -Be $before
    }

    It 'clears the windows that were shown, says so, and writes it to the journal' {
        $limit = Get-XmrtRateLimit -Since $since -First 1
        $identifier = [WildcardPattern]::Escape($limit.Identifier)
        $others = @(Get-XmrtRateLimit -All -Since $since).Count - 1

        $reset = $limit | Clear-XmrtRateLimit -Confirm:$false

        $reset.Requests | Should -Be $limit.Requests
        $reset.Connection | Should -Be $connection.Name
        @(Get-XmrtRateLimit -All -Since $since).Count | Should -Be $others
        Get-XmrtRateLimit -All -Since $since -Identifier $identifier |
            Where-Object { $_.Endpoint -eq $limit.Endpoint -and $_.WindowStart -eq $limit.WindowStart } |
            Should -BeNullOrEmpty
        (Get-XmrtJournal | Select-Object -First 1).Command | Should -Match 'Clear-XmrtRateLimit'
    }

    It 'never takes a record of another connection for one of the current connection' {
        $foreign = Get-XmrtRateLimit -First 1 | Select-Object *
        $foreign.Connection = 'elsewhere'
        $before = (Get-XmrtRateLimit -All -Since $since | Measure-Object Requests -Sum).Sum

        $foreign | Clear-XmrtRateLimit -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UnknownConnection,*'
        (Get-XmrtRateLimit -All -Since $since | Measure-Object Requests -Sum).Sum | Should -Be $before
    }
}

Describe 'What one sees' {
    It 'fits 80 columns: <_>' -ForEach 'Get-XmrtHealth', 'Get-XmrtSlowQuery', 'Get-XmrtRateLimit', 'Get-XmrtConnection', 'Get-XmrtSandbox', 'Get-XmrtContact', 'Get-XmrtJournal' {
        $lines = (& $_ | Out-String -Width 80) -split '\r?\n'

        $lines | Where-Object { $_.Length -gt 80 } | Should -BeNullOrEmpty
        $lines | Where-Object { $_ -match '\S' } | Should -Not -BeNullOrEmpty
    }

    It 'writes numbers in the culture of its reader, and the same objects' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $german = Get-XmrtSlowQuery -First 5
            $text = $german | Out-String -Width 80
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }

        $text | Should -Match '\d,\d+ (ms|s|%)'
        $german[0].MeanMs | Should -BeOfType double
    }

    It 'shows the whole text of a query in a list' {
        $query = Get-XmrtSlowQuery -All | Where-Object { $_.Query.Length -gt 100 } | Select-Object -First 1

        ($query | Format-List | Out-String -Width 4096) -replace '\s+' |
            Should -BeLike "*$([WildcardPattern]::Escape(($query.Query -replace '\s+')))*"
    }

    It 'completes the names of open connections' {
        $line = 'Get-XmrtSlowQuery -Connection '
        $found = (TabExpansion2 $line $line.Length).CompletionMatches

        $found.ListItemText | Should -Contain $connection.Name
    }
}

Describe 'Strict mode' {
    It 'finds every property on every record of <_>' -ForEach 'Get-XmrtHealth', 'Get-XmrtSlowQuery', 'Get-XmrtRateLimit', 'Get-XmrtSystemStat' {
        Set-StrictMode -Version Latest
        $records = @(& $_)
        $names = $records[0].PSObject.Properties.Name

        $records | ForEach-Object { $record = $_; $names | ForEach-Object { { $record.$_ } | Should -Not -Throw } }
        $records.Connection | Select-Object -Unique | Should -Be $connection.Name
    }
}

Describe 'A new pwsh' {
    It 'loads the module when one of its commands is typed' {
        $path = Join-Path (Split-Path (Split-Path $staged)) ''
        $said = pwsh -NoProfile -NonInteractive -Command "
            `$env:PSModulePath = '$path' + [System.IO.Path]::PathSeparator + `$env:PSModulePath
            Get-XmrtConnection; (Get-Module XmrtOps).Version.ToString()"

        $said | Should -Be $version
    }

    It 'imports without PostgreSQL, network or a state of its own' {
        $untouched = Join-Path $TestDrive untouched
        $said = pwsh -NoProfile -NonInteractive -Command "
            `$env:XMRTOPS_HOME = '$untouched'
            Import-Module '$manifest'
            Test-Path '$untouched'"

        $said | Should -Be 'False'
    }

    It 'says what to do when nothing is connected' {
        $said = pwsh -NoProfile -NonInteractive -Command "
            `$PSStyle.OutputRendering = 'PlainText'
            Import-Module '$manifest'; Get-XmrtSlowQuery" 2>&1 | Out-String

        $said | Should -Match 'Connect-Xmrt'
        $said | Should -Match 'Start-XmrtSandbox'
        $said | Should -Not -Match '   at XmrtOps'
    }
}

Describe 'Help' {
    It 'has a synopsis, two examples and a type for <_>' -ForEach $exports {
        $help = Get-Help $_ -Full

        $help.Synopsis.Trim() | Should -Not -BeLike "$_ *"
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $help.parameters.parameter | Where-Object { $_.name -notin 'WhatIf', 'Confirm', 'First', 'Skip', 'IncludeTotalCount' } |
            ForEach-Object { ($_.description.Text -join ' ').Trim() | Should -Not -BeNullOrEmpty -Because "-$($_.name) wants a description" }
    }
}

Describe 'Built help' {
    It 'is what the pages give' -Skip:(-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        { & (Join-Path $root docs build-help.ps1) -Check } | Should -Not -Throw
    }
}

Describe 'Scripts' {
    It 'pass PSScriptAnalyzer: <_>' -ForEach $scripts -Skip:(-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        Invoke-ScriptAnalyzer $_ | ForEach-Object { "$($_.RuleName) $($_.Line): $($_.Message)" } |
            Should -BeNullOrEmpty
    }
}
