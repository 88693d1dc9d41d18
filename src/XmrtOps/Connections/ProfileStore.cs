using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Connections;

/// <summary>The profiles of this user: one JSON file, read when it is asked for.</summary>
/// <param name="home">The directory it is in.</param>
internal sealed class ProfileStore(StateHome home)
{
    private readonly string _path = home.FileOf("profiles.json");

    /// <summary>The user's own.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static ProfileStore Default => new(StateHome.Default);

    /// <summary>All of them by name, unchecked: see <see cref="ProfileRules"/>.</summary>
    /// <exception cref="XmrtException">ProfilesUnreadable, StateUnavailable.</exception>
    public IReadOnlyList<XmrtProfile> List() =>
        [.. Read().Profiles.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The one of a name, or null.</summary>
    /// <exception cref="XmrtException">ProfilesUnreadable, StateUnavailable, and what <see cref="ProfileRules"/> finds
    /// in a file that was edited by hand.</exception>
    public XmrtProfile? Find(string name)
    {
        XmrtProfile? found = Named(name);
        if (found is not null)
        {
            ProfileRules.Check(found);
        }

        return found;
    }

    /// <summary>The one of a name, unchecked, or null.</summary>
    /// <exception cref="XmrtException">ProfilesUnreadable, StateUnavailable.</exception>
    public XmrtProfile? Named(string name) => Read().Profiles.FirstOrDefault(p => IsNamed(p, name));

    /// <summary>Makes, changes or removes one, while no other process can.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Given what is there, or null, returns what is to be there, or null.</param>
    /// <param name="cancellation">Heeded until the file is replaced.</param>
    /// <exception cref="XmrtException">StateUnavailable, ProfilesUnreadable, and what the change throws.</exception>
    public async Task ChangeAsync(
        string name, Func<XmrtProfile?, XmrtProfile?> change, CancellationToken cancellation)
    {
        try
        {
            home.Ensure();
            using IDisposable alone = await FileLock.TakeAsync(_path + ".lock", cancellation);
            ProfileFile file = Read();
            XmrtProfile? old = file.Profiles.FirstOrDefault(p => IsNamed(p, name));
            XmrtProfile? changed = change(old);
            if (!ReferenceEquals(old, changed))
            {
                IEnumerable<XmrtProfile> profiles = old is null
                    ? [.. file.Profiles, changed!]
                    : file.Profiles.Select(p => ReferenceEquals(p, old) ? changed : p).OfType<XmrtProfile>();
                await ReplaceAsync(file with { Profiles = [.. profiles] }, cancellation);
            }
        }
        catch (Exception exception) when (StateFaults.IsKnown(exception))
        {
            throw StateFaults.Translate(exception, _path);
        }
    }

    private static bool IsNamed(XmrtProfile profile, string name) =>
        string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase);

    private ProfileFile Read()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return Directory.Exists(_path) ? throw new IOException("it is a directory") : new ProfileFile();
            }

            home.RefuseIfOthersMayWrite(_path);
            using FileStream stream = new(
                _path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            ProfileFile file = ProfileFile.Read(stream);
            string? twice = file.Profiles
                .CountBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(named => named.Value > 1).Key;
            return twice is null ? file : throw new JsonException($"there are two profiles called '{twice}'");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Errors.ProfilesUnreadable(_path, StateFaults.Reason(exception), exception);
        }
    }

    private async Task ReplaceAsync(ProfileFile file, CancellationToken cancellation)
    {
        // Who links the file from elsewhere keeps the link.
        string target = new FileInfo(_path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : _path;
        string draft = target + ".new";
        // Left by a process that was killed here; the lock says that nobody is at it.
        File.Delete(draft);
        await using (FileStream stream = OwnerOnly.Open(draft, FileMode.CreateNew, FileShare.None))
        {
            await file.WriteAsync(stream, cancellation);
            await stream.WriteAsync("\n"u8.ToArray(), cancellation);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, target, overwrite: true);
    }
}
