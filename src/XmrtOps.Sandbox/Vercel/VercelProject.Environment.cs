namespace XmrtOps.Sandbox.Vercel;

/// <summary>Its environment variables.</summary>
public sealed partial class VercelProject
{
    private readonly List<VercelEnvironmentVariable> _variables = [];

    /// <summary>What the next build finds. Deployments keep what theirs found.</summary>
    public IReadOnlyList<VercelEnvironmentVariable> Variables
    {
        get
        {
            lock (_platform.Gate) return [.. _variables];
        }
    }

    /// <summary>Adds a variable, or changes the one of that name in those environments.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">plain, encrypted or sensitive.</param>
    /// <param name="targets">production, preview, development; none for production and preview.</param>
    public VercelEnvironmentVariable SetVariable(
        string key, string value, string type = "encrypted", params string[] targets)
    {
        lock (_platform.Gate)
        {
            IReadOnlyList<string> wanted = targets.Length == 0 ? ["production", "preview"] : targets;
            var existing = _variables.Find(variable => variable.Key == key && variable.Targets.Intersect(wanted).Any());
            return existing is null
                ? AddVariable(key, value, type, wanted, gitBranch: null, comment: null, _platform.Users[0])
                : ChangeVariable(existing with { Value = value, Type = type, Targets = wanted }, _platform.Users[0]);
        }
    }

    internal VercelEnvironmentVariable AddVariable(
        string key, string value, string type, IReadOnlyList<string> targets, string? gitBranch, string? comment,
        VercelUser user)
    {
        var now = Now;
        var variable = new VercelEnvironmentVariable
        {
            Id = VercelIds.Variable(ref _random),
            Key = key,
            Value = value,
            Type = type,
            Targets = targets,
            GitBranch = gitBranch,
            Comment = comment,
            CreatedAt = now,
            UpdatedAt = now,
            CreatedBy = user,
            UpdatedBy = user,
        };
        _variables.Add(variable);
        return variable;
    }

    internal VercelEnvironmentVariable ChangeVariable(VercelEnvironmentVariable changed, VercelUser user)
    {
        var index = _variables.FindIndex(variable => variable.Id == changed.Id);
        var variable = changed with { UpdatedAt = Now, UpdatedBy = user };
        _variables[index] = variable;
        return variable;
    }

    internal bool RemoveVariable(string id) => _variables.RemoveAll(variable => variable.Id == id) > 0;

    /// <summary>Sets a variable of production as if that had been done some time ago, before what is built from now on.</summary>
    internal void SetVariableEarlier(string key, string value, TimeSpan ago)
    {
        lock (_platform.Gate)
        {
            var existing = _variables.Find(variable => variable.Key == key && variable.Targets.Contains("production"));
            var set = existing is null
                ? AddVariable(key, value, "encrypted", ["production", "preview"], gitBranch: null, comment: null, _platform.Users[0])
                : ChangeVariable(existing with { Value = value }, _platform.Users[0]);
            _variables[_variables.IndexOf(set)] = set with { UpdatedAt = Now - ago };
        }
    }

    internal void SeedVariable(VercelEnvironmentVariable variable) => _variables.Add(variable);
}
