using System.Buffers;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>A screen as bytes.</summary>
/// <param name="Seq">The position of the last event that drew on it: what comes after it is still to be shown.</param>
/// <param name="Written">Bytes of output since the session began.</param>
internal sealed record ScreenShot(long Seq, int Cols, int Rows, long Written, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What rebuilds the screen, with so many lines above it.</summary>
    public static ScreenShot Of(ScreenWriter writer, int scrollback)
    {
        var into = new ArrayBufferWriter<byte>(4096);
        ScreenVt.Write(writer.Emulator, new RenderOptions { Scrollback = scrollback }, into);
        return new ScreenShot(writer.Drawn, writer.Emulator.Cols, writer.Emulator.Rows, writer.Written, into.WrittenMemory);
    }
}
