using Dispatch.Runner.Native;

namespace Dispatch.Runner.Sessions;

/// <summary>The way into a session's process, through whichever keeper connection is in force; into nothing when there is none.</summary>
internal sealed class ProcessInput(KeeperLink link, Guid process)
{
    /// <summary>The id that the next write has, and that the keeper confirms.</summary>
    public uint NextId { get; private set; } = 1;

    /// <summary>Queues bytes for the process. Calls don't overlap.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => link.Client?.Write(process, NextId++, bytes);

    public void Resize(int cols, int rows) => link.Client?.Resize(process, cols, rows);

    /// <summary>To the process's own group; a terminal's interrupt to whatever is in its foreground.</summary>
    public void Signal(string name) => link.Client?.Signal(process, Signals.Number(name), foreground: name == "SIGINT");

    public void Close() => link.Client?.CloseInput(process);
}
