namespace XmrtOps.Platforms.Vercel;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal interface IVercelPage<out T>
{
    IReadOnlyList<T>? Items { get; }

    VercelPagination? Pagination { get; }
}
