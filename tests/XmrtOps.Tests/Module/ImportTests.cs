namespace XmrtOps.Tests.Module;

/// <summary>What importing and removing the module does to a process, told by processes of their own.</summary>
public sealed class ImportTests
{
    private static readonly string s_neighbour = StagedModule.Metadata("XmrtOps.Neighbour");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Importing_loads_one_assembly_and_no_package()
    {
        IReadOnlyList<string> loaded = await FreshEngine.RunAsync(
            $$"""
            function Get-Loaded {
                foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                    foreach ($assembly in $context.Assemblies) {
                        if (-not $assembly.IsDynamic) { $assembly.Location }
                    }
                }
            }
            $framework = [System.IO.Path]::GetDirectoryName([object].Assembly.Location)
            $probe = [AppContext]::BaseDirectory
            Import-Module '{{StagedModule.Manifest}}'
            $null = Get-Command -Module XmrtOps -Syntax
            Get-Loaded | Where-Object { [System.IO.Path]::GetDirectoryName($_) -ne $framework -and -not $_.StartsWith($probe) }
            """,
            Cancellation);

        Assert.Equal([Path.Combine(StagedModule.Directory, "XmrtOps.dll")], loaded);
    }

    [Fact]
    public async Task The_first_use_of_the_driver_loads_it_in_a_context_of_its_own()
    {
        IReadOnlyList<string> said = await FreshEngine.RunAsync(
            $$"""
            Import-Module '{{StagedModule.Manifest}}'
            try { Connect-Xmrt 'postgresql://nobody@127.0.0.1:1/none' } catch { $_.FullyQualifiedErrorId }
            foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($assembly in $context.Assemblies) {
                    if ($assembly.GetName().Name -in 'Npgsql', 'XmrtOps.Adapters', 'XmrtOps') {
                        '{0} in {1}' -f $assembly.GetName().Name, $context.Name
                    }
                }
            }
            """,
            Cancellation);

        Assert.Equal("HostUnreachable,XmrtOps.Connections.ConnectXmrtCommand", said[0]);
        Assert.Equal(
            ["Npgsql in XmrtOps", "XmrtOps in Default", "XmrtOps.Adapters in XmrtOps"],
            said.Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Importing_again_and_removing_leave_one_set_of_exports()
    {
        IReadOnlyList<string> said = await FreshEngine.RunAsync(
            $$"""
            $manifest = '{{StagedModule.Manifest}}'
            function Show { '{0} modules, {1} commands' -f @(Get-Module XmrtOps).Count, @(Get-Command -Module XmrtOps).Count }
            function Try-Connecting { try { Connect-Xmrt 'postgresql://nobody@127.0.0.1:1/none' } catch { $_.FullyQualifiedErrorId } }
            Import-Module $manifest
            Show
            $type = (Get-Command Get-XmrtConnection).ImplementingType
            Import-Module $manifest -Force
            Show
            Try-Connecting
            Remove-Module XmrtOps
            Show
            Import-Module $manifest
            Show
            Try-Connecting
            $type -eq (Get-Command Get-XmrtConnection).ImplementingType
            """,
            Cancellation);

        string all = $"1 modules, {Exported.CmdletTypes.Count} commands";
        const string unreachable = "HostUnreachable,XmrtOps.Connections.ConnectXmrtCommand";
        Assert.Equal([all, all, unreachable, "0 modules, 0 commands", all, unreachable, "True"], said);
    }

    [Fact]
    public async Task Removing_it_in_one_runspace_leaves_another_one_working()
    {
        IReadOnlyList<string> said = await FreshEngine.RunAsync(
            $$"""
            Import-Module '{{StagedModule.Manifest}}'
            $other = [powershell]::Create([initialsessionstate]::CreateDefault2())
            $null = $other.AddScript("Import-Module '{{StagedModule.Manifest}}'; Remove-Module XmrtOps").Invoke()
            try { Connect-Xmrt 'postgresql://nobody@127.0.0.1:1/none' } catch { $_.FullyQualifiedErrorId }
            """,
            Cancellation);

        Assert.Equal(["HostUnreachable,XmrtOps.Connections.ConnectXmrtCommand"], said);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_neighbour_with_another_Npgsql_works_before_and_after_us(bool neighbourFirst)
    {
        string ours = "try { Connect-Xmrt 'postgresql://nobody@127.0.0.1:1/none' } catch { $_.FullyQualifiedErrorId }";
        string theirs = "Invoke-NeighbourQuery; try { Invoke-NeighbourQuery 'Host=127.0.0.1;Port=1' } catch { $_.Exception.GetType() }";

        IReadOnlyList<string> said = await FreshEngine.RunAsync(
            $$"""
            {{(neighbourFirst ? $"Import-Module '{s_neighbour}'" : "")}}
            Import-Module '{{StagedModule.Manifest}}'
            {{(neighbourFirst ? theirs : "")}}
            {{ours}}
            {{(neighbourFirst ? "" : $"Import-Module '{s_neighbour}'")}}
            {{theirs}}
            {{ours}}
            foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($assembly in $context.Assemblies) {
                    $name = $assembly.GetName()
                    if ($name.Name -eq 'Npgsql') { 'Npgsql {0} in {1}' -f $name.Version.ToString(3), $context.Name }
                }
            }
            """,
            Cancellation);

        string[] us = ["HostUnreachable,XmrtOps.Connections.ConnectXmrtCommand"];
        string[] them = ["9.0.3", "9.0.3", "Npgsql.NpgsqlException"];
        Assert.Equal(
            [.. neighbourFirst ? them : [], .. us, .. them, .. us, "Npgsql 10.0.3 in XmrtOps", "Npgsql 9.0.3 in Default"],
            said.Take(said.Count - 2).Concat(said.TakeLast(2).Order(StringComparer.Ordinal)));
    }
}
