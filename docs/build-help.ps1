#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
<#
.SYNOPSIS
Makes en-US/XmrtOps.dll-Help.xml from the pages beside it.

.DESCRIPTION
The pages are Markdown for people who read them on the web. Get-Help reads MAML and shows it as it is: PlatyPS puts fences,
backticks and soft line breaks into it, and lists no default values. This takes them out, so that the console can wrap the
text to its own width and tables keep their columns. The result is committed: building the module needs no pwsh.

.PARAMETER Check
Changes nothing, and fails when the committed file is not what the pages give.
#>
[CmdletBinding()]
param([switch] $Check)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$pages = Join-Path $PSScriptRoot 'en-US'
$target = Join-Path $pages 'XmrtOps.dll-Help.xml'

function Add-Paragraph([xml] $Maml, [System.Xml.XmlElement] $Parent, [string] $Text) {
    $paragraph = $Maml.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10')
    $paragraph.InnerText = $Text
    $null = $Parent.AppendChild($paragraph)
}

# Paragraphs of prose as one line each, so that the console wraps them.
function Get-Paragraph([string] $Markdown) {
    $Markdown.Trim() -split '(?:\r?\n){2,}' |
        ForEach-Object { ($_ -replace '\s*\r?\n\s*', ' ' -replace '`').Trim() } |
        Where-Object { $_ }
}

function Edit-Prose([xml] $Maml, [System.Xml.XmlElement] $Element) {
    $text = ($Element.ChildNodes | ForEach-Object InnerText) -join "`n`n"
    $Element.RemoveAll()
    foreach ($paragraph in Get-Paragraph $text) {
        Add-Paragraph -Maml $Maml -Parent $Element -Text $paragraph
    }
}

# What is typed and what comes back as code, kept to the blank; what is said about it after it.
function Edit-Example([xml] $Maml, [System.Xml.XmlElement] $Element, $Example) {
    $code = [System.Collections.Generic.List[string]]::new()
    $prose = [System.Text.RegularExpressions.Regex]::Replace(
        $Example.Remarks -replace '\r',
        '(?ms)^```(?<kind>\w+)\n(?<text>.*?)\n```$',
        {
            param($fence)
            $text = $fence.Groups['text'].Value
            # A line that is not indented begins a command.
            $code.Add($(if ($fence.Groups['kind'].Value -eq 'powershell') { $text -replace '(?m)^(?=\S)', 'PS> ' } else { $text }))
            ''
        })
    $Element.SelectSingleNode('*[local-name()="title"]').InnerText = $Example.Title
    $Element.SelectSingleNode('*[local-name()="introduction"]').RemoveAll()
    $Element.SelectSingleNode('*[local-name()="code"]').InnerText = $code -join "`n`n"
    $remarks = $Element.SelectSingleNode('*[local-name()="remarks"]')
    $remarks.RemoveAll()
    foreach ($paragraph in Get-Paragraph $prose) {
        Add-Paragraph -Maml $Maml -Parent $remarks -Text $paragraph
    }
}

$temporary = Join-Path ([System.IO.Path]::GetTempPath()) "xmrtops-help-$([guid]::NewGuid())"
try {
    $help = Measure-PlatyPSMarkdown -Path (Join-Path $pages '*.md') |
        Where-Object Filetype -Match CommandHelp |
        ForEach-Object { Import-MarkdownCommandHelp -Path $_.FilePath }
    $made = $help | Export-MamlCommandHelp -OutputFolder $temporary
    $maml = [xml]::new()
    $maml.Load($made.FullName)
    foreach ($command in $maml.DocumentElement.ChildNodes) {
        $name = $command.SelectSingleNode('*/*[local-name()="name"]').InnerText
        $page = $help | Where-Object Title -EQ $name
        foreach ($prose in $command.SelectNodes('.//*[local-name()="description" or local-name()="alert"]')) {
            Edit-Prose -Maml $maml -Element $prose
        }

        $examples = @($command.SelectNodes('.//*[local-name()="example"]'))
        for ($i = 0; $i -lt $examples.Count; $i++) {
            Edit-Example -Maml $maml -Element $examples[$i] -Example $page.Examples[$i]
        }

        foreach ($parameter in $command.SelectNodes('*[local-name()="parameters"]/*')) {
            $known = $page.Parameters | Where-Object Name -EQ $parameter.SelectSingleNode('*[local-name()="name"]').InnerText
            if ($known.DefaultValue) {
                $default = $maml.CreateElement('dev', 'defaultValue', 'http://schemas.microsoft.com/maml/dev/2004/10')
                $default.InnerText = $known.DefaultValue
                $null = $parameter.AppendChild($default)
            }
        }

        foreach ($link in @($command.SelectNodes('.//*[local-name()="navigationLink"]'))) {
            if ($link.SelectSingleNode('*[local-name()="linkText"]').InnerText -eq 'Online Version') {
                $null = $link.ParentNode.RemoveChild($link)
            }
            else {
                $link.SelectSingleNode('*[local-name()="uri"]').InnerText = ''
            }
        }
    }

    $writer = [System.IO.StringWriter]::new()
    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; OmitXmlDeclaration = $true; NewLineChars = "`n" }
    $xml = [System.Xml.XmlWriter]::Create($writer, $settings)
    $maml.Save($xml)
    $xml.Dispose()
    $text = "<?xml version=""1.0"" encoding=""utf-8""?>`n$writer`n"
    if (-not $Check) {
        [System.IO.File]::WriteAllText($target, $text)
    }
    elseif ([System.IO.File]::ReadAllText($target) -cne $text) {
        throw "$target is not what the pages give. Run docs/build-help.ps1 and commit it."
    }
}
finally {
    Remove-Item $temporary -Recurse -Force -ErrorAction Ignore
}
