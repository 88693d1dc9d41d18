using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Authentication;

/// <summary>Shows Auth's settings as they are hosted (runbook, lines 67 and 74).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtAuthSetting")]
[OutputType(typeof(AuthSetting))]
public sealed class GetXmrtAuthSettingCommand : PlatformReadCmdlet<AuthSetting>
{
    private ProjectConfig? _local;

    /// <summary>The application's folder, or its supabase/config.toml, to compare with.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ProjectPath { get; set; }

    internal override IAsyncEnumerable<AuthSetting> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        AuthSettingReader.ReadAsync(connection, _local, notices, cancellation);

    private protected override void Begin() =>
        _local = ProjectPath is null ? null : ProjectConfig.Read(FilePathOf(ProjectPath));
}
