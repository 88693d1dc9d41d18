namespace XmrtOps.Sandbox.Supabase;

/// <summary>The project's edge functions. As at the platform, only what is deployed now is kept: there is no history.</summary>
public sealed class EdgeFunctions
{
    private readonly TimeProvider _clock;
    private readonly SupabaseOrganization _organization;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, EdgeFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EdgeFunction> _bundled = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Slug, string Sha256), EdgeFunctionBehaviour> _behaviours = [];

    internal EdgeFunctions(SupabaseOrganization organization, IEnumerable<EdgeFunction> seeds, TimeProvider clock)
    {
        _organization = organization;
        _clock = clock;
        foreach (var seed in seeds) _functions[seed.Slug] = seed;
    }

    /// <summary>After how long without an answer the platform gives up: 150 s in truth.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>Whether the gateway's 401 has the older form {"code":401,"message":…}.</summary>
    public bool AnswersOlderErrors { get; set; }

    /// <summary>JWT verification of a new function whose deployment says nothing of it.</summary>
    public bool VerifiesJwtByDefault { get; set; } = true;

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<EdgeFunction> All
    {
        get
        {
            lock (_gate) return [.. _functions.Values];
        }
    }

    /// <summary>The function of this name, or null.</summary>
    public EdgeFunction? Find(string slug)
    {
        lock (_gate) return _functions.GetValueOrDefault(slug);
    }

    /// <summary>Has the version that is deployed now behave so; another version of the function does not.</summary>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public void SetBehaviour(string slug, EdgeFunctionBehaviour behaviour)
    {
        lock (_gate) _behaviours[(slug, Known(slug).Sha256)] = behaviour;
    }

    /// <summary>Switches the gateway's JWT verification of a function.</summary>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public void SetVerifyJwt(string slug, bool verifyJwt)
    {
        lock (_gate) _functions[slug] = Known(slug) with { VerifyJwt = verifyJwt };
    }

    /// <summary>Deploys files as the function of this name, new or in place of what there is.</summary>
    public EdgeFunction Deploy(string slug, IReadOnlyList<EdgeFunctionFile> files, string entrypointPath, bool? verifyJwt = null) =>
        Put(Prepare(slug, FunctionBundle.Pack(files), entrypointPath) with { VerifyJwt = verifyJwt ?? KeptJwt(slug) });

    /// <summary>Removes a function; false where there is none.</summary>
    public bool Remove(string slug)
    {
        lock (_gate) return _functions.Remove(slug);
    }

    internal EdgeFunctionBehaviour BehaviourOf(EdgeFunction function)
    {
        if (function.Bundle.IsEmpty) return EdgeFunctionBehaviour.HasNoBundle;

        lock (_gate) return _behaviours.GetValueOrDefault((function.Slug, function.Sha256));
    }

    /// <summary>The next version of a function, not yet deployed.</summary>
    internal EdgeFunction Prepare(string slug, ReadOnlyMemory<byte> bundle, string entrypointPath)
    {
        var known = Find(slug);
        var now = _clock.GetUtcNow();
        return new EdgeFunction
        {
            Slug = slug,
            Name = known?.Name ?? slug,
            Version = (known?.Version ?? 0) + 1,
            CreatedAt = known?.CreatedAt ?? now,
            UpdatedAt = now,
            VerifyJwt = known?.VerifyJwt ?? VerifiesJwtByDefault,
            EntrypointPath = entrypointPath,
            ImportMapPath = known?.ImportMapPath,
            Bundle = bundle,
        };
    }

    internal EdgeFunction Put(EdgeFunction function)
    {
        lock (_gate)
        {
            CheckLimit(_functions.ContainsKey(function.Slug) ? 0 : 1);
            return _functions[function.Slug] = function;
        }
    }

    /// <summary>Keeps a bundle that the list of all functions is to refer to.</summary>
    internal void Keep(EdgeFunction bundled)
    {
        lock (_gate) _bundled[bundled.Sha256] = bundled;
    }

    /// <summary>
    /// Replaces the entries of these names. An entry whose digest belongs to no bundle that came before is a function
    /// without one.
    /// </summary>
    internal IReadOnlyList<EdgeFunction> PutAll(IReadOnlyList<(EdgeFunction Entry, string? Sha256)> entries)
    {
        lock (_gate)
        {
            CheckLimit(entries.Select(item => item.Entry.Slug).Except(_functions.Keys, StringComparer.Ordinal).Count());
            foreach (var (entry, sha256) in entries)
            {
                var known = _functions.GetValueOrDefault(entry.Slug);
                var bundle = sha256 is not null && _bundled.Remove(sha256, out var kept) ? kept.Bundle
                    : sha256 is null || known?.Sha256 == sha256 ? known?.Bundle ?? default
                    : default;
                _functions[entry.Slug] = entry with { Bundle = bundle };
            }

            return [.. entries.Select(item => _functions[item.Entry.Slug])];
        }
    }

    private bool KeptJwt(string slug) => Find(slug)?.VerifyJwt ?? VerifiesJwtByDefault;

    private EdgeFunction Known(string slug) =>
        _functions.GetValueOrDefault(slug) ?? throw new ArgumentException($"There is no function {slug}.", nameof(slug));

    private void CheckLimit(int added)
    {
        if (added == 0 || _functions.Count + added <= _organization.FunctionLimit) return;

        throw new RefusalException(402, "Maximum number of functions reached for the organization's plan");
    }
}
