using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Keeper;

/// <summary>What the keeper shall start. The runner has resolved everything: an absolute program, an absolute folder, the whole environment.</summary>
/// <param name="Key">Made by the runner; names the process from here on. The same key again gives the same process.</param>
/// <param name="Pty">A terminal of <paramref name="Cols"/> by <paramref name="Rows"/>, else three pipes.</param>
/// <param name="Program">The absolute path of what is executed.</param>
/// <param name="Arguments">All of them, with the name it is called by as the first.</param>
/// <param name="Cwd">The folder to start in.</param>
/// <param name="Environment">The whole environment, <c>NAME=value</c> each.</param>
internal sealed record SpawnRequest(
    Guid Key, bool Pty, string Program, IReadOnlyList<string> Arguments, string Cwd, IReadOnlyList<string> Environment, int Cols, int Rows);

/// <param name="Pid">The process id, when started.</param>
/// <param name="Error">Why not, otherwise.</param>
internal sealed record SpawnOutcome(int Pid, Error? Error);

/// <summary>How a process ended: an exit code or a signal's number.</summary>
internal readonly record struct ExitStatus(int? Code, int? Signal);

/// <summary>A process that the keeper holds.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Pty">Whether it has a terminal; else three pipes.</param>
/// <param name="Streams">Its output streams: 0 the terminal or standard output, 1 standard error.</param>
/// <param name="Exit">How it ended, once it has and all its output was read.</param>
internal sealed record KeptProcess(Guid Key, int Pid, bool Pty, IReadOnlyList<KeptStream> Streams, ExitStatus? Exit);

/// <summary>Offsets count a stream's bytes from 0 since the process started.</summary>
/// <param name="Acknowledged">Everything before it was acknowledged and is gone from the keeper.</param>
/// <param name="End">One after the last byte read.</param>
internal readonly record struct KeptStream(long Acknowledged, long End);

/// <summary>
/// What the keeper tells its runner. Called on the client's one reader thread, in the order of the wire: what is done here delays every
/// session's echo, so it doesn't block. What it throws ends the connection, and what wasn't acknowledged comes again with the next one.
/// </summary>
internal interface IKeeperObserver
{
    /// <summary>Another connection, and nothing comes from one before it any more. Before anything comes from this one.</summary>
    void OnConnecting(KeeperClient client);

    void OnOutput(Guid key, int stream, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>After all of the process's output.</summary>
    void OnExited(Guid key, ExitStatus status);

    /// <summary>The input up to and with this id was written to the process.</summary>
    void OnWritten(Guid key, uint inputId);

    /// <summary>
    /// The input with this id was refused as a whole: the process doesn't read and <see cref="KeeperProtocol.MaximumPendingInput"/> bytes wait
    /// for it already, or it has no input any more.
    /// </summary>
    void OnInputRefused(Guid key, uint inputId);

    /// <summary>
    /// Nothing more can be read without waiting: the moment to commit what came. Comes also after every
    /// <see cref="KeeperProtocol.ReadBuffer"/> bytes that came without a pause, so that a flood doesn't hold a commit back.
    /// </summary>
    void OnIdle();

    /// <summary>The connection is gone; nothing follows.</summary>
    void OnDisconnected();
}
