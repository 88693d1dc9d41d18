namespace XmrtOps.Database.Indexing;

/// <summary>One condition or sort key in the terms of an index.</summary>
/// <param name="Element">As CREATE INDEX writes it, without an order.</param>
/// <param name="Column">The column, or null for an expression.</param>
/// <param name="Fraction">Part of the rows that it lets through, 0 to 1; null when nothing is known.</param>
/// <param name="Words">How a person would say it: "source = $1".</param>
internal sealed record KeyPart(string Element, string? Column, double? Fraction, string Words);
