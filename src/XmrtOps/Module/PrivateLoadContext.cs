using System.Reflection;
using System.Runtime.Loader;

namespace XmrtOps.Module;

/// <summary>
/// Holds the bridge assemblies and every package they bring. PowerShell shares one default load context between all
/// modules, so that an Npgsql loaded there would meet the Npgsql of another module.
/// </summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    /// <summary>The assemblies that the module itself refers to; all else is reached through them.</summary>
    private static readonly string[] s_bridges = ["XmrtOps.Adapters", "XmrtOps.Sandbox"];

    private static readonly Lock s_gate = new();

    // One for the life of the process: types once handed out keep it alive, and a second import has to meet the same
    // types again.
    private static PrivateLoadContext? s_instance;

    // Runspaces that have the module imported: one that removes it must not take the bridges from the others.
    private static int s_importers;

    private readonly string _directory;
    private readonly AssemblyDependencyResolver[] _resolvers;

    private PrivateLoadContext(string directory)
        : base("XmrtOps")
    {
        _directory = directory;
        _resolvers = [.. s_bridges.Select(name => new AssemblyDependencyResolver(PathOf(name)))];
    }

    internal static void Register()
    {
        lock (s_gate)
        {
            if (s_importers++ == 0)
            {
                Default.Resolving += ResolveBridge;
            }
        }
    }

    internal static void Unregister()
    {
        lock (s_gate)
        {
            if (--s_importers == 0)
            {
                Default.Resolving -= ResolveBridge;
            }
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string? path = _resolvers.Select(r => r.ResolveAssemblyToPath(assemblyName)).FirstOrDefault(p => p is not null);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolvers
            .Select(r => r.ResolveUnmanagedDllToPath(unmanagedDllName))
            .FirstOrDefault(p => p is not null);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    private static Assembly? ResolveBridge(AssemblyLoadContext context, AssemblyName name)
    {
        if (!s_bridges.Contains(name.Name, StringComparer.Ordinal))
        {
            return null;
        }

        lock (s_gate)
        {
            s_instance ??= new PrivateLoadContext(
                Path.Combine(Path.GetDirectoryName(typeof(PrivateLoadContext).Assembly.Location)!, "deps"));
            return s_instance.LoadFromAssemblyPath(s_instance.PathOf(name.Name!));
        }
    }

    private string PathOf(string bridge) => Path.Combine(_directory, bridge + ".dll");
}
