using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Launch;

internal static class LogsCommand
{
    private const int BlockSize = 64 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static DispatchCommand Create()
    {
        var part = new Argument<string>("part") { Description = "server, runner or keeper.", DefaultValueFactory = _ => "server" };
        part.AcceptOnlyFromAmong("server", "runner", "keeper");
        var lines = new Option<int>("--lines") { Description = "How many of the last lines.", HelpName = "N", DefaultValueFactory = _ => 50 };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var count) && count < 0)
            {
                result.AddError($"--lines {count} is out of range: 0 or more");
            }
        });
        var follow = new Option<bool>("--follow") { Description = "Go on with what is logged from now." };
        return new DispatchCommand(
            "logs", "Show the end of a part's log.", "dispatch logs", "dispatch logs runner --follow")
        {
            part, lines, follow,
        }.Runs(async (parsed, cancellation) =>
        {
            var path = parsed.DataFolder().LogFile(parsed.GetRequiredValue(part));
            if (!File.Exists(path))
            {
                throw new Failure($"There is no log {path}: the {parsed.GetValue(part)} hasn't been started from this data folder");
            }

            await using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Position = StartOfLast(log, parsed.GetValue(lines));
            await CopyAsync(log, parsed.GetValue(follow), cancellation);
        });
    }

    private static async Task CopyAsync(FileStream log, bool follow, CancellationToken cancellation)
    {
        var safe = new Output.PlainText();
        var buffer = new byte[BlockSize];
        while (true)
        {
            var count = await log.ReadAsync(buffer, cancellation);
            Descriptors.Write(safe.Take(buffer.AsSpan(0, count)), cancellation);
            if (count == 0 && !follow)
            {
                Descriptors.Write(safe.Finish(), cancellation);
                return;
            }

            if (count == 0)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private static long StartOfLast(FileStream log, int lines)
    {
        if (lines == 0)
        {
            return log.Length;
        }

        var buffer = new byte[BlockSize];
        var newlines = 0;
        for (var end = log.Length; end > 0;)
        {
            var start = Math.Max(0, end - BlockSize);
            log.Position = start;
            var block = buffer.AsSpan(0, (int)(end - start));
            log.ReadExactly(block);
            for (var at = block.Length - 1; at >= 0; at--)
            {
                // The newline that ends the file begins no line.
                if (block[at] == '\n' && start + at + 1 < log.Length && ++newlines == lines)
                {
                    return start + at + 1;
                }
            }

            end = start;
        }

        return 0;
    }
}
