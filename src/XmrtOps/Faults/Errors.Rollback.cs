namespace XmrtOps.Faults;

/// <summary>Conditions of rolling back.</summary>
internal static partial class Errors
{
    public static XmrtException RollbackPlanStale(string name, string difference) => new(
        "RollbackPlanStale",
        ErrorKind.InvalidState,
        $"The plan for {name} does not fit any more: {difference}. Nothing was sent.",
        "Make a new one, and look at it: New-XmrtRollbackPlan.",
        name);

    public static XmrtException RollbackPlanOfAnother(string plan, string connection) => new(
        "RollbackPlanOfAnother",
        ErrorKind.InvalidArgument,
        $"The plan is one for the connection '{plan}', and not for '{connection}'.",
        "Pipe the plan without -Connection, or make one for that connection: New-XmrtRollbackPlan -Connection <name>.",
        plan);

    public static XmrtException AlreadyRolledBack(string project, string current, string who, bool isRollback) => new(
        "AlreadyRolledBack",
        ErrorKind.InvalidState,
        isRollback
            ? $"{project} has been rolled back already, to {current}, {who}. Nothing was sent."
            : $"{project} is pinned to {current}, as after a rollback: automatic assignment of domains is off. Nothing was sent.",
        "Look whether it is well now: Test-XmrtFrontend, Get-XmrtFunction. To go further back name the one that is meant: "
        + "-Id, -Version or -GitRef. To take it back: Undo-XmrtRollback.",
        project);

    public static XmrtException RollbackUnderWay(string kind, string to, string since) => new(
        "RollbackUnderWay",
        ErrorKind.Busy,
        $"A {kind} to {to} is under way since {since}. Nothing was sent.",
        "Wait for it, and look then: Get-XmrtDeployment -Target Production -First 3.",
        to);

    public static XmrtException NoRollbackCandidate(string project, string current) => new(
        "NoRollbackCandidate",
        ErrorKind.ObjectNotFound,
        $"{project} has no deployment to go back to: none that has had production traffic is older than {current} and kept.",
        "Get-XmrtDeployment -Target Production -All lists what there is; Start-XmrtDeployment -GitRef <commit> builds an older commit.",
        project);

    public static XmrtException NotARollbackCandidate(string id, string reason) => new(
        "NotARollbackCandidate",
        ErrorKind.InvalidState,
        $"One cannot go back to the deployment {id}: {reason.TrimEnd('.')}. Nothing was changed.",
        "Get-XmrtDeployment -Target Production shows what one can go back to (IsRollbackCandidate); Start-XmrtDeployment builds or "
        + "promotes another one.",
        id);

    public static XmrtException RollbackTargetNewer(string id, string current) => new(
        "RollbackTargetNewer",
        ErrorKind.InvalidArgument,
        $"The deployment {id} is newer than {current}, which is current: that is no way back. Nothing was sent.",
        $"To make it current: Start-XmrtDeployment {id} -Promote. To take a rollback back: Undo-XmrtRollback.",
        id);

    public static XmrtException StaleEnvironment(string id, IReadOnlyList<string> keys) => new(
        "StaleEnvironment",
        ErrorKind.SecurityRefused,
        $"The build of {id} holds keys that were replaced since: {string.Join(", ", keys)}. With a retired key it may not work, and the "
        + "retired key is in use again. Nothing was sent.",
        $"Build its commit with the keys of today: Start-XmrtDeployment {id} -Target Production. -AllowStaleEnvironment goes back all "
        + "the same.",
        id);

    public static XmrtException RollbackPlanLimit(string id, string promotion) => new(
        "RollbackPlanLimit",
        ErrorKind.PermissionDenied,
        $"Vercel's plan allows to go back by one step only, and {id} is further back. Nothing was changed.",
        $"A promotion may go to any: {promotion}.",
        id);

    public static XmrtException RollbackOvertaken(string name, string what) => new(
        "RollbackOvertaken",
        ErrorKind.InvalidState,
        $"The rollback of {name} cannot be taken back any more: {what}. Nothing was sent.",
        "Get-XmrtDeployment, Get-XmrtFunction or Get-XmrtMigration shows what is there. What is wanted comes back by Start-XmrtDeployment "
        + "<id> -Promote, Publish-XmrtFunction or, in the database, a new migration.",
        name);

    public static XmrtException RollbackFailed(string name, string outcome, string? remedy) => new(
        "RollbackFailed",
        ErrorKind.InvalidState,
        $"The rollback of {name} did not come to its end: {outcome.TrimEnd('.')}.",
        remedy ?? "Get-XmrtJournal shows its steps; Undo-XmrtRollback takes back what was done.",
        name);

    public static XmrtException RollbackOutcomeUnknown(string name, string outcome, string? remedy) => new(
        "RollbackOutcomeUnknown",
        ErrorKind.ConnectionFailed,
        $"What became of the rollback of {name} could not be found out: {outcome.TrimEnd('.')}.",
        remedy ?? "Look what is there before anything is sent again.",
        name);

    public static XmrtException NoRollback(string connection) => new(
        "NoRollback",
        ErrorKind.ObjectNotFound,
        $"The journal has no rollback of '{connection}' that could be taken back.",
        "Get-XmrtJournal Invoke-XmrtRollback lists what this machine's user has done. Rollbacks of others are in the platform's own log; "
        + "Start-XmrtDeployment <id> -Promote and Invoke-XmrtRollback -Function <name> -Version <n> lead to any state that is kept.",
        connection);

    public static XmrtException RollbackUndone(string id) => new(
        "RollbackUndone",
        ErrorKind.InvalidState,
        $"The rollback {id} has been taken back already.",
        "Get-XmrtJournal *-XmrtRollback shows when, and by whom.",
        id);

    public static XmrtException SeveralRollbackTargets(string name, int count) => new(
        "SeveralRollbackTargets",
        ErrorKind.InvalidArgument,
        $"{count} versions were given for {name}, and only one of them can be current. Nothing was sent.",
        "Name the one to go back to, or leave it to the command, which takes the newest that is older and well: Invoke-XmrtRollback "
        + "-Frontend, or -Function <name>.",
        name);

    /// <param name="name">The function.</param>
    /// <param name="count">How many versions are kept.</param>
    /// <param name="versions">Which, and how they did.</param>
    public static XmrtException NoHealthyVersion(string name, int count, string versions) => new(
        "NoHealthyVersion",
        ErrorKind.ObjectNotFound,
        count == 0
            ? $"Nothing is kept of the function '{name}', and the platform keeps no older version. Nothing was sent."
            : $"No version of the function '{name}' that is kept is older, was recorded healthy, and was not replaced by a rollback: {versions}. "
            + "Nothing was sent.",
        (count == 0 ? "" : $"Name one: Invoke-XmrtRollback -Function {name} -Version <n>. ")
        + $"Take it from the repository: Invoke-XmrtRollback -Function {name} -GitRef <commit> -Repository <path>. "
        + "For the next time: Save-XmrtFunction -All, while it is well.",
        name);

    public static XmrtException SavedVersionMissing(string name, int version, string versions) => new(
        "SavedVersionMissing",
        ErrorKind.ObjectNotFound,
        $"Version {version.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the function '{name}' is not kept here"
        + $"{(versions.Length == 0 ? "; nothing is" : $", but {versions}")}.",
        $"Get-XmrtFunction {name} -Saved lists what is. From the repository: Invoke-XmrtRollback -Function {name} -GitRef <commit>.",
        name);

    public static XmrtException GitMissing() => new(
        "GitMissing",
        ErrorKind.NotInstalled,
        "git is not installed here, or not in PATH.",
        "Install it from git-scm.com, or go back to a saved version: Get-XmrtFunction -Saved.");

    public static XmrtException NotARepository(string path, string reason) => new(
        "NotARepository",
        ErrorKind.InvalidArgument,
        $"The repository at {path} cannot be read: {reason.TrimEnd('.')}.",
        "Give the folder of the clone: -Repository <path>. What a shallow or partial clone lacks is brought by git fetch.",
        path);

    public static XmrtException GitRefUnknown(string reference, string path) => new(
        "GitRefUnknown",
        ErrorKind.ObjectNotFound,
        $"The repository at {path} has no commit '{Module.Display.OneLine(reference, 80)}'.",
        "git log --oneline -- supabase/functions lists commits; git fetch brings those of others.",
        reference);

    public static XmrtException FunctionNotInCommit(string name, string sha) => new(
        "FunctionNotInCommit",
        ErrorKind.ObjectNotFound,
        $"The commit {sha} has no folder supabase/functions/{name}.",
        $"git log --oneline -- supabase/functions/{name} lists the commits that have.",
        name);

    public static XmrtException GitSourceUnfit(string name, string sha, string reason) => new(
        "GitSourceUnfit",
        ErrorKind.InvalidData,
        $"The source of '{name}' in the commit {sha} cannot be deployed: {reason.TrimEnd('.')}. Nothing was sent.",
        "Take another commit, or a saved version: Get-XmrtFunction -Saved.",
        name);

    public static XmrtException FunctionNotKept(string name) => new(
        "FunctionNotKept",
        ErrorKind.ObjectNotFound,
        $"What the rollback replaced as '{name}' was not kept, or not there: it cannot be brought back.",
        "Deploy it from its source: Publish-XmrtFunction <path>. A function that was new: supabase functions delete.",
        name);
}
