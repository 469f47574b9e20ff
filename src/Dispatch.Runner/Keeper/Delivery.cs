using System.Diagnostics;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// Takes turns in telling the runner what is new of each process: written input, output straight from where it is kept, then the exit.
/// A lone echo goes at once. What follows a larger piece within a millisecond waits for company, as a flood in tiny frames would cost both sides more
/// than it carries; and that input was written waits as long for its echo, which spares the runner a wake-up for most keys. What programs on pipes
/// say of their own accord goes at the next beat, of all of them together: nobody types into them, and many that talk at once would
/// otherwise keep both sides from everybody's echo.
/// </summary>
internal sealed class Delivery
{
    private const int LargePiece = 1 << 10;
    private const int BeatsPerSecond = 40;

    private static readonly long Pause = Stopwatch.Frequency / 1000;
    private static readonly long Beat = Stopwatch.Frequency / BeatsPerSecond;

    private readonly Queue<HeldProcess> _turns = new();

    public void Note(HeldProcess process)
    {
        if (!process.Told.Queued)
        {
            process.Told.Queued = true;
            _turns.Enqueue(process);
        }
    }

    /// <returns>How long the loop may sleep: for ever -1, not at all 0, else milliseconds.</returns>
    public int Deliver(RunnerConnection? runner)
    {
        var (now, sleep) = (Stopwatch.GetTimestamp(), -1);

        // Whoever finds no room leaves those after it in front of itself.
        for (var turns = _turns.Count; turns > 0 && runner is not { Blocked: true }; turns--)
        {
            var process = _turns.Dequeue();
            process.Told.Queued = false;
            if (runner is null)
            {
                continue;
            }

            if (MayWait(process, now) is > 0 and var pause)
            {
                Note(process);
                sleep = sleep < 0 ? pause : Math.Min(sleep, pause);
            }
            else if (!Tell(process, runner, now))
            {
                Note(process);
                sleep = 0;
            }
        }

        runner?.Flush();
        return runner is null or { Blocked: true } ? -1 : sleep;
    }

    // How many milliseconds; 0 when it goes now.
    private static int MayWait(HeldProcess process, long now)
    {
        var told = process.Told;
        if (!told.Active || process.Finished)
        {
            return 0;
        }

        var unsent = 0;
        foreach (var outlet in process.Outlets)
        {
            unsent += outlet.Unsent;
        }

        if (unsent >= KeeperProtocol.MaximumOutput)
        {
            return 0;
        }

        if (unsent > 0 && !process.Pty && !told.Asked && process.Input.Written is null)
        {
            // By the clock and not by what was told last: they all meet there, and whoever is late for one isn't late for the next.
            told.UnsentAt = told.UnsentAt == 0 ? now : told.UnsentAt;
            return Milliseconds((((told.UnsentAt / Beat) + 1) * Beat) - now);
        }

        if (unsent > 0)
        {
            return told.SentBytes >= LargePiece && now - told.SentAt < Pause ? 1 : 0;
        }

        if (process.Input.Written is null)
        {
            return 0;
        }

        told.WrittenAt = told.WrittenAt == 0 ? now : told.WrittenAt;
        return now - told.WrittenAt < Pause ? 1 : 0;
    }

    // Whole ones, so that nobody comes too early; 0 for what is past.
    private static int Milliseconds(long ticks) => ticks <= 0 ? 0 : (int)(ticks * 1000 / Stopwatch.Frequency) + 1;

    // False when there is more to tell.
    private static bool Tell(HeldProcess process, RunnerConnection runner, long now)
    {
        if (process.Input.Written is { } written)
        {
            process.Input.Written = null;
            process.Told.Asked = true;
            process.Told.WrittenAt = 0;
            runner.Answer(FrameType.Written).Put(process.Key).Put(written).End();
        }

        if (!process.Told.Active)
        {
            return true;
        }

        var more = false;
        for (var stream = 0; stream < process.Outlets.Length; stream++)
        {
            var outlet = process.Outlets[stream];
            if (outlet.Unsent == 0)
            {
                continue;
            }

            outlet.Kept.Peek(outlet.Sent, KeeperProtocol.MaximumOutput, out var first, out var second);
            if (!runner.TrySendOutput(process.Key, stream, outlet.Sent, first, second))
            {
                return false;
            }

            outlet.Sent += first.Length + second.Length;
            (process.Told.SentAt, process.Told.SentBytes) = (now, first.Length + second.Length);
            more |= outlet.Unsent > 0;
            process.Told.UnsentAt = 0;

            // What it writes to its error output is no answer.
            process.Told.Asked &= stream != 0;
        }

        if (!more && process is { Finished: true, Told.Exit: false, Exit: { } exit })
        {
            process.Told.Exit = true;
            runner.Answer(FrameType.Exited).Put(process.Key).Put(exit).End();
        }

        return !more;
    }
}
