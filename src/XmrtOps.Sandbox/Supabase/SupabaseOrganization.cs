using System.Security.Cryptography;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The organisation that the project belongs to, and what its plan allows.</summary>
public sealed class SupabaseOrganization
{
    internal SupabaseOrganization() => Id = Slug = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 20);

    /// <summary>Its identity, which is its <see cref="Slug"/>.</summary>
    public string Id { get; }

    /// <summary>Its name in addresses.</summary>
    public string Slug { get; }

    /// <summary>Its name.</summary>
    public string Name { get; } = "XMRT sandbox";

    /// <summary>free, pro, team or enterprise.</summary>
    public string Plan { get; set; } = "pro";

    /// <summary>Whether it is restricted for over-use: everything of its projects answers 402 then.</summary>
    public bool IsRestricted { get; set; }

    /// <summary>How many edge functions the plan allows.</summary>
    public int FunctionLimit => Plan switch { "free" => 100, "pro" => 500, _ => 1000 };

    /// <summary>Whether the plan has a feature that costs, such as point-in-time recovery.</summary>
    internal bool IsPaid => Plan != "free";
}
