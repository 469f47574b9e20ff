using System.Diagnostics;

namespace Dispatch.Runner.Keeper;

/// <summary>
/// Takes turns in telling the runner what is new of each process: written input, output straight from where it is kept, then the exit.
/// A lone echo goes at once. What follows a larger piece within a millisecond waits for company, as a flood in tiny frames would cost both sides more
/// than it carries; and that input was written waits as long for its echo, which spares the runner a wake-up for most keys.
/// </summary>
internal sealed class Delivery
{
    private const int LargePiece = 1 << 10;

    private static readonly long Pause = Stopwatch.Frequency / 1000;

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
        for (var turns = _turns.Count; turns > 0; turns--)
        {
            var process = _turns.Dequeue();
            process.Told.Queued = false;
            if (runner is null)
            {
                continue;
            }

            if (runner.Blocked)
            {
                Note(process);
            }
            else if (MayWait(process, now))
            {
                Note(process);
                sleep = sleep == 0 ? 0 : 1;
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

    private static bool MayWait(HeldProcess process, long now)
    {
        var told = process.Told;
        if (!told.Active || process.Finished)
        {
            return false;
        }

        var unsent = 0;
        foreach (var outlet in process.Outlets)
        {
            unsent += outlet.Unsent;
        }

        if (unsent > 0)
        {
            return told.SentBytes >= LargePiece && now - told.SentAt < Pause && unsent < KeeperProtocol.MaximumOutput;
        }

        if (process.Input.Written is null)
        {
            return false;
        }

        told.WrittenAt = told.WrittenAt == 0 ? now : told.WrittenAt;
        return now - told.WrittenAt < Pause;
    }

    // False when there is more to tell.
    private static bool Tell(HeldProcess process, RunnerConnection runner, long now)
    {
        if (process.Input.Written is { } written)
        {
            process.Input.Written = null;
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
        }

        if (!more && process is { Finished: true, Told.Exit: false, Exit: { } exit })
        {
            process.Told.Exit = true;
            runner.Answer(FrameType.Exited).Put(process.Key).Put(exit).End();
        }

        return !more;
    }
}
