using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;

namespace Dispatch.Server.Tests.Support;

/// <summary>What a part has logged so far, as anyone reads it: from its files.</summary>
internal static class Logged
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string Text(DataFolder data) => string.Concat(Directory.GetFiles(data.Logs).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    public static IReadOnlyList<LogLine> Lines(LogFiles files) =>
    [
        .. files.Numbers().SelectMany(number => File.ReadLines(files.Path(number))).Select(line => JsonSerializer.Deserialize(line, Wire.Default.LogLine)!),
    ];

    /// <summary>Waits for a line: what is logged is written a moment later.</summary>
    public static async Task<LogLine> WaitForAsync(LogFiles files, Func<LogLine, bool> wanted)
    {
        using var enough = new CancellationTokenSource(Patience);
        while (true)
        {
            // The last line may be half written.
            if (files.Numbers().Count > 0 && File.ReadAllText(files.Path(files.Numbers()[^1])).EndsWith('\n') && Lines(files).FirstOrDefault(wanted) is { } line)
            {
                return line;
            }

            await Task.Delay(20, enough.Token);
        }
    }
}
