using System.Globalization;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Logs;

/// <summary>A moment, as a person says it.</summary>
internal static class Since
{
    public static DateTimeOffset? Parse(string? text, TimeProvider time)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            double? seconds = text[^1] switch { 's' => count, 'm' => count * 60, 'h' => count * 3600, 'd' => count * 86400, _ => null };
            if (seconds is < 1e9)
            {
                return time.GetUtcNow().AddSeconds(-seconds.Value);
            }
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var at)
            ? at
            : throw Failure.Usage($"--since {text} is no time. Say how long ago (30s, 10m, 2h, 3d) or when (14:30, 2026-11-22T14:30Z)");
    }
}
