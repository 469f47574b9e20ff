namespace Dispatch.Runner.Files;

/// <summary>What a file's content is, by its first bytes; its name only decides among what a browser shows without running anything in it.</summary>
internal static class ContentKind
{
    public const int Looked = 8 * 1024;
    public const string Text = "text";
    public const string Binary = "binary";

    /// <summary>A NUL is in no text but UTF-16's and UTF-32's, which begin with a mark.</summary>
    public static string Of(ReadOnlySpan<byte> start) =>
        start.StartsWith((byte[])[0xFF, 0xFE]) || start.StartsWith((byte[])[0xFE, 0xFF]) || start.StartsWith((byte[])[0, 0, 0xFE, 0xFF]) || !start.Contains((byte)0) ? Text : Binary;

    /// <summary>Never anything that could run in the page's origin: HTML and SVG are plain text.</summary>
    public static string MediaType(string name, ReadOnlySpan<byte> start) =>
        start.StartsWith((byte[])[0x89, 0x50, 0x4E, 0x47]) ? "image/png"
        : start.StartsWith((byte[])[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : start.StartsWith("GIF8"u8) ? "image/gif"
        : start.StartsWith("RIFF"u8) && start.Length > 12 && start[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : start.Length > 12 && start[4..].StartsWith("ftypavif"u8) ? "image/avif"
        : start.StartsWith("BM"u8) && name.EndsWith(".bmp", StringComparison.OrdinalIgnoreCase) ? "image/bmp"
        : start.StartsWith((byte[])[0, 0, 1, 0]) && name.EndsWith(".ico", StringComparison.OrdinalIgnoreCase) ? "image/x-icon"
        : start.StartsWith("%PDF-"u8) ? "application/pdf"
        : Of(start) == Text ? "text/plain" : "application/octet-stream";
}
