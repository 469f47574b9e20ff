using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Dispatch.Terminal;

/// <summary>A terminal as JSON: its lines as runs of like cells, and what it knows beside them. The shape is in <c>docs/screen-json.md</c>.</summary>
public static class ScreenJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="options">Of them the lines of the scrollback.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into, Readable);
        json.WriteStartObject();
        json.WriteNumber("cols", terminal.Cols);
        json.WriteNumber("rows", terminal.Rows);
        json.WriteStartObject("cursor");
        json.WriteNumber("row", terminal.Cursor.Row);
        json.WriteNumber("col", terminal.Cursor.Col);
        json.WriteBoolean("visible", terminal.Cursor.Visible);
        json.WriteString("shape", Name(terminal.Cursor.Shape));
        json.WriteBoolean("blinking", terminal.Cursor.Blinking);
        json.WriteEndObject();
        json.WriteString("title", options.Title ?? terminal.Title);
        json.WriteString("folder", terminal.Folder);
        json.WriteBoolean("alternateScreen", terminal.AlternateScreen);
        WriteModes(json, terminal);
        WriteColors(json, terminal.Colors);
        json.WriteStartArray("lines");
        var rows = new PackedRows(terminal);
        var segments = new List<Segment>();
        for (var index = -Math.Clamp(options.Scrollback, 0, terminal.ScrollbackLines); index < terminal.Rows; index++)
        {
            WriteLine(json, terminal, index, rows[index], segments);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void WriteLine(Utf8JsonWriter json, Emulator terminal, int index, RowRuns row, List<Segment> segments)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteBoolean("wrapped", row.Wrapped);
        if (!row.Mark.IsNone)
        {
            WriteMark(json, row.Mark);
        }

        json.WriteStartArray("runs");
        Segments.Read(row, segments);
        for (var i = 0; i < segments.Count;)
        {
            var first = i;
            while (++i < segments.Count && segments[i].Style == segments[first].Style)
            {
            }

            json.WriteStartObject();
            json.WriteNumber("col", segments[first].Col);
            json.WriteNumber("columns", segments[i - 1].Col + segments[i - 1].Columns - segments[first].Col);
            json.WriteString("text", string.Concat(segments[first..i].Select(segment => segment.Text)));
            JsonStyle.Write(json, segments[first].Style, terminal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMark(Utf8JsonWriter json, LineMark mark)
    {
        json.WriteStartObject("mark");
        Flag(json, "promptStarted", mark.PromptStarted);
        Flag(json, "outputStarted", mark.OutputStarted);
        Flag(json, "commandFinished", mark.CommandFinished);
        if (mark.Number > 0)
        {
            json.WriteNumber("command", mark.Number);
        }

        if (mark.ExitCode is { } code)
        {
            json.WriteNumber("exitCode", code);
        }

        json.WriteEndObject();
    }

    private static void Flag(Utf8JsonWriter json, string name, bool on)
    {
        if (on)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static void WriteModes(Utf8JsonWriter json, Emulator terminal)
    {
        var modes = terminal.Modes;
        json.WriteStartObject("modes");
        json.WriteBoolean("applicationCursor", modes.ApplicationCursor);
        json.WriteBoolean("applicationKeypad", modes.ApplicationKeypad);
        json.WriteBoolean("autoWrap", terminal.Screen.AutoWrap);
        json.WriteBoolean("bracketedPaste", modes.BracketedPaste);
        json.WriteBoolean("focusReports", modes.FocusReports);
        json.WriteBoolean("graphemeClusters", terminal.Screen.GraphemeClusters);
        json.WriteBoolean("insert", terminal.Screen.Insert);
        json.WriteNumber("keyboardFlags", modes.KeyboardFlags);
        json.WriteString("mouse", Name(modes.Mouse));
        json.WriteString("mouseEncoding", Name(modes.MouseEncoding));
        json.WriteBoolean("origin", terminal.Screen.Origin);
        json.WriteBoolean("reverseVideo", modes.ReverseVideo);
        json.WriteBoolean("synchronizedOutput", modes.SynchronizedOutput);
        json.WriteEndObject();
    }

    private static void WriteColors(Utf8JsonWriter json, TerminalColors colors)
    {
        json.WriteStartObject("colors");
        json.WriteString("foreground", Paint.Hex(colors.Foreground));
        json.WriteString("background", Paint.Hex(colors.Background));
        json.WriteString("cursor", Paint.Hex(colors.Cursor));
        json.WriteStartObject("palette");
        foreach (var (index, color) in colors.Changed)
        {
            json.WriteString($"{index}", Paint.Hex(color));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
