using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Supabase;

/// <summary>What was bought beside the plan: compute size, point-in-time recovery and others.</summary>
internal sealed record SupabaseAddons
{
    public IReadOnlyList<Addon>? SelectedAddons { get; init; }

    /// <summary>One of them.</summary>
    internal sealed record Addon
    {
        /// <summary>compute_instance, pitr, ipv4 and others.</summary>
        public string? Type { get; init; }

        public AddonVariant? Variant { get; init; }
    }

    /// <summary>Its size.</summary>
    internal sealed record AddonVariant
    {
        /// <summary>Such as ci_small.</summary>
        public string? Id { get; init; }

        public string? Name { get; init; }

        public AddonMeta? Meta { get; init; }
    }

    /// <summary>What a compute size gives.</summary>
    internal sealed record AddonMeta
    {
        [JsonConverter(typeof(LooseText))]
        public string? CpuCores { get; init; }

        public double? MemoryGb { get; init; }

        public int? ConnectionsDirect { get; init; }

        public int? ConnectionsPooler { get; init; }
    }
}
