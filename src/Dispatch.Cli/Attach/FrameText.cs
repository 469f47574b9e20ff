using System.Buffers;
using System.Globalization;

namespace Dispatch.Cli.Attach;

/// <summary>Sequences for the terminal outside, into a buffer that is used again for every frame.</summary>
internal static class FrameText
{
    private const int LongestNumber = 11;

    public static void Number(this ArrayBufferWriter<byte> frame, int number)
    {
        number.TryFormat(frame.GetSpan(LongestNumber), out var length, default, CultureInfo.InvariantCulture);
        frame.Advance(length);
    }

    /// <param name="row">From 0.</param>
    /// <param name="col">From 0.</param>
    public static void MoveTo(this ArrayBufferWriter<byte> frame, int row, int col)
    {
        frame.Write("\e["u8);
        frame.Number(row + 1);
        frame.Write(";"u8);
        frame.Number(col + 1);
        frame.Write("H"u8);
    }

    public static void PrivateMode(this ArrayBufferWriter<byte> frame, int mode, bool on)
    {
        frame.Write("\e[?"u8);
        frame.Number(mode);
        frame.Write(on ? "h"u8 : "l"u8);
    }
}
