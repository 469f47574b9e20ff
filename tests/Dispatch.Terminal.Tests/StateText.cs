using System.Globalization;
using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>
/// Everything a terminal knows, as text: two are equal when their texts are. Numbers that only mean something within one emulator (of
/// styles, clusters, links) are written as what they stand for.
/// </summary>
internal static class StateText
{
    private static readonly System.Reflection.PropertyInfo[] ModeProperties =
        [.. typeof(Modes).GetProperties().Where(property => property.Name != nameof(Dispatch.Terminal.Modes.KeyboardStack))];

    public static string Of(Emulator terminal)
    {
        var screen = terminal.Screen;
        var text = new StringBuilder();
        Line(text, "size", terminal.Cols, terminal.Rows, "alternate", screen.OnAlternate, "at rest", terminal.AtRest);
        Line(text, "cursor", screen.X, screen.Y, screen.WrapPending, terminal.CursorShape, terminal.CursorBlinking);
        Line(text, "margins", screen.Top, screen.Bottom, screen.Left, screen.Right, screen.ColumnMargins);
        Line(text, "drawing", screen.Origin, screen.AutoWrap, screen.ReverseWrap, screen.Insert, screen.GraphemeClusters, terminal.AttributesInRectangle);
        Line(text, "sets", screen.Charsets, screen.SingleShift);
        Line(text, "pen", Of(terminal, screen.Pen));
        Saved(text, terminal, "saved on main", screen.SavedMain);
        Saved(text, terminal, "saved on alternate", screen.SavedAlternate);
        Line(text, "tabs", string.Concat(screen.Tabs.ToArray().Select(tab => tab ? '|' : '.')));
        Modes(text, terminal);
        Told(text, terminal);
        Line(text, "scrollback", screen.Scrollback.Count, "of", screen.ScrolledOff);
        for (var y = -terminal.ScrollbackLines; y < terminal.Rows; y++)
        {
            Row(text, terminal, "main", y, terminal.MainLine(y));
        }

        for (var y = 0; screen.OnAlternate && y < terminal.Rows; y++)
        {
            Row(text, terminal, "alternate", y, terminal.Line(y));
        }

        return text.ToString();
    }

    private static void Modes(StringBuilder text, Emulator terminal)
    {
        foreach (var property in ModeProperties)
        {
            text.Append(property.Name).Append(' ').Append(property.GetValue(terminal.Modes)).Append('\n');
        }

        Line(text, "keyboard", string.Join(' ', terminal.Modes.KeyboardStack));
        Line(text, "saved modes", string.Join(' ', terminal.SavedModes.OrderBy(mode => mode.Key).Select(mode => $"{mode.Key}={mode.Value}")));
    }

    private static void Told(StringBuilder text, Emulator terminal)
    {
        Line(text, "title", terminal.Title, "icon", terminal.IconName, "folder", terminal.Folder);
        Line(text, "pushed titles", string.Join('|', terminal.PushedTitles));
        Line(text, "pushed styles", string.Join('|', terminal.PushedStyles.Select(style => Of(terminal, style))));
        Line(text, "progress", terminal.Progress, "commands", terminal.CommandNumber, terminal.InCommand);
        var colors = terminal.Colors;
        Line(text, "colours", colors.ForegroundSet, colors.BackgroundSet, colors.CursorSet);
        Line(text, "palette", string.Join(' ', colors.Changed.OrderBy(color => color.Key)));
    }

    private static void Saved(StringBuilder text, Emulator terminal, string name, SavedCursor saved) =>
        Line(text, name, saved.X, saved.Y, saved.Origin, saved.Charsets, Of(terminal, saved.Pen));

    private static void Row(StringBuilder text, Emulator terminal, string name, int y, LineView line)
    {
        var end = line.Cells.LastIndexOfAnyExcept(default(Cell)) + 1;
        if (end == 0 && line is { Wrapped: false, Mark.IsNone: true })
        {
            return;
        }

        text.Append(name).Append(' ').Append(y).Append(line.Wrapped ? " wrapped" : "");
        if (!line.Mark.IsNone)
        {
            text.Append(' ').Append(line.Mark);
        }

        text.Append(": ");
        var style = default(Style);

        var id = 0;
        foreach (var cell in line.Cells[..end])
        {
            if (cell.StyleId != id && terminal.StyleOf(cell) is var present && present != style)
            {
                id = cell.StyleId;
                text.Append('{').Append(Of(terminal, present)).Append('}');
                style = present;
            }

            text.Append(cell.Width switch { 0 => "<", 2 => ">", _ => cell.IsEmpty ? "·" : "" });
            if (!cell.IsEmpty && cell.Width != 0)
            {
                terminal.AppendText(cell, text);
            }
        }

        text.Append('\n');
    }

    private static string Of(Emulator terminal, in Style style) => style == default
        ? ""
        : $"{style.Flags:x} {style.Foreground.Bits:x} {style.Background.Bits:x} {style.Underline.Bits:x} {(style.Link == 0 ? null : terminal.LinkOf(style)?.ToString() ?? "forgotten")}".TrimEnd();

    private static void Line(StringBuilder text, params object?[] parts)
    {
        foreach (var part in parts)
        {
            text.Append(Convert.ToString(part, CultureInfo.InvariantCulture)).Append(' ');
        }

        text.Append('\n');
    }
}
