namespace XmrtOps.Authentication;

/// <summary>How a setting of Auth is beside the project's file and the runbook.</summary>
public enum AuthSettingState
{
    /// <summary>The hosted value is not known; Reason says why.</summary>
    NotMeasured,

    /// <summary>Neither the file nor the runbook says what it should be.</summary>
    HostedOnly,

    /// <summary>As the file and the runbook have it, as far as they do.</summary>
    Equal,

    /// <summary>The file or the runbook has another value. The hosted one is what counts.</summary>
    Different,
}
