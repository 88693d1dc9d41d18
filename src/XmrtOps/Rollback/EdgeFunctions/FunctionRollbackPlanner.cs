using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Functions;
using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>Plans to deploy older versions of edge functions. It only reads.</summary>
internal static class FunctionRollbackPlanner
{
    // Deployed in one request and called once, which starts it.
    private const double EstimatedSecondsEach = 8;

    /// <exception cref="XmrtException">InvalidFunctionName, SavedFunctionDamaged, GitMissing, NotARepository, GitRefUnknown, and the
    /// platform's.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        XmrtConnection connection, FunctionRollbackRequest request, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        GitRepository? repository = request.GitRef is null ? null : GitRepository.At(request.Repository, cancellation);
        IReadOnlyDictionary<string, string?>? secrets = await SecretsAsync(connection, notices, cancellation);
        FunctionPublisher publisher = new(connection, notices, cancellation);
        SavedChoices saved = new(connection, notices, cancellation);
        List<(FunctionRollback Function, FunctionChoice Choice)> chosen = [];
        foreach ((string name, string? path) in request.Functions.DistinctBy(function => function.Name))
        {
            SupabaseFunction? deployed = await publisher.FindAsync(name);
            string? content = deployed is null ? null : await FunctionContent.DeployedAsync(connection, name, notices, cancellation);
            FunctionChoice choice = repository is not null
                ? await GitChoices.OfAsync(repository, request.GitRef!, name, secrets?.Keys.ToHashSet(StringComparer.Ordinal))
                : path is not null ? await saved.AtAsync(name, path)
                : request.Version is { } version ? await saved.OfVersionAsync(name, version)
                : await saved.LastHealthyAsync(name, deployed, content);
            chosen.Add((Of(name, choice, deployed, content), choice));
        }

        // What an earlier call has done is done, where another function is still to be: so an interrupted one is continued.
        bool isContinued = chosen.Any(one => one.Choice.Refusal is null && !one.Function.IsSettled);
        RollbackRefusal[] refusals =
        [
            .. chosen.Where(one => one.Choice.Refusal is not null && !(one.Choice.IsRolledBack && isContinued))
                .Select(one => new RollbackRefusal(one.Choice.Refusal!)),
        ];
        return Of(connection, [.. chosen.Select(one => one.Function)], request.WithoutSave, now) with
        {
            Refusals = refusals,
            Findings =
            [
                .. chosen.Where(one => !one.Function.IsSettled && one.Choice.Package is not null).SelectMany(one => one.Choice.Findings
                    // Of a commit nobody knows what was set then; its variables are compared by name.
                    .Concat(one.Choice.Commit is not null ? [] : SecretDifferences.Of(
                        one.Function.Name, one.Choice.Package!, one.Choice.Secrets, secrets, now)))
                    .OrderByDescending(finding => finding.Severity),
            ],
            Undo = refusals.Length > 0 ? null : $"{JournaledRollbacks.Undo} -Connection {CommandText.Argument(connection.Name)}",
        };
    }

    /// <summary>Plans to deploy again what a rollback replaced, in the reverse order.</summary>
    /// <exception cref="XmrtException">SavedFunctionDamaged, and the platform's.</exception>
    public static async Task<RollbackPlan> UndoAsync(
        XmrtConnection connection, JournaledRollback done, INotices notices, CancellationToken cancellation)
    {
        FunctionPublisher publisher = new(connection, notices, cancellation);
        SavedChoices saved = new(connection, notices, cancellation);
        List<FunctionRollback> functions = [];
        List<RollbackRefusal> refusals = [];
        foreach (JournaledStep step in done.Steps.Reverse())
        {
            string name = step.Subject;
            SupabaseFunction? deployed = await publisher.FindAsync(name);
            string? content = deployed is null ? null : await FunctionContent.DeployedAsync(connection, name, notices, cancellation);
            string? kept = step.Parameters.GetValueOrDefault(FunctionRollbackExecutor.KeptKey);
            FunctionChoice choice = kept is null
                ? new FunctionChoice { Refusal = Errors.FunctionNotKept(name) }
                : await saved.AtAsync(name, kept);
            FunctionRollback function = Of(name, choice, deployed, content);
            bool wasDone = content is not null && content == step.Parameters.GetValueOrDefault(FunctionRollbackExecutor.ContentKey);
            bool isAsBefore = function.IsSettled
                || Number(deployed?.Version) == (step.Parameters.GetValueOrDefault(FunctionRollbackExecutor.BeforeKey) ?? "");
            if (isAsBefore && !wasDone)
            {
                function = function with { IsSettled = true };
            }
            else if (!wasDone)
            {
                refusals.Add(new RollbackRefusal(Errors.RollbackOvertaken(
                    name, $"version {Number(deployed?.Version)} was deployed since, and is not what the rollback deployed")));
            }
            else if (choice.Refusal is { } missing)
            {
                refusals.Add(new RollbackRefusal(missing));
            }

            functions.Add(function);
        }

        return Of(connection, functions, withoutSave: false, DateTimeOffset.Now) with { IsUndo = true, Undoes = done, Refusals = refusals };
    }

    /// <summary>What a plan depends on: versions and checks of tokens as they are deployed.</summary>
    public static IReadOnlyDictionary<string, string?> StateOf(IEnumerable<(string Name, SupabaseFunction? Deployed)> functions) =>
        functions.ToDictionary(
            one => one.Name,
            one => one.Deployed is { } deployed
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"version {deployed.Version} of {deployed.UpdatedAt:O}, check of tokens {(deployed.VerifyJwt == true ? "on" : "off")}")
                : null,
            StringComparer.Ordinal);

    private static FunctionRollback Of(string name, FunctionChoice choice, SupabaseFunction? deployed, string? content)
    {
        bool verifiesJwt = choice.Package?.VerifyJwt(told: null, deployed) ?? deployed?.VerifyJwt ?? true;
        string? digest = choice.Package is { } package ? FunctionContent.Of(package.Files) : null;
        return new FunctionRollback
        {
            Name = name,
            CurrentVersion = deployed?.Version,
            Version = choice.Version,
            Commit = choice.Commit,
            Origin = choice.IsRolledBack ? "what a rollback deployed" : choice.Origin,
            VerifiesJwt = verifiesJwt,
            IsSettled = choice.IsRolledBack
                || (digest is not null && digest == content && deployed?.VerifyJwt == verifiesJwt && HasItsMap(choice.Package!, deployed)),
            Package = choice.Package,
            Before = deployed,
            Content = digest,
        };
    }

    // Whether there is one, and not where: the platform writes paths its own way.
    private static bool HasItsMap(FunctionPackage package, SupabaseFunction? deployed) =>
        deployed?.ImportMap is not { } has || has == package.ImportMapPath is not null;

    private static FunctionRollbackPlan Of(
        XmrtConnection connection, List<FunctionRollback> functions, bool withoutSave, DateTimeOffset now)
    {
        int open = functions.Count(function => !function.IsSettled);
        return new FunctionRollbackPlan
        {
            Connection = connection.Name,
            SystemId = FunctionStore.ProjectOf(connection),
            Name = string.Join(", ", functions.Select(function => function.Name)),
            From = string.Join(", ", functions.Select(function => function.CurrentVersion is { } version
                ? string.Create(CultureInfo.InvariantCulture, $"{function.Name} {version}")
                : $"no {function.Name}")),
            To = functions.All(function => function.Package is null && !function.IsSettled) ? null : string.Join(", ", functions.Select(Target)),
            Functions = functions,
            WithoutSave = withoutSave,
            IsSettled = functions.Count > 0 && open == 0,
            State = StateOf(functions.Select(function => (function.Name, function.Before))),
            CreatedAt = now,
            EstimatedDurationSeconds = EstimatedSecondsEach * open,
            EstimatedInterruptionSeconds = 0,
            Evidence = functions.ToDictionary(function => function.Name, object? (function) => function.Origin, StringComparer.Ordinal),
            Steps = [.. functions.Select((function, index) => StepOf(function, index + 1, withoutSave))],
        };
    }

    private static string Target(FunctionRollback function) => function.Version is { } version
        ? string.Create(CultureInfo.InvariantCulture, $"{function.Name} {version}")
        : function.Commit is { } sha ? $"{function.Name} of {sha[..12]}"
        : function.IsSettled ? $"{function.Name} as it is"
        : $"nothing for {function.Name}";

    private static RollbackStep StepOf(FunctionRollback function, int number, bool withoutSave)
    {
        string check = function.Before?.VerifyJwt is { } now && now != function.VerifiesJwt
            ? $"the check of tokens is turned {(function.VerifiesJwt ? "ON" : "OFF")}, as it was"
            : $"the check of tokens stays {(function.VerifiesJwt ? "on" : "off")}";
        return new RollbackStep
        {
            Number = number,
            Subject = function.Name,
            Action = function.Package is null ? "nothing" : $"deploy {function.Origin}",
            Changes = function.IsSettled || function.Package is null ? [] :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it gets a new number, with {function.Package.Files.Count} file{(function.Package.Files.Count == 1 ? "" : "s")}"),
                check,
                function.Before is null ? "it is not deployed now"
                    : withoutSave ? "what is deployed now is NOT kept" : "what is deployed now is kept before",
            ],
            IsSettled = function.IsSettled,
        };
    }

    private static string Number(int? version) => version?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static async Task<IReadOnlyDictionary<string, string?>?> SecretsAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return (await connection.Supabase.GetSecretsAsync(notices, cancellation))
                .Where(secret => secret.Name is not null)
                .DistinctBy(secret => secret.Name)
                .ToDictionary(secret => secret.Name!, ProjectSecretReader.DigestOf, StringComparer.Ordinal);
        }
        catch (XmrtException fault) when (fault.ErrorId is "Forbidden" or "NotFound" or "PlatformUnavailable" or "UnreadableAnswer" or "PlatformTimeout")
        {
            notices.Warn($"Whether secrets were changed since is not known. {fault.Message}");
            return null;
        }
    }
}
