using System.Buffers;
using System.Text;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal as an HTML document that needs nothing else: colours inlined, no scripts, and a policy that lets nothing be loaded. Every
/// text, title and link in it is untrusted and escaped; links lead to the web or to a mail alone. Wide characters and those beyond ASCII
/// stand in boxes of their columns, so that columns stay aligned whatever the fonts.
/// </summary>
public static class ScreenHtml
{
    private const string Style = """
        body{margin:0}
        pre{margin:0;padding:12px;font:14px/1.25 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;direction:ltr;font-variant-ligatures:none}
        span{display:inline-block;height:1.25em;vertical-align:top;white-space:pre}
        a{color:inherit;text-decoration:none}
        """;

    /// <param name="options">Of them the lines of the scrollback, and the document's title.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        var output = new VtWriter(into);
        var title = options.Title ?? (terminal.Title.Length > 0 ? terminal.Title : "Terminal");
        var paint = Paint.Of(default, terminal);
        output.Text($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">
            <title>{Markup.Escape(title)}</title>
            <style>
            {Style}
            html{"{"}color:{Paint.Hex(paint.Text)};background:{Paint.Hex(paint.Background)}{"}"}
            </style></head><body>
            <pre>
            """);
        var rows = new PackedRows(terminal);
        var segments = new List<Segment>();
        for (var index = -Math.Clamp(options.Scrollback, 0, terminal.ScrollbackLines); index < terminal.Rows; index++)
        {
            Segments.Read(rows[index], segments);
            foreach (var segment in segments)
            {
                Write(terminal, segment, output);
            }

            output.Byte((byte)'\n');
        }

        output.Text("</pre>\n</body></html>\n");
        output.Flush();
    }

    private static void Write(Emulator terminal, in Segment segment, VtWriter output)
    {
        var css = Css(terminal, segment);
        var link = terminal.LinkOf(segment.Style) is { } found && Markup.IsSafe(found.Uri) ? found.Uri : null;
        if (link is not null)
        {
            output.Text($"<a rel=\"noopener noreferrer nofollow\" href=\"{Markup.Escape(link)}\">");
        }

        var text = Markup.Escape(segment.Text);
        output.Text(css.Length > 0 ? $"<span style=\"{css}\">{text}</span>" : text);
        if (link is not null)
        {
            output.Text("</a>");
        }
    }

    private static string Css(Emulator terminal, in Segment segment)
    {
        var css = new StringBuilder();
        var style = segment.Style;
        var (paint, usual) = (Paint.Of(style, terminal), Paint.Of(default, terminal));
        Add(!segment.Even, $"width:{segment.Columns}ch");
        Add(paint.Text != usual.Text, $"color:{Paint.Hex(paint.Text)}");
        Add(paint.Background != usual.Background, $"background:{Paint.Hex(paint.Background)}");
        Add(style.Bold, "font-weight:bold");
        Add(style.Italic, "font-style:italic");
        string[] lines = [style.UnderlineStyle != UnderlineStyle.None ? "underline" : "", style.Strikethrough ? "line-through" : "", style.Overline ? "overline" : ""];
        Add(lines.Any(line => line.Length > 0), $"text-decoration-line:{string.Join(' ', lines.Where(line => line.Length > 0))}");
        Add(style.UnderlineStyle > UnderlineStyle.Single, $"text-decoration-style:{Shape(style.UnderlineStyle)}");
        Add(paint.Underline != paint.Text, $"text-decoration-color:{Paint.Hex(paint.Underline)}");
        return css.ToString();

        void Add(bool wanted, string declaration)
        {
            if (wanted)
            {
                css.Append(css.Length > 0 ? ";" : "").Append(declaration);
            }
        }
    }

    private static string Shape(UnderlineStyle style) => style switch
    {
        UnderlineStyle.Double => "double",
        UnderlineStyle.Curly => "wavy",
        UnderlineStyle.Dotted => "dotted",
        _ => "dashed",
    };
}
