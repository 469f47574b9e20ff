namespace Dispatch.Protocol.Gateway;

/// <summary>Answer of <c>GET /api/usage</c>: what agents asked of models through the gateway, in the days from <c>from</c> through <c>to</c> (UTC).</summary>
/// <param name="Items">One for each group that was asked for; the newest day first, else the most expensive first.</param>
/// <param name="Total">All of them together.</param>
public sealed record UsageReport(string From, string To, IReadOnlyList<UsageItem> Items, UsageAmounts Total);

/// <summary>What one group used. Only what it was grouped by is there.</summary>
/// <param name="Day">A day of UTC: <c>2026-12-01</c>.</param>
/// <param name="Model">As the provider names it in its answer.</param>
public sealed record UsageItem(string? Day, string? Workspace, string? Session, string? Principal, string? Provider, string? Model, UsageAmounts Amounts);

/// <param name="Requests">Answers that a model gave.</param>
/// <param name="Estimated">How many of them didn't tell what they used, or broke off before: those are reckoned by their length.</param>
/// <param name="Unpriced">How many of them were a model's whose price isn't known: they cost nothing here.</param>
/// <param name="InputTokens">Tokens that were sent, without those of a cache.</param>
/// <param name="OutputTokens">Tokens that were answered.</param>
/// <param name="CacheReadTokens">Tokens that were sent and that the provider had in a cache.</param>
/// <param name="CacheWriteTokens">Tokens that were sent and put into a cache.</param>
/// <param name="Cost">US dollars, by the table of prices at that time.</param>
public sealed record UsageAmounts(
    long Requests, long Estimated, long Unpriced, long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens, decimal Cost);
