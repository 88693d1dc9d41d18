#Requires -Version 7.6
<#
.SYNOPSIS
Builds, tests and packs XmrtOps, for people who have pwsh. `dotnet build` and `dotnet test` do without it.

.EXAMPLE
./build.ps1
Stages an importable module in out/XmrtOps/<version>/.

.EXAMPLE
./build.ps1 Test, Pester -Configuration Release
#>
[CmdletBinding()]
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Configuration', Justification = 'The tasks use it.')]
param(
    # Build stages the module; Test runs the xunit tests; Pester the scenarios in this pwsh; Docs turns docs/en-US/*.md
    # into the module's help; Bench measures the performance contract; Package makes artifacts/*.zip and *.nupkg.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Docs', 'Bench', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

function Get-StagedModule {
    $manifest = Import-PowerShellDataFile "$PSScriptRoot/XmrtOps.psd1"
    "$PSScriptRoot/out/XmrtOps/$($manifest.ModuleVersion)"
}

function Invoke-BuildTask {
    dotnet build "$PSScriptRoot/src/XmrtOps" --configuration $Configuration
}

function Invoke-TestTask {
    Push-Location $PSScriptRoot
    try {
        dotnet test --configuration $Configuration
    }
    finally {
        Pop-Location
    }
}

function Invoke-PesterTask {
    Invoke-BuildTask
    Import-Module Pester -MinimumVersion 5.7 -MaximumVersion 5.99

    # In a process of its own: this one could not replace the module that it has imported.
    $scenarios = "$PSScriptRoot/tests/Pester"
    pwsh -NoProfile -NonInteractive -Command "
        Import-Module Pester -MinimumVersion 5.7 -MaximumVersion 5.99
        `$run = Invoke-Pester -Path '$($scenarios -replace "'", "''")' -Output Detailed -PassThru
        exit [int](`$run.Result -ne 'Passed')"
}

function Invoke-DocsTask {
    & "$PSScriptRoot/docs/build-help.ps1"
}

function Invoke-BenchTask {
    dotnet run --project "$PSScriptRoot/tests/XmrtOps.Benchmarks" --configuration Release
}

function Invoke-PackageTask {
    $version = Split-Path (Get-StagedModule) -Leaf
    $artifacts = New-Item -ItemType Directory -Path "$PSScriptRoot/artifacts" -Force
    dotnet clean "$PSScriptRoot/src/XmrtOps" --configuration Release
    dotnet build "$PSScriptRoot/src/XmrtOps" --configuration Release

    $archive = "$artifacts/XmrtOps-$version.zip"
    Remove-Item $archive -ErrorAction Ignore
    # With its folders' names, so that it is unpacked into a folder of PSModulePath as it is.
    Compress-Archive -Path "$PSScriptRoot/out/XmrtOps" -DestinationPath $archive
    Get-Item $archive

    # Its analysis is of libraries: it wants lib/, where a module has none.
    $nuspec = New-Nuspec -Version $version -Directory $artifacts
    try {
        dotnet pack "$PSScriptRoot/src/XmrtOps" --configuration Release --no-build --output $artifacts `
            "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$(Get-StagedModule)" -p:NoPackageAnalysis=true
    }
    finally {
        Remove-Item $nuspec
    }
    Get-Item "$artifacts/XmrtOps.$version.nupkg"
}

# The package that galleries of PowerShell take: the module's files at its root, and tags that say what is in it.
function New-Nuspec {
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([string] $Version, [string] $Directory)

    $manifest = Import-PowerShellDataFile "$(Get-StagedModule)/XmrtOps.psd1"
    $tags = @('PSModule') + $manifest.PrivateData.PSData.Tags +
        @($manifest.CmdletsToExport | ForEach-Object { "PSCommand_$_"; "PSCmdlet_$_" })
    $xml = [xml]'<package><metadata><id>XmrtOps</id></metadata></package>'
    $metadata = $xml.SelectSingleNode('/package/metadata')
    $values = [ordered]@{
        version                  = $Version
        authors                  = $manifest.Author
        requireLicenseAcceptance = 'false'
        description              = $manifest.Description
        copyright                = $manifest.Copyright
        tags                     = $tags -join ' '
    }
    foreach ($name in $values.Keys) {
        $metadata.AppendChild($xml.CreateElement($name)).InnerText = $values[$name]
    }
    $license = $metadata.AppendChild($xml.CreateElement('license'))
    $license.SetAttribute('type', 'expression')
    $license.InnerText = 'MIT'

    $files = $xml.DocumentElement.AppendChild($xml.CreateElement('files'))
    $file = $files.AppendChild($xml.CreateElement('file'))
    $file.SetAttribute('src', '**')
    $file.SetAttribute('target', '')

    $path = "$Directory/XmrtOps.nuspec"
    $xml.Save($path)
    $path
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
