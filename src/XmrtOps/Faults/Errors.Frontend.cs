namespace XmrtOps.Faults;

/// <summary>Conditions of the frontend's deployments.</summary>
internal static partial class Errors
{
    public static XmrtException DeploymentOfAnotherProject(string id, string project, string ours) => new(
        "DeploymentOfAnotherProject",
        ErrorKind.InvalidArgument,
        $"The deployment {id} is one of the project {project}, and not of {ours}.",
        "Get-XmrtDeployment lists this project's; for the other one connect with -VercelProject.",
        id);

    public static XmrtException NoDeployment(string project) => new(
        "NoDeployment",
        ErrorKind.ObjectNotFound,
        $"Vercel's project '{project}' has no production deployment.",
        "Get-XmrtDeployment lists what there is; Start-XmrtDeployment -GitRef <branch> makes one.",
        project);

    public static XmrtException DeploymentNotReady(string id, string state) => new(
        "DeploymentNotReady",
        ErrorKind.InvalidState,
        $"The deployment {id} cannot be made current: it is {state}, and not READY. Nothing was sent.",
        $"Get-XmrtDeploymentLog {id} says why; Get-XmrtDeployment -Target Production -State Ready lists what can be promoted.",
        id);

    public static XmrtException DeploymentNotPromotable(string id, string target) => new(
        "DeploymentNotPromotable",
        ErrorKind.InvalidState,
        $"The deployment {id} was built for {target}, with {target}'s variables: it cannot be made current. Nothing was sent.",
        $"Build it for production: Start-XmrtDeployment {id} -Target Production.",
        id);

    public static XmrtException DeploymentFailed(string id, string reason, string? remedy) => new(
        "DeploymentFailed",
        ErrorKind.InvalidState,
        $"The deployment {id} failed: {reason.TrimEnd('.')}.",
        remedy ?? $"Get-XmrtDeploymentLog {id}",
        id);

    public static XmrtException NoFrontendUrl(string connection) => new(
        "NoFrontendUrl",
        ErrorKind.InvalidState,
        $"The connection '{connection}' does not say where the frontend is.",
        "Connect-Xmrt with -FrontendUrl https://<host>, or give the address: Test-XmrtFrontend https://<host>.",
        connection);

    public static XmrtException NotAWebAddress(string address) => new(
        "NotAWebAddress",
        ErrorKind.InvalidArgument,
        $"'{Module.Display.OneLine(State.SecretText.MaskIn(address), 80)}' is no address of a website.",
        "Give it with its scheme, such as https://xmrt.example.net.");
}
