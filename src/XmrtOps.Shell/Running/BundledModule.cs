namespace XmrtOps.Shell.Running;

/// <summary>The module that the program carries, staged as users install it.</summary>
internal static class BundledModule
{
    /// <summary>Path of the manifest to import.</summary>
    public static string Manifest { get; } = Path.Combine(
        AppContext.BaseDirectory,
        "Modules",
        "XmrtOps",
        typeof(BundledModule).Assembly.GetName().Version!.ToString(3),
        "XmrtOps.psd1");
}
