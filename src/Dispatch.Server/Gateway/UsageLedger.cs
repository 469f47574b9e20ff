using System.Data.Common;
using System.Globalization;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Gateway;

/// <summary>Writes down what was used, and says when a limit of it is reached.</summary>
internal sealed partial class UsageLedger(UsageStore usage, ModelKeyStore limits, Prices prices, Foundation foundation, TimeProvider time, ILogger<UsageLedger> logger)
{
    private const string Change = "Raise it with dispatch models limit, or in the page's settings.";

    public string Today => Day(time.GetUtcNow());

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public async Task AddAsync(ModelAsker asker, ModelProvider provider, ModelUsage used)
    {
        var cost = prices.Of(provider.Id, used);
        var row = new UsageRow(
            Today, foundation.Environment, asker.Workspace, asker.Session, asker.Principal, provider.Id, used.Model.Length > 0 ? used.Model : "unknown",
            used.Estimated ? 1 : 0, cost is null ? 1 : 0, used.Input, used.Output, used.CacheRead, used.CacheWrite + used.CacheWriteLong, cost ?? 0);
        try
        {
            // Also of an answer that nobody waits for any more.
            await usage.AddAsync(row, CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            LogUnwritten(logger, asker.Session, used.Input, used.Output, e.Message);
        }
    }

    /// <returns>What to tell the agent when no more may be asked; null while it may.</returns>
    public async ValueTask<string?> RefuseAsync(ModelAsker asker, CancellationToken cancellation)
    {
        var most = Limits(await limits.LimitsAsync(cancellation));
        if (most == new ModelLimits())
        {
            return null;
        }

        var (dayTokens, dayNanos, sessionTokens, sessionNanos) = await usage.SpentAsync(Today, asker.Session, cancellation);
        return Over("of this session", "", sessionTokens, most.SessionTokens, sessionNanos, most.SessionCost)
            ?? Over("of a day", " It begins anew at 0:00 UTC.", dayTokens, most.DayTokens, dayNanos, most.DayCost);

        static string? Over(string which, string next, long tokens, long? mostTokens, long nanos, decimal? mostCost) =>
            tokens >= mostTokens ? Say($"The limit {which} is reached: {tokens:N0} of {mostTokens:N0} tokens were used.{next} {Change}")
            : nanos / 1e9m >= mostCost ? Say($"The limit {which} is reached: ${nanos / 1e9m:N2} of ${mostCost:N2} were spent.{next} {Change}")
            : null;

        static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    public static ModelLimits Limits(IReadOnlyDictionary<string, long> kept) => new(
        Dollars(kept, "dayCost"), kept.TryGetValue("dayTokens", out var day) ? day : null,
        Dollars(kept, "sessionCost"), kept.TryGetValue("sessionTokens", out var session) ? session : null);

    public static IReadOnlyDictionary<string, long> Kept(ModelLimits limits)
    {
        var kept = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, most) in ((string, long?)[])
            [("dayCost", (long?)(limits.DayCost * 1e9m)), ("dayTokens", limits.DayTokens), ("sessionCost", (long?)(limits.SessionCost * 1e9m)), ("sessionTokens", limits.SessionTokens)])
        {
            if (most is { } value)
            {
                kept[name] = value;
            }
        }

        return kept;
    }

    private static decimal? Dollars(IReadOnlyDictionary<string, long> kept, string name) => kept.TryGetValue(name, out var nanos) ? nanos / 1e9m : null;

    [LoggerMessage(1, LogLevel.Error, "What session {Session} used of a model ({Input} tokens in, {Output} out) could not be written down: {Cause}")]
    private static partial void LogUnwritten(ILogger logger, string session, long input, long output, string cause);
}

/// <summary>Who asks a model, as the runner says.</summary>
internal sealed record ModelAsker(string Workspace, string Session, string Principal);
