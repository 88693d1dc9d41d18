using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Authentication;

/// <summary>Where a set of public keys (JWKS) comes from: a file, an address, or the JSON itself. Read once and kept; an
/// address is asked again when a token names a key that was not there, because keys rotate.</summary>
internal sealed class JwksSource
{
    /// <summary>Bytes of the biggest set that is read: real ones have a few kilobytes.</summary>
    public const int LongestSet = 1024 * 1024;

    private readonly Uri? _url;
    private readonly TimeSpan _timeout;
    private JwksText? _kept;

    private JwksSource(Uri? url, TimeSpan timeout, JwksText? kept)
    {
        _url = url;
        _timeout = timeout;
        _kept = kept;
    }

    /// <summary>The set can be read again, and may then be another.</summary>
    public bool IsRemote => _url is not null;

    /// <exception cref="XmrtException">JwksUnreadable.</exception>
    public static JwksSource Of(string given, TimeSpan timeout, Func<string, string> pathOf)
    {
        string text = given.Trim();
        if (text.StartsWith('{'))
        {
            return new JwksSource(null, timeout, Checked(text, "The text"));
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http")
        {
            return url.Scheme == "https" || url.IsLoopback
                ? new JwksSource(url, timeout, null)
                : throw Errors.JwksUnreadable("The address is not https: keys that anybody on the way can replace prove nothing.");
        }

        return new JwksSource(null, timeout, Checked(ReadFile(pathOf(text)), "The file"));
    }

    /// <summary>The set; from an address once, and once more when it is to be fresh.</summary>
    public async Task<JwksText> ReadAsync(bool isFresh, CancellationToken cancellation)
    {
        if (_kept is null || (isFresh && IsRemote))
        {
            _kept = await FetchAsync(cancellation);
        }

        return _kept;
    }

    /// <summary>The set has been read already.</summary>
    public bool IsKept => _kept is not null;

    private static string ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] buffer = new byte[LongestSet + 1];
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= LongestSet
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : throw Errors.JwksUnreadable($"The file '{path}' has more than 1 MB: that is no set of keys.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Errors.JwksUnreadable($"The file '{path}' cannot be read.", unreadable);
        }
    }

    private static JwksText Checked(string json, string what) =>
        IsKeySet(json) ? new JwksText(json, null) : throw Errors.JwksUnreadable($"{what} is no set of keys: it has no list 'keys'.");

    private static bool IsKeySet(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out JsonElement keys)
                && keys.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<JwksText> FetchAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_timeout);
        using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(ApplicationName.Module);
        try
        {
            using HttpResponseMessage response =
                await client.GetAsync(_url, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return new JwksText(null, $"the address answered {(int)response.StatusCode}");
            }

            byte[] buffer = new byte[LongestSet + 1];
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, deadline.Token);
            if (length > LongestSet)
            {
                return new JwksText(null, "the answer has more than 1 MB, which is no set of keys");
            }

            string json = Encoding.UTF8.GetString(buffer, 0, length);
            return IsKeySet(json) ? new JwksText(json, null) : new JwksText(null, "the answer is no set of keys");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new JwksText(null, string.Create(
                CultureInfo.CurrentCulture, $"the address did not answer within {_timeout.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return new JwksText(null, "the address cannot be reached");
        }
    }
}
