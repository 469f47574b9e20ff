using System.Text;

namespace Dispatch.Terminal;

/// <summary>Lines as a document: see <see cref="ScreenHtml"/>. It begins when this is made.</summary>
internal sealed class HtmlLines : LineWriter
{
    private const string Style = """
        body{margin:0}
        pre{margin:0;padding:12px;font:14px/1.25 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;direction:ltr;font-variant-ligatures:none}
        span{display:inline-block;height:1.25em;vertical-align:top;white-space:pre}
        a{color:inherit;text-decoration:none}
        """;

    private readonly VtWriter _output;
    private readonly Emulator _terminal;
    private readonly List<Segment> _segments = [];

    /// <summary>The document's own colours: those in force when it began.</summary>
    private readonly Paint _usual;

    public HtmlLines(VtWriter output, Emulator terminal, string? title)
    {
        (_output, _terminal, _usual) = (output, terminal, Paint.Of(default, terminal));
        title ??= terminal.Title.Length > 0 ? terminal.Title : "Terminal";
        output.Text($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">
            <title>{Markup.Escape(title)}</title>
            <style>
            {Style}
            html{"{"}color:{Paint.Hex(_usual.Text)};background:{Paint.Hex(_usual.Background)}{"}"}
            </style></head><body>
            <pre>
            """);
    }

    public override void Line(RowRuns row)
    {
        Segments.Read(row, _segments);
        foreach (var segment in _segments)
        {
            Write(segment);
        }

        _output.Byte((byte)'\n');
    }

    public override void End()
    {
        _output.Text("</pre>\n</body></html>\n");
        _output.Flush();
    }

    private void Write(in Segment segment)
    {
        var css = Css(segment);
        var link = _terminal.LinkOf(segment.Style) is { } found && Markup.IsSafe(found.Uri) ? found.Uri : null;
        if (link is not null)
        {
            _output.Text($"<a rel=\"noopener noreferrer nofollow\" href=\"{Markup.Escape(link)}\">");
        }

        var text = Markup.Escape(segment.Text);
        _output.Text(css.Length > 0 ? $"<span style=\"{css}\">{text}</span>" : text);
        if (link is not null)
        {
            _output.Text("</a>");
        }
    }

    private string Css(in Segment segment)
    {
        var css = new StringBuilder();
        var style = segment.Style;
        var paint = Paint.Of(style, _terminal);
        Add(!segment.Even, $"width:{segment.Columns}ch");
        Add(paint.Text != _usual.Text, $"color:{Paint.Hex(paint.Text)}");
        Add(paint.Background != _usual.Background, $"background:{Paint.Hex(paint.Background)}");
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
