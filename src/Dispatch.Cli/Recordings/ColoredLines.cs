using System.Buffers;
using Dispatch.Cli.Attach;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

/// <summary>A screen as lines for a terminal: characters, colours and links, and nothing else that a terminal would act on.</summary>
internal static class ColoredLines
{
    public static void Write(Emulator emulator, ColorDepth depth, int scrollback, ArrayBufferWriter<byte> output)
    {
        var pen = new Pen(depth);
        var text = new byte[Cell.MaximumBytes];
        var last = LastUsed(emulator);
        for (var row = -Math.Min(scrollback, emulator.ScrollbackLines); row <= last; row++)
        {
            var line = emulator.Line(row);
            foreach (var cell in line.Cells[..line.Used])
            {
                if (cell.Width > 0)
                {
                    pen.Take(output, emulator, emulator.StyleOf(cell));
                    var length = SafeCharacters.Keep(text.AsSpan(0, emulator.EncodeText(cell, text)));
                    output.Write(length == 0 ? " "u8 : text.AsSpan(0, length));
                }
            }

            pen.Reset(output);
            output.Write("\n"u8);
        }
    }

    private static int LastUsed(Emulator emulator)
    {
        var last = emulator.Rows - 1;
        while (last >= 0 && emulator.Line(last).Used == 0)
        {
            last--;
        }

        return last;
    }
}
