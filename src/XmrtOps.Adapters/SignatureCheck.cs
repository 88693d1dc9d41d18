namespace XmrtOps.Adapters;

/// <summary>What came of checking the signature of a token, and with how many keys.</summary>
/// <param name="State">The outcome.</param>
/// <param name="KeyCount">Keys that were given and could be read.</param>
/// <param name="FittingKeys">Of these, the keys that fit the token's algorithm and key id.</param>
public sealed record SignatureCheck(SignatureState State, int KeyCount, int FittingKeys);
