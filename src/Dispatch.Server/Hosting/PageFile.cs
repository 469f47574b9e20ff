using System.Globalization;
using Microsoft.AspNetCore.StaticFiles;

namespace Dispatch.Server.Hosting;

/// <summary>A file of the page. It doesn't change while the server runs: an upgrade is a new start.</summary>
/// <param name="Address">Its path in a URL.</param>
/// <param name="Path">Its path on the disk.</param>
/// <param name="BrotliLength">The length of the compressed file beside it, if there is one.</param>
internal sealed record PageFile(string Address, string Path, string ContentType, string Tag, long Length, long? BrotliLength)
{
    public static PageFile From(string root, FileInfo file, FileExtensionContentTypeProvider types)
    {
        var compressed = new FileInfo(file.FullName + ".br");
        var type = types.TryGetContentType(file.Name, out var known) ? known : "application/octet-stream";
        return new PageFile(
            "/" + System.IO.Path.GetRelativePath(root, file.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/'),
            file.FullName,
            type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type,
            string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\""),
            file.Length,
            compressed.Exists ? compressed.Length : null);
    }
}
