using XmrtOps.Findings;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Authentication;

/// <summary>Compares what the places hold.</summary>
/// <param name="project">By name what the project takes; null where it could not be asked.</param>
internal sealed class EnvironmentComparer(IReadOnlyDictionary<string, EnvironmentDigests>? project)
{
    private const string ProjectUnknown = "The project could not be asked.";

    /// <summary>Builds what is in production once more, with the variables of now.</summary>
    private const string Redeploy = "Start-XmrtDeployment";

    /// <summary>The functions' secrets beside the project.</summary>
    public IEnumerable<EnvironmentComparison> Functions(IReadOnlyList<SupabaseSecret> secrets)
    {
        foreach (string name in EnvironmentNames.OfProject)
        {
            SupabaseSecret[] held = [.. secrets.Where(secret => secret.Name is { } variable && EnvironmentNames.Of(variable) == name)];
            if (held.Length == 0 && EnvironmentNames.OfFunctions.Contains(name))
            {
                yield return new EnvironmentComparison
                {
                    Name = name,
                    Holder = EnvironmentHolder.Functions,
                    State = EnvironmentState.Missing,
                    Reason = "The functions have none, although the platform sets it by itself.",
                    Remedy = "Save-XmrtFunction <function> | Publish-XmrtFunction  # the platform then sets it",
                };
            }

            foreach (SupabaseSecret secret in held)
            {
                (EnvironmentState state, string reason) = OfSecret(name, secret);
                yield return new EnvironmentComparison
                {
                    Name = name,
                    Holder = EnvironmentHolder.Functions,
                    Variable = secret.Name,
                    ComparedWith = EnvironmentHolder.Project,
                    State = state,
                    Reason = reason,
                    ChangedAt = secret.UpdatedAt,
                    Remedy = state != EnvironmentState.Different ? null
                        : secret.Name!.StartsWith("SUPABASE_", StringComparison.Ordinal)
                            ? "Save-XmrtFunction <function> | Publish-XmrtFunction  # the platform then sets it"
                            : $"supabase secrets set {secret.Name}=<the project's>",
                };
            }
        }
    }

    /// <summary>The frontend's variables beside the project, and beside the functions' secrets of the same name.</summary>
    public IEnumerable<EnvironmentComparison> Frontend(
        IReadOnlyList<VercelVariable> variables, DateTimeOffset? builtAt, IReadOnlyList<SupabaseSecret> secrets)
    {
        VercelVariable[] live = [.. variables.Where(IsLive)];
        foreach (VercelVariable variable in live.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            string name = EnvironmentNames.Of(variable.Key!);
            SupabaseSecret? twin = EnvironmentNames.OfProject.Contains(name) ? null : secrets.FirstOrDefault(secret => secret.Name == name);
            bool isPending = variable.UpdatedAt is { } changed && builtAt is { } built && changed > built;
            if (!EnvironmentNames.OfProject.Contains(name) && twin is null && !isPending)
            {
                continue;
            }

            (EnvironmentState state, string reason) = OfVariable(name, variable, twin);
            yield return new EnvironmentComparison
            {
                Name = name,
                Holder = EnvironmentHolder.Frontend,
                Variable = variable.Key,
                ComparedWith = EnvironmentNames.OfProject.Contains(name) ? EnvironmentHolder.Project
                    : twin is null ? null
                    : EnvironmentHolder.Functions,
                State = isPending ? EnvironmentState.PendingRedeploy : state,
                Reason = isPending ? $"Changed after the running build, which has the old value. Of the new one: {reason}" : reason,
                Remedy = Remedy(isPending ? EnvironmentState.PendingRedeploy : state, variable.Key!),
                ChangedAt = variable.UpdatedAt,
                BuiltAt = builtAt,
            };
        }

        foreach (string name in EnvironmentNames.OfFrontend.Where(n => live.All(v => EnvironmentNames.Of(v.Key!) != n)))
        {
            VercelVariable? elsewhere = variables.FirstOrDefault(v => v.Key is { } key && EnvironmentNames.Of(key) == name);
            yield return new EnvironmentComparison
            {
                Name = name,
                Holder = EnvironmentHolder.Frontend,
                Variable = elsewhere?.Key,
                State = EnvironmentState.Missing,
                BuiltAt = builtAt,
                ChangedAt = elsewhere?.UpdatedAt,
                Reason = elsewhere is null
                    ? "Production has no variable of that name, under any usual prefix."
                    : $"It is set for {string.Join(", ", elsewhere.Target ?? [])} only, and not for production.",
                Remedy = $"vercel env add {CommandText.Argument(elsewhere?.Key ?? $"NEXT_PUBLIC_{name}")} production; {Redeploy}",
            };
        }
    }

    private static bool IsLive(VercelVariable variable) =>
        variable is { Key: not null, GitBranch: null } && variable.Type != "system"
        && variable.Target?.Contains("production", StringComparer.OrdinalIgnoreCase) == true;

    private static string? Remedy(EnvironmentState state, string variable) => state switch
    {
        EnvironmentState.PendingRedeploy => Redeploy,
        EnvironmentState.Different or EnvironmentState.Missing =>
            $"vercel env rm {CommandText.Argument(variable)} production; vercel env add {CommandText.Argument(variable)} production; {Redeploy}",
        _ => null,
    };

    private (EnvironmentState State, string Reason) OfSecret(string name, SupabaseSecret secret) =>
        !EnvironmentDigests.IsDigest(secret.Value) ? (EnvironmentState.CannotCompare, "The platform has not told its digest.")
        : secret.Value == EnvironmentDigests.Of("") ? (EnvironmentState.Missing, "It is empty.")
        : OfDigest(name, secret.Value!);

    private (EnvironmentState State, string Reason) OfVariable(string name, VercelVariable variable, SupabaseSecret? twin)
    {
        if (variable.Type == "sensitive")
        {
            return (EnvironmentState.CannotCompare, "It is sensitive: Vercel tells its value to nobody.");
        }

        if (variable.Type != "plain" && variable.Decrypted != true)
        {
            return (EnvironmentState.CannotCompare, "Vercel has given it encrypted: the token's role may not read it.");
        }

        if (string.IsNullOrEmpty(variable.Value))
        {
            return (EnvironmentState.Missing, "It is empty.");
        }

        // A line break from the clipboard makes a key another one, and is easily overlooked.
        string digest = EnvironmentDigests.Of(variable.Value);
        if (!EnvironmentNames.OfProject.Contains(name))
        {
            return twin is null ? (EnvironmentState.CannotCompare, "No other place has it.")
                : !EnvironmentDigests.IsDigest(twin.Value) ? (EnvironmentState.CannotCompare, "The platform has not told the secret's digest.")
                : digest.Equals(twin.Value, StringComparison.OrdinalIgnoreCase) ? (EnvironmentState.Equal, "The functions have the same.")
                : (EnvironmentState.Different, "The functions have another value.");
        }

        (EnvironmentState state, string reason) = OfDigest(name, digest);
        return state == EnvironmentState.Different && variable.Value.Trim() != variable.Value
            ? (state, $"{reason} It begins or ends with a blank or a line break.")
            : name is EnvironmentNames.ServiceKey or EnvironmentNames.JwtSecret && EnvironmentNames.IsPublic(variable.Key!)
                ? (state, $"{reason} By its prefix it is in the pages, for everybody to read: rotate it.")
                : (state, reason);
    }

    private (EnvironmentState State, string Reason) OfDigest(string name, string digest)
    {
        if (project is null || !project.TryGetValue(name, out EnvironmentDigests? known))
        {
            return (EnvironmentState.CannotCompare, ProjectUnknown);
        }

        if (known.Unknown is { } unknown)
        {
            return (EnvironmentState.CannotCompare, unknown);
        }

        EnvironmentState state = known.Compare(digest);
        return (state, state switch
        {
            EnvironmentState.Equal when name == EnvironmentNames.JwtSecret => "It is the project's.",
            EnvironmentState.Equal => "The project takes it.",
            EnvironmentState.Different when name == EnvironmentNames.JwtSecret =>
                "It is not the project's: nobody takes the tokens that are signed with it.",
            EnvironmentState.CannotCompare => "It is none of the keys that the project tells; others it does not tell.",
            _ => "The project does not take it: another project's, an old one, or one that was disabled.",
        });
    }
}
