using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>
/// An emulator and its place in a session's log. Events are written to it in order: output, sizes and fresh processes change the screen,
/// other facts don't. One thread at a time.
/// </summary>
internal sealed class ScreenWriter(Emulator emulator, ScreenListener? listener, LogNames names)
{
    public Emulator Emulator => emulator;

    /// <summary>The position of the last event it was given.</summary>
    public long Position { get; set; }

    /// <summary>The position of the last event that changed the screen.</summary>
    public long Drawn { get; set; }

    /// <summary>Bytes of output since the session began.</summary>
    public long Written { get; set; }

    public void Apply(long seq, long time, int type, ReadOnlySpan<byte> payload)
    {
        Position = seq;
        if (type == EventLog.OutputType)
        {
            listener?.Begin(seq, time, Written);
            emulator.Write(payload);
            listener?.End(payload);
            Written += payload.Length;
            Drawn = seq;
            return;
        }

        switch (names.Name(type))
        {
            case EventTypes.TerminalResized when Fact.TryRead(payload, Wire.Default.TerminalResized) is { } size:
                emulator.Resize(size.Cols, size.Rows);
                Drawn = seq;
                break;
            case EventTypes.SessionRestarted:
                emulator.Restore(AttachProtocol.AfterRestart);
                listener?.Restart();
                Drawn = seq;
                break;
        }
    }
}
