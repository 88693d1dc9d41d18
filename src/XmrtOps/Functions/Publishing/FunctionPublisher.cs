using System.Diagnostics;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Notices;
using XmrtOps.Platforms;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Publishing;

/// <summary>Deploys one function, and proves it by what is there afterwards.</summary>
internal sealed class FunctionPublisher(XmrtConnection connection, INotices notices, CancellationToken cancellation)
{
    /// <summary>What is deployed now; null where there is none of that name.</summary>
    public async Task<SupabaseFunction?> FindAsync(string name)
    {
        try
        {
            return await connection.Supabase.GetFunctionAsync(FunctionNames.Checked(name), notices, cancellation);
        }
        catch (XmrtException missing) when (missing.ErrorId == "NotFound")
        {
            return null;
        }
    }

    /// <summary>Keeps what is deployed now.</summary>
    /// <exception cref="XmrtException">FunctionNotSavable.</exception>
    public async Task<SavedFunction> SaveAsync(SupabaseFunction deployed)
    {
        try
        {
            FunctionSaver saver = await FunctionSaver.BeginAsync(connection, notices, cancellation);
            return await saver.SaveAsync(deployed, cancellation);
        }
        catch (XmrtException fault)
        {
            throw Errors.FunctionNotSavable(deployed.Slug!, fault);
        }
    }

    /// <param name="package">What is deployed.</param>
    /// <param name="before">What was deployed when it was decided; null for none.</param>
    /// <param name="verifyJwt">The check of tokens.</param>
    /// <exception cref="XmrtException">FunctionKeepsChanging, OutcomeUnknown, and the conditions of the platforms.</exception>
    public async Task<PublishedFunction> PublishAsync(FunctionPackage package, SupabaseFunction? before, bool verifyJwt)
    {
        long start = Stopwatch.GetTimestamp();
        SupabaseFunction? now = await FindAsync(package.Name);
        if (now?.Version != before?.Version || now?.UpdatedAt != before?.UpdatedAt)
        {
            throw Errors.FunctionKeepsChanging(package.Name);
        }

        SupabaseFunctionMetadata metadata = new()
        {
            EntrypointPath = package.EntrypointPath,
            ImportMapPath = package.ImportMapPath,
            VerifyJwt = verifyJwt,
            Name = package.Title ?? before?.Name ?? package.Name,
        };
        _ = await LostAnswer.ResolveAsync(
            () => connection.Supabase.DeployFunctionAsync(package.Name, metadata, package.Files, notices, cancellation),
            () => FindMadeAsync(package, before),
            notices);
        PublishedFunction published = await VerifyAsync(package, before, verifyJwt);
        return published with { DurationMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds, PublishedAt = DateTimeOffset.Now };
    }

    // A later version is not enough: it may be somebody else's. Its files have to be ours.
    private async Task<SupabaseFunction?> FindMadeAsync(FunctionPackage package, SupabaseFunction? before)
    {
        SupabaseFunction? now = await FindAsync(package.Name);
        if (now is null || now.Version == before?.Version)
        {
            return null;
        }

        SupabaseFunctionBody body = await connection.Supabase.GetFunctionBodyAsync(package.Name, notices, cancellation);
        return Digests(body.Files).SetEquals(Digests(package.Files)) ? now : null;
    }

    private async Task<PublishedFunction> VerifyAsync(FunctionPackage package, SupabaseFunction? before, bool verifyJwt)
    {
        PublishedFunction published = new()
        {
            Connection = connection.Name,
            Name = package.Name,
            PreviousVersion = before?.Version,
            Files = package.Files.Count,
            SizeBytes = package.Bytes,
            OpenTests = package.OpenTests,
            Reason = "",
        };
        SupabaseFunction? after;
        try
        {
            after = await FindAsync(package.Name);
        }
        catch (XmrtException fault)
        {
            return published with { Reason = $"deployed, as the platform says; not verified: {fault.Message}" };
        }

        published = published with { Version = after?.Version, VerifiesJwt = after?.VerifyJwt };
        if (after is null || after.Version == before?.Version)
        {
            return published with { IsVerified = false, Reason = "the platform took it, and shows no new version" };
        }

        if (after.VerifyJwt != verifyJwt)
        {
            return published with
            {
                IsVerified = false,
                Reason = $"deployed, but the check of tokens is {(after.VerifyJwt == true ? "on" : "off")} and was to be {(verifyJwt ? "on" : "off")}",
            };
        }

        if (connection.SupabaseUrl is null)
        {
            return published with { Reason = "deployed; whether it starts was not tried: the connection has no address of the project" };
        }

        FunctionProbe probe = await FunctionProber.ProbeAsync(connection, package.Name, notices, cancellation);
        return published with
        {
            Probe = probe,
            IsVerified = probe.StatusCode >= 500 ? false : probe.Started,
            Reason = probe.Started == true && probe.StatusCode < 500 ? "deployed, and it starts" : $"deployed, but {probe.Reason}",
        };
    }

    private static HashSet<string> Digests(IReadOnlyList<SupabaseFunctionFile> files) =>
        files.Select(file => FunctionStore.Digest(file.Content)).ToHashSet(StringComparer.Ordinal);
}
