using System.Globalization;
using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

/// <summary>Everything that an emulator knows, as text: two that are equal in this do the same with whatever comes next.</summary>
internal static class State
{
    public static string Of(Emulator terminal, int scrollback = int.MaxValue)
    {
        var text = new StringBuilder();
        var screen = terminal.Screen;
        Line(text, $"size {terminal.Cols}x{terminal.Rows} cursor {screen.X},{screen.Y} pending {screen.WrapPending} alternate {screen.OnAlternate}");
        Line(text, $"margins {screen.Top}-{screen.Bottom} {screen.Left}-{screen.Right} {screen.ColumnMargins} origin {screen.Origin}");
        Line(text, $"pen {Look(terminal, screen.Pen)} sets {screen.Charsets} shift {screen.SingleShift} last {screen.Last:X} open {Fields(screen.OpenCluster)}");
        Line(text, $"saved {Saved(terminal, screen.SavedMain)} / {Saved(terminal, screen.SavedAlternate)}");
        Line(text, $"tabs {string.Concat(screen.Tabs.ToArray().Select(stop => stop ? '|' : '.'))}");
        foreach (var mode in ModeList.All.Cast<Mode>())
        {
            Line(text, $"mode {mode.Notation} {mode.Get(terminal)}");
        }

        var modes = terminal.Modes;
        Line(text, $"keys [{string.Join(' ', modes.KeyboardStack)}] [{string.Join(' ', modes.HiddenKeyboardStack)}] {modes.ModifyOtherKeys}");
        Line(text, $"mouse {modes.Mouse} {modes.MouseEncoding} cursor {terminal.CursorShape} {terminal.CursorBlinking} rectangle {terminal.AttributesInRectangle}");
        Line(text, $"title {terminal.Title} icon {terminal.IconName} pushed {string.Join(' ', terminal.PushedTitles)} folder {terminal.Folder}");
        Line(text, $"colors {terminal.Colors.ForegroundSet} {terminal.Colors.BackgroundSet} {terminal.Colors.CursorSet} {string.Join(' ', terminal.Colors.Changed.OrderBy(c => c.Key))}");
        Line(text, $"progress {terminal.Progress} command {terminal.CommandNumber} {terminal.InCommand} above {terminal.ScrolledOff}");
        Line(text, $"styles {string.Join(' ', terminal.PushedStyles.Select(style => Look(terminal, style)))}");
        Line(text, $"saved modes {string.Join(' ', terminal.SavedModes.OrderBy(m => m.Key))}");
        Line(text, $"pending {Pending(terminal)}");
        for (var index = -Math.Min(scrollback, terminal.ScrollbackLines); index < terminal.Rows; index++)
        {
            Row(text, terminal, index, terminal.MainLine(index));
        }

        for (var index = 0; screen.OnAlternate && index < terminal.Rows; index++)
        {
            Row(text, terminal, index, terminal.Line(index));
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Row(StringBuilder text, Emulator terminal, int index, LineView line)
    {
        text.Append(index).Append(line.Wrapped ? $" wraps {line.Used} " : " ends ").Append(line.Mark.Bits.ToString("X")).Append(' ');
        var style = default(Style);
        foreach (var cell in line.Cells)
        {
            var own = terminal.StyleOf(cell);
            if (own != style)
            {
                text.Append($"<{Look(terminal, own)}>");
                style = own;
            }

            text.Append(cell.IsEmpty ? "_" : cell.Width == 0 ? "^" : "");
            if (!cell.IsEmpty)
            {
                terminal.AppendText(cell, text);
                text.Append(cell.IsCluster ? "&" : "");
            }
        }

        text.Append('\n');
    }

    private static string Look(Emulator terminal, in Style style) => style == default
        ? ""
        : $"{style.Flags:X} {style.Foreground.Bits:X} {style.Background.Bits:X} {style.Underline.Bits:X} {terminal.LinkOf(style)}";

    private static string Saved(Emulator terminal, in SavedCursor saved) =>
        $"{saved.X},{saved.Y} {Look(terminal, saved.Pen)} {saved.Charsets} {saved.Origin}";

    private static string Fields(object value) => string.Join(' ', value.GetType()
        .GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)
        .Select(field => field.GetValue(value) is { } inner && field.FieldType is { IsValueType: true, IsPrimitive: false, IsEnum: false } ? Fields(inner) : $"{field.GetValue(value)}"));

    private static string Pending(Emulator terminal)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var output = new VtWriter(bytes);
        terminal.WritePending(output);
        output.Flush();
        return Convert.ToHexString(bytes.WrittenSpan);
    }
}
