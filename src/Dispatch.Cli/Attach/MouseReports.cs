using System.Buffers;
using System.Text;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>
/// This terminal tells of its mouse as SGR does (<c>CSI &lt; button ; col ; row M</c>, with m for a release; xterm ctlseqs, mouse tracking);
/// the session gets it in the form its program asked for, at the place on its own screen. Everything else that is typed passes.
/// </summary>
internal sealed class MouseReports
{
    private const int Modifiers = 4 + 8 + 16, Motion = 32, Wheel = 64, Released = 3, LongestReport = 24;

    private readonly ArrayBufferWriter<byte> _input = new(1024);
    private readonly byte[] _held = new byte[LongestReport];
    private int _heldLength;

    /// <summary>What the session gets of it; good until the next call.</summary>
    public ReadOnlyMemory<byte> Translate(ReadOnlySpan<byte> typed, Pointer pointer)
    {
        _input.ResetWrittenCount();
        if (_heldLength > 0)
        {
            // The rest of a report that was cut in two.
            var end = typed.IndexOfAny((byte)'M', (byte)'m') + 1;
            if (end > 0 && _heldLength + end <= LongestReport)
            {
                typed[..end].CopyTo(_held.AsSpan(_heldLength));
                Take(_held.AsSpan(0, _heldLength + end), pointer);
                typed = typed[end..];
            }

            _heldLength = 0;
        }

        while (typed.IndexOf("\e[<"u8) is >= 0 and var at)
        {
            _input.Write(typed[..at]);
            typed = typed[at..];
            var end = typed[3..].IndexOfAnyExceptInRange((byte)'0', (byte)';') + 3;
            if (end < 3)
            {
                Hold(typed);
                return _input.WrittenMemory;
            }

            Take(typed[..(end + 1)], pointer);
            typed = typed[(end + 1)..];
        }

        _input.Write(typed);
        return _input.WrittenMemory;
    }

    private void Hold(ReadOnlySpan<byte> begun)
    {
        if (begun.Length < LongestReport)
        {
            begun.CopyTo(_held);
            _heldLength = begun.Length;
        }
    }

    /// <param name="report">From ESC to its final byte.</param>
    private void Take(ReadOnlySpan<byte> report, Pointer pointer)
    {
        var isRelease = report[^1] == 'm';
        if ((isRelease || report[^1] == 'M') && TryRead(report[3..^1], out var button, out var col, out var row))
        {
            var view = pointer.Viewport;
            var isOutside = row >= view.Rows || col >= view.Cols;

            // What began on the screen goes on to its edge; nothing begins beside it.
            if (Wants(pointer.Tracking, button, isRelease) && !(isOutside && !isRelease && (button & Motion) == 0))
            {
                Write(
                    pointer, button, view.Left + Math.Clamp(col, 0, Math.Max(0, view.Cols - 1)), view.Top + Math.Clamp(row, 0, Math.Max(0, view.Rows - 1)),
                    isRelease);
            }
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> parameters, out int button, out int col, out int row)
    {
        (col, row) = (0, 0);
        var first = parameters.IndexOf((byte)';');
        var last = parameters.LastIndexOf((byte)';');
        button = 0;
        if (last <= first
            || !TryNumber(parameters[..first], out button)
            || !TryNumber(parameters[(first + 1)..last], out col)
            || !TryNumber(parameters[(last + 1)..], out row))
        {
            return false;
        }

        (col, row) = (col - 1, row - 1);
        return col >= 0 && row >= 0;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) =>
        System.Buffers.Text.Utf8Parser.TryParse(digits, out number, out var length) && length == digits.Length && number is >= 0 and < 65536;

    /// <summary>A report may still be on its way when a program has lost its interest.</summary>
    private static bool Wants(MouseTracking tracking, int button, bool isRelease) => tracking switch
    {
        MouseTracking.None => false,
        MouseTracking.X10 => !isRelease && (button & (Motion | Wheel)) == 0,
        MouseTracking.Normal => (button & Motion) == 0,
        MouseTracking.Button => (button & Motion) == 0 || (button & 3) != Released,
        _ => true,
    };

    private void Write(Pointer pointer, int button, int col, int row, bool isRelease)
    {
        if (pointer.Tracking == MouseTracking.X10)
        {
            button &= ~Modifiers;
        }

        switch (pointer.Encoding)
        {
            case MouseEncoding.Sgr or MouseEncoding.SgrPixels:
                Text($"\e[<{button};{col + 1};{row + 1}{(isRelease ? 'm' : 'M')}");
                break;
            case MouseEncoding.Urxvt:
                Text($"\e[{Released(button, isRelease) + 32};{col + 1};{row + 1}M");
                break;
            case MouseEncoding.Utf8:
                Text($"\e[M{(char)(Released(button, isRelease) + 32)}{(char)(col + 33)}{(char)(row + 33)}");
                break;
            case MouseEncoding.Default when col < 223 && row < 223:
                // A byte each: places further out can't be told.
                _input.Write((ReadOnlySpan<byte>)[0x1B, (byte)'[', (byte)'M', (byte)(Released(button, isRelease) + 32), (byte)(col + 33), (byte)(row + 33)]);
                break;
        }

        // The older forms don't tell which button it was.
        static int Released(int button, bool isRelease) => isRelease ? (button & (Modifiers | Motion)) | MouseReports.Released : button;
    }

    private void Text(string report) => Encoding.UTF8.GetBytes(report, _input);
}
