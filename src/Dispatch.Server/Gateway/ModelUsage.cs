namespace Dispatch.Server.Gateway;

/// <summary>What one answer of a model used.</summary>
/// <param name="Model">As the provider names it; empty when it didn't.</param>
/// <param name="Input">Tokens that were sent, without those of a cache.</param>
/// <param name="CacheWrite">Of them, tokens that were put into a cache for as long as caches usually last.</param>
/// <param name="CacheWriteLong">And those for an hour, which cost more.</param>
/// <param name="Estimated">The provider didn't tell, or not all: reckoned by length.</param>
internal sealed record ModelUsage(string Model, long Input, long Output, long CacheRead, long CacheWrite, long CacheWriteLong, bool Estimated);
