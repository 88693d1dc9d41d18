namespace XmrtOps.Shell.Running;

/// <summary>The module that the program carries, staged as users install it.</summary>
internal static class BundledModule
{
    /// <summary>The folder that a user would have in PSModulePath.</summary>
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Modules");

    /// <summary>Path of the manifest to import.</summary>
    public static string Manifest { get; } = Path.Combine(
        Root,
        "XmrtOps",
        typeof(BundledModule).Assembly.GetName().Version!.ToString(3),
        "XmrtOps.psd1");
}
