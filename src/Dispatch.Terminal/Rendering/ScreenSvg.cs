using System.Buffers;
using System.Globalization;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal as an SVG picture with its text as text: no scripts, no links, nothing loaded. Each run of characters is put at its column
/// and drawn as wide as its columns, whatever the fonts. All text is untrusted and escaped.
/// </summary>
public static class ScreenSvg
{
    private const double Width = 8.4, Height = 18, Baseline = 13.5, Margin = 12;

    /// <param name="options">Of them the lines of the scrollback, and the picture's title.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        var output = new VtWriter(into);
        var above = Math.Clamp(options.Scrollback, 0, terminal.ScrollbackLines);
        var (width, height) = ((terminal.Cols * Width) + (2 * Margin), ((terminal.Rows + above) * Height) + (2 * Margin));
        var title = options.Title ?? (terminal.Title.Length > 0 ? terminal.Title : "Terminal");
        output.Text($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{N(width)}" height="{N(height)}" viewBox="0 0 {N(width)} {N(height)}" role="img">
            <title>{Markup.Escape(title)}</title>
            <style>text{"{"}font-size:14px;font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre;font-variant-ligatures:none{"}"}rect{"{"}shape-rendering:crispEdges{"}"}</style>
            <rect width="100%" height="100%" fill="{Paint.Hex(Paint.Behind(terminal))}"/>
            <g transform="translate({N(Margin)} {N(Margin)})">

            """);
        var rows = new PackedRows(terminal);
        var segments = new List<Segment>();
        for (var index = -above; index < terminal.Rows; index++)
        {
            Segments.Read(rows[index], segments);
            Line(terminal, segments, (index + above) * Height, output);
        }

        Cursor(terminal, above, output);
        output.Text("</g>\n</svg>\n");
        output.Flush();
    }

    // Backgrounds first: what stands out of its cells isn't covered by the next ones.
    private static void Line(Emulator terminal, List<Segment> segments, double y, VtWriter output)
    {
        foreach (var segment in segments)
        {
            var color = Paint.Of(segment.Style, terminal).Background;
            if (color != Paint.Behind(terminal))
            {
                Rectangle(segment.Col * Width, y, segment.Columns * Width, Height, color, output);
            }
        }

        foreach (var segment in segments)
        {
            if (!segment.Style.Hidden)
            {
                Text(terminal, segment, y, output);
                SvgLines.Write(segment, Paint.Of(segment.Style, terminal), (segment.Col * Width, y, segment.Columns * Width), output);
            }
        }
    }

    private static void Text(Emulator terminal, Segment segment, double y, VtWriter output)
    {
        if (segment.IsBlank)
        {
            return;
        }

        // Only what is seen: spaces at the ends have no use.
        var start = segment.Even ? segment.Text.Length - segment.Text.TrimStart(' ').Length : 0;
        var text = segment.Even ? segment.Text.Trim(' ') : segment.Text;
        var columns = segment.Even ? text.Length : segment.Columns;
        var style = segment.Style;
        var single = !segment.Even && segment.Columns == 2;
        var x = (segment.Col + start) * Width;

        // A wide character keeps its shape in the middle of its two columns; the others are drawn as wide as theirs.
        var place = single
            ? $"x=\"{N(x + Width)}\" text-anchor=\"middle\""
            : $"x=\"{N(x)}\" textLength=\"{N(columns * Width)}\" lengthAdjust=\"spacingAndGlyphs\"";
        output.Text($"<text {place} y=\"{N(y + Baseline)}\" fill=\"{Paint.Hex(Paint.Of(style, terminal).Text)}\"");
        output.Text(style.Bold ? " font-weight=\"bold\"" : "");
        output.Text(style.Italic ? " font-style=\"italic\"" : "");
        output.Text($">{Markup.Escape(text)}</text>\n");
    }

    private static void Cursor(Emulator terminal, int above, VtWriter output)
    {
        var cursor = terminal.Cursor;
        if (!cursor.Visible)
        {
            return;
        }

        var (x, y) = (cursor.Col * Width, (cursor.Row + above) * Height);
        var color = terminal.Colors.Cursor;
        switch (cursor.Shape)
        {
            case CursorShape.Bar:
                Rectangle(x, y, 2, Height, color, output);
                break;
            case CursorShape.Underline:
                Rectangle(x, y + Height - 2, Width, 2, color, output);
                break;
            default:
                var wide = cursor.Col + 1 < terminal.Cols && terminal.Line(cursor.Row).Cells[cursor.Col].Width == 2;
                Rectangle(x, y, wide ? 2 * Width : Width, Height, color, output, " opacity=\"0.6\"");
                break;
        }
    }

    private static void Rectangle(double x, double y, double width, double height, Color color, VtWriter output, string more = "") =>
        output.Text($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{Paint.Hex(color)}\"{more}/>\n");

    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
