using Dispatch.Runner.Native;

namespace Dispatch.Runner.Sessions;

/// <summary>The way into a session's process, through whichever keeper connection is in force; into nothing when there is none.</summary>
internal sealed class ProcessInput(KeeperLink link, Guid process)
{
    private uint _lastId;

    /// <summary>Queues bytes for the process: the id that the keeper confirms, or null when there is no keeper and nothing was taken.</summary>
    public uint? Write(ReadOnlySpan<byte> bytes)
    {
        if (link.Client is not { } keeper)
        {
            return null;
        }

        var id = Interlocked.Increment(ref _lastId);
        keeper.Write(process, id, bytes);
        return id;
    }

    public void Resize(int cols, int rows) => link.Client?.Resize(process, cols, rows);

    /// <summary>To the process's own group; a terminal's interrupt to whatever is in its foreground.</summary>
    public void Signal(string name) => link.Client?.Signal(process, Signals.Number(name), foreground: name == "SIGINT");

    public void Close() => link.Client?.CloseInput(process);
}
