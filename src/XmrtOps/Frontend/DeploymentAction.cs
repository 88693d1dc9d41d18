namespace XmrtOps.Frontend;

/// <summary>What Start-XmrtDeployment does.</summary>
public enum DeploymentAction
{
    /// <summary>Builds a deployment's source once more, with the variables of today.</summary>
    Rebuild,

    /// <summary>Builds a branch, tag or commit of the repository.</summary>
    Build,

    /// <summary>Leads the production domains to a deployment that is built already.</summary>
    Promote,
}
