using System.Buffers;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal as an HTML document that needs nothing else: colours inlined, no scripts, and a policy that lets nothing be loaded. Every
/// text, title and link in it is untrusted and escaped; links lead to the web or to a mail alone. Wide characters and those beyond ASCII
/// stand in boxes of their columns, so that columns stay aligned whatever the fonts.
/// </summary>
public static class ScreenHtml
{
    /// <param name="options">Of them the lines of the scrollback, and the document's title.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        var lines = new HtmlLines(new VtWriter(into), terminal, options.Title);
        lines.Lines(terminal, options.Scrollback);
        lines.End();
    }
}
