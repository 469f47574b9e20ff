using System.Buffers;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Endpoints;

/// <summary>A way to write a screen.</summary>
internal sealed record ScreenFormat(string Name, string ContentType, Action<Emulator, RenderOptions, IBufferWriter<byte>> Write)
{
    public static readonly ScreenFormat Text = new("text", "text/plain; charset=utf-8", ScreenText.Write);
    public static readonly ScreenFormat Ansi = new("ansi", "application/octet-stream", ScreenVt.Write);

    private static readonly ScreenFormat[] All =
    [
        Text,
        new("json", "application/json", ScreenJson.Write),
        new("html", "text/html; charset=utf-8", ScreenHtml.Write),
        new("svg", "image/svg+xml", ScreenSvg.Write),
        Ansi,
    ];

    public static string Names { get; } = string.Join(", ", All.Select(format => format.Name));

    /// <summary>Text when none is named; null for one that isn't known.</summary>
    public static ScreenFormat? Find(string? name) => name is null ? Text : Array.Find(All, format => format.Name == name);
}
