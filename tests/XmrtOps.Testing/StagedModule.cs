using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace XmrtOps.Testing;

/// <summary>
/// The module as it was staged. Types of XmrtOps that a test names are those that the hosted engine imports: there is
/// one copy, in out/, and it is loaded from there.
/// </summary>
internal static class StagedModule
{
    /// <summary>The folder that a user would have in PSModulePath, named after the version.</summary>
    public static string Directory { get; } = Metadata("XmrtOps.StagedModule");

    public static string Manifest { get; } = Path.Combine(Directory, "XmrtOps.psd1");

    /// <summary>The version that the build was given.</summary>
    public static string Version { get; } = Metadata("XmrtOps.Version");

    public static string RepositoryRoot { get; } = Metadata("XmrtOps.RepositoryRoot");

#pragma warning disable CA2255 // A test assembly is an application: nothing of it runs before this.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        Surroundings.Isolate();
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "XmrtOps"
            ? context.LoadFromAssemblyPath(Path.Combine(Directory, "XmrtOps.dll"))
            : null;
        LoadBridges();
    }

    /// <summary>
    /// As importing the module does, and at once: what a test names must not depend on whether another test has the
    /// module imported just then.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadBridges()
    {
        Module.PrivateLoadContext.Register();
        Assembly.Load("XmrtOps.Adapters");
        Assembly.Load("XmrtOps.Sandbox");
    }

    /// <summary>What the build told the tests, by its name in XmrtOps.Testing.props.</summary>
    public static string Metadata(string key) => typeof(StagedModule).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key)
        .Value!;
}
