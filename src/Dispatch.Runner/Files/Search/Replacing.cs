using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Files.Search;

/// <summary>Replaces in one file after another, each written whole or left alone; its encoding, its mark and its line ends stay.</summary>
internal static class Replacing
{
    // Throws for bytes that aren't of the encoding: what can't be read exactly can't be written back exactly.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16 = new UnicodeEncoding(false, false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16BigEndian = new UnicodeEncoding(true, false, throwOnInvalidBytes: true);

    public static Replaced Run(FileRoot root, ReplaceInFiles request, CancellationToken cancellation)
    {
        var pattern = SearchPattern.Of(request);
        var changed = new List<ReplacedFile>();
        var failed = new List<FailedFile>();
        foreach (var file in request.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                changed.Add(Replace(root, pattern, request, file));
            }
            catch (FileFaultException fault)
            {
                failed.Add(new FailedFile(file.Path, fault.Error.Code, fault.Message));
            }
        }

        return new Replaced(changed, failed);
    }

    private static ReplacedFile Replace(FileRoot root, SearchPattern pattern, ReplaceInFiles request, ReplaceFile file)
    {
        var path = FilePath.Parse(file.Path);
        var (handle, stat) = root.OpenFile(path);
        byte[] bytes;
        using (handle)
        {
            if (stat.Size > BuiltInSearch.LargestFile)
            {
                throw FileFault.TooLarge(file.Path, $"more than {BuiltInSearch.LargestFile >> 20} MB");
            }

            if (file.Revision is { } known && known != stat.Revision)
            {
                throw FileFault.Changed(file.Path);
            }

            bytes = new byte[stat.Size];
            if (RandomAccess.Read(handle, bytes, 0) != bytes.Length)
            {
                throw FileFault.Changed(file.Path);
            }
        }

        var (encoding, mark) = EncodingOf(bytes);
        var count = 0;
        var replaced = encoding.GetBytes(Replace(pattern.Regex, Decode(encoding, bytes.AsSpan(mark), file.Path), request, ref count));
        if (count == 0)
        {
            return new ReplacedFile(file.Path, 0, stat.Revision);
        }

        using var target = WriteTarget.Find(root, path, create: false);
        using var written = NewFile.Create(target);
        written.Write(bytes.AsSpan(0, mark), 0);
        written.Write(replaced, mark);
        var now = written.Place(there =>
        {
            if (there?.Revision != stat.Revision)
            {
                throw FileFault.Changed(file.Path);
            }
        });
        return new ReplacedFile(file.Path, count, now.Revision);
    }

    // Line by line, as it was found.
    private static string Replace(Regex regex, string text, ReplaceInFiles request, ref int count)
    {
        var result = new StringBuilder(text.Length);
        var replacements = 0;
        try
        {
            for (var at = 0; at < text.Length;)
            {
                var end = text.IndexOf('\n', at) is var found and >= 0 ? found : text.Length;
                var content = end > at && text[end - 1] == '\r' ? end - 1 : end;
                result.Append(regex.Replace(text[at..content], match =>
                {
                    if (match.Length == 0)
                    {
                        return "";
                    }

                    replacements++;
                    return request.Regex ? match.Result(request.Replacement) : request.Replacement;
                }));
                var next = Math.Min(end + 1, text.Length);
                result.Append(text, content, next - content);
                at = next;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw SearchPattern.Invalid("it takes too long");
        }

        count = replacements;
        return result.ToString();
    }

    private static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new FileFaultException(new Error(
                ErrorKind.Conflict, "file.failed", $"'{path}' isn't valid {encoding.WebName.ToUpperInvariant()}, so it was left alone: it couldn't be written back as it was. Change it by hand."));
        }
    }

    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((byte[])[0xFF, 0xFE]) ? (Utf16, 2)
        : bytes.StartsWith((byte[])[0xFE, 0xFF]) ? (Utf16BigEndian, 2)
        : bytes.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? (Utf8, 3)
        : (Utf8, 0);
}
