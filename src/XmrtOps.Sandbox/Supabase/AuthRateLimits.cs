namespace XmrtOps.Sandbox.Supabase;

/// <summary>Auth's own limits: how many requests an address may send, and how many mails go out, in a time. The settings are
/// read at each request, so that a change of them counts at once.</summary>
internal sealed class AuthRateLimits(SettingsDocument config, TimeProvider clock)
{
    private static readonly TimeSpan s_ofAddress = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_ofMail = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Setting, string Whom), Queue<DateTimeOffset>> _taken = [];

    /// <summary>Counts a request of an address; false where that is one too many.</summary>
    /// <param name="setting">The setting's name, such as rate_limit_otp: requests in five minutes.</param>
    /// <param name="address">Who sends it.</param>
    public bool TakesRequest(string setting, string address) => Takes(setting, address, s_ofAddress);

    /// <summary>Counts a mail of the project; false where that is one too many.</summary>
    public bool TakesMail() => Takes("rate_limit_email_sent", "", s_ofMail);

    private bool Takes(string setting, string whom, TimeSpan window)
    {
        var most = config[setting]?.GetValue<int>() ?? int.MaxValue;
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_taken.TryGetValue((setting, whom), out var times)) _taken[(setting, whom)] = times = new Queue<DateTimeOffset>();
            while (times.TryPeek(out var oldest) && now - oldest >= window) times.Dequeue();
            if (times.Count >= most) return false;

            times.Enqueue(now);
            return true;
        }
    }
}
