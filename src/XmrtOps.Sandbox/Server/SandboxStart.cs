using System.Text.RegularExpressions;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Server;

/// <summary>One start of a sandbox: claims a name, makes and fills the server, opens the stand-ins.</summary>
internal sealed partial class SandboxStart
{
    private readonly SandboxOptions _options;
    private readonly IProgress<SandboxProgress>? _progress;
    private readonly SandboxCredentials _credentials = new();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;

    private SandboxStart(SandboxOptions options, IProgress<SandboxProgress>? progress)
    {
        _options = options;
        _progress = progress;
    }

    public static async Task<RunningSandbox> RunAsync(
        SandboxOptions options, IProgress<SandboxProgress>? progress, CancellationToken cancellation)
    {
        Check(options);
        var start = new SandboxStart(options, progress);
        return await start.RunAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<RunningSandbox> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return await StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException(
                "SandboxRootUnusable",
                $"The temporary folder cannot be used: {error.Message}",
                "Check its free space and permissions, or set TMPDIR to another folder.",
                error);
        }
    }

    private async Task<RunningSandbox> StartAsync(CancellationToken cancellation)
    {
        Report("Looking for PostgreSQL", 0);
        var root = await SandboxRoot.OpenAsync(cancellation).ConfigureAwait(false);
        var account = await ServiceAccount.ChooseAsync(cancellation).ConfigureAwait(false);
        var installation = await PostgresLocator
            .FindAsync(_options.PostgresBin, account, root, step => Report(step, 1), cancellation)
            .ConfigureAwait(false);

        Report("Removing leftovers of ended processes", 3);
        var own = await ClaimAsync(root, installation, cancellation).ConfigureAwait(false);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, own.Aborted);
            own.Running = await FillAsync(own, installation, account, stop.Token).ConfigureAwait(false);
            Report("Ready", 100);
            return own.Running;
        }
        catch (Exception error)
        {
            own.EndStart();
            if (own.Running is not null) await own.Running.StandIns.DisposeAsync().ConfigureAwait(false);
            await Task.Run(own.Remove, CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (error is OperationCanceledException && own.Aborted.IsCancellationRequested) throw Stopped(error);
            throw;
        }
        finally
        {
            own.EndStart();
        }
    }

    private async Task<OwnSandbox> ClaimAsync(
        SandboxRoot root, PostgresInstallation installation, CancellationToken cancellation)
    {
        foreach (var place in await SandboxRoot.ExistingAsync(cancellation).ConfigureAwait(false))
        {
            if (place.Path == root.Path) continue;

            using (await RootLock.AcquireAsync(place, cancellation).ConfigureAwait(false))
            {
                await Leftovers.RemoveAsync(place, cancellation).ConfigureAwait(false);
            }
        }

        using (await RootLock.AcquireAsync(root, cancellation).ConfigureAwait(false))
        {
            await Leftovers.RemoveAsync(root, cancellation).ConfigureAwait(false);
            var rival = SandboxHost.List().FirstOrDefault(listing =>
                string.Equals(listing.Name, _options.Name, StringComparison.OrdinalIgnoreCase));
            if (rival is not null) throw NameTaken(rival);

            var owner = new OwnerRecord
            {
                Name = _options.Name,
                ProcessId = ProcessIdentity.Current.ProcessId,
                ProcessStartMark = ProcessIdentity.Current.StartMark,
                Machine = Environment.MachineName,
                PostgresBin = installation.BinDirectory,
                PostgresVersion = installation.Version.ToString(),
                StartedAt = _startedAt,
            };
            return OwnSandboxes.Add(_options.Name, SandboxDirectory.Create(root, owner));
        }
    }

    private async Task<RunningSandbox> FillAsync(
        OwnSandbox own, PostgresInstallation installation, ServiceAccount? account, CancellationToken cancellation)
    {
        Report("Creating the database cluster", 5);
        var server = new PostgresServer(installation, own.Directory, account, _options.MaxConnections);
        await server.InitializeAsync(_credentials.AdministratorPassword, cancellation).ConfigureAwait(false);

        Report("Starting the server", 25);
        var port = await server.StartAsync(cancellation).ConfigureAwait(false);
        own.Directory.WriteOwner(own.Directory.ReadOwner()! with { Port = port });
        PrivateFile.WriteAllText(own.Directory.PassFilePath, _credentials.ToPassFile(port));

        var database = new SandboxDatabase(port, _credentials, _options);
        if (_options.Seeded)
        {
            await database.FillAsync(_startedAt, Between(30, 95), cancellation).ConfigureAwait(false);
        }


        Report("Starting the stand-ins of the platforms", 96);
        cancellation.ThrowIfCancellationRequested();
        var standIns = SandboxStandIns.Start(database, new SandboxIdentity(_startedAt));
        return new RunningSandbox(own, standIns, _credentials)
        {
            Name = _options.Name,
            Directory = own.Directory.Path,
            Port = port,
            PassFile = own.Directory.PassFilePath,
            PostgresVersion = installation.Version.ToString(),
            PostgresBin = installation.BinDirectory,
            Scale = _options.Scale,
            Seed = _options.Seed,
            StartedAt = _startedAt,
            OwnerProcessId = Environment.ProcessId,
        };
    }

    private void Report(string step, int percent) => _progress?.Report(new SandboxProgress(step, percent));

    private ScaledProgress? Between(int from, int to) =>
        _progress is null ? null : new ScaledProgress(_progress, from, to);

    private static void Check(SandboxOptions options)
    {
        if (!NamePattern().IsMatch(options.Name))
        {
            throw new SandboxException(
                "SandboxNameInvalid",
                "The name of a sandbox is 1 to 63 letters, digits, dots, hyphens or underscores, a letter or digit first.",
                "Choose another name, such as rehearsal-1.");
        }

        CheckRange(nameof(options.Scale), options.Scale, 1, 1000);
        CheckRange(nameof(options.MaxConnections), options.MaxConnections, 10, 1000);
    }

    private static void CheckRange(string option, int value, int least, int most)
    {
        if (value >= least && value <= most) return;

        throw new SandboxException(
            "SandboxOptionInvalid", $"{option} is {value}.", $"Give a {option} from {least} to {most}.");
    }

    private static SandboxException NameTaken(SandboxListing rival) => new(
        "SandboxNameTaken",
        rival.IsOwn
            ? $"A sandbox named {rival.Name} is running in this process already."
            : $"A sandbox named {rival.Name} is running already, of process {rival.OwnerProcessId}.",
        "Give the new one another name with -Name, or stop the other one.");

    private SandboxException Stopped(Exception cause) => new(
        "SandboxStopped", $"Sandbox {_options.Name} was stopped while it was starting.", "Start it again.", cause);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
