using Dispatch.Runner.Keeper;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// The programs whose output isn't taken in while the disk is full. None of it is lost: it isn't acknowledged, so the keeper has it, stops the
/// program when it has enough, and gives all from where the log ends when asked again. Used on the keeper's thread alone.
/// </summary>
internal sealed class PausedOutput
{
    private readonly Dictionary<Guid, Paused> _processes = [];

    public void Clear() => _processes.Clear();

    /// <summary>Whether output is to be taken in; of what was so in part already, the rest.</summary>
    /// <param name="full">Whether the disk is.</param>
    public bool Admits(Session session, Guid process, int stream, bool full, ref long offset, ref ReadOnlySpan<byte> bytes)
    {
        if (!_processes.TryGetValue(process, out var paused))
        {
            if (!full)
            {
                return true;
            }

            paused = _processes[process] = new Paused(session);
        }

        if (full && !paused.Ended)
        {
            paused.Asked = false;
        }

        return paused.Take(stream, ref offset, ref bytes);
    }

    /// <summary>Whether a program's end is to be recorded: not before all that it printed is.</summary>
    public bool AdmitsEnd(Guid process)
    {
        if (!_processes.TryGetValue(process, out var paused) || paused.IsWhole)
        {
            return true;
        }

        paused.Ended = true;
        return false;
    }

    public void Forget(Guid process) => _processes.Remove(process);

    /// <summary>Asks again for what may be taken in now. After a commit: what was taken in before is in the log.</summary>
    /// <param name="full">
    /// Whether the disk still is: then only for programs that have ended. What is left of them is little, and room is made by removing their sessions.
    /// </param>
    public void Resume(bool full, KeeperClient keeper)
    {
        foreach (var (process, paused) in _processes)
        {
            if (!paused.Asked && (!full || paused.HasEnded()))
            {
                keeper.Subscribe(process, paused.Ask());
            }
        }
    }

    private sealed class Paused(Session session)
    {
        // Where each stream goes on, since it was asked for again; and one after the last byte that ever came of it.
        private readonly long[] _next = [0, 0];
        private readonly long[] _seen = [0, 0];

        public bool Asked { get; set; }

        public bool Ended { get; set; }

        public bool IsWhole => Asked && _next[0] >= _seen[0] && _next[1] >= _seen[1];

        // The keeper doesn't tell before it has read everything, which it can't while it holds all that it may.
        public bool HasEnded()
        {
            if (!Ended && session.Info.Pid is { } pid)
            {
                using var process = ProcessHandle.TryOpen(pid);
                Ended = process?.WaitForExit(TimeSpan.Zero) ?? true;
            }

            return Ended;
        }

        public ReadOnlySpan<long> Ask()
        {
            Asked = true;
            session.Driver.Follow();
            session.Log.Offsets.CopyTo(_next, 0);
            return _next.AsSpan(0, session.Driver.Pty ? 1 : 2);
        }

        // What was on its way when it was asked for again comes before what was asked for, and again within it.
        public bool Take(int stream, ref long offset, ref ReadOnlySpan<byte> bytes)
        {
            _seen[stream] = Math.Max(_seen[stream], offset + bytes.Length);
            var known = _next[stream] - offset;
            if (!Asked || known < 0 || known >= bytes.Length)
            {
                return false;
            }

            bytes = bytes[(int)known..];
            offset += known;
            _next[stream] += bytes.Length;
            return true;
        }
    }
}
