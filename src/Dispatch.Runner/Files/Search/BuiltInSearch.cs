using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Files.Finding;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Files.Search;

/// <summary>Looks through the files itself, where there is no ripgrep.</summary>
internal static class BuiltInSearch
{
    // What is larger is hardly written by hand, and is held in memory as a whole.
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>The system writes down the time of its last tick with a change: two changes in one can't be told apart.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // Of a file that is written all the time something is told, too.
    private const int MostLooks = 3;

    public static Task RunAsync(
        string folder, SearchPattern pattern, bool ignored, SearchResults results, TimeProvider time, CancellationToken cancellation) =>
        Task.Run(async () =>
        {
            using var root = FileRoot.Open(folder);
            var paths = new List<FilePath>();
            Walk.Run(root, ignored, file =>
            {
                if (pattern.Takes(file.Path.Text))
                {
                    paths.Add(file.Path);
                }

                return true;
            }, cancellation);
            foreach (var path in paths)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!await SearchAsync(root, path, pattern, results, time, cancellation))
                {
                    return;
                }
            }
        }, cancellation);

    /// <summary>Looks through one file.</summary>
    /// <returns>False when it is enough.</returns>
    public static async Task<bool> SearchAsync(
        FileRoot root, FilePath path, SearchPattern pattern, SearchResults results, TimeProvider time, CancellationToken cancellation)
    {
        if (await TryReadAsync(root, path, time, cancellation) is not var (text, revision))
        {
            return true;
        }

        foreach (var (number, line, ranges) in Matches(pattern.Regex, text))
        {
            if (!await results.AddAsync(path.Text, revision, number, line, ranges, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null for what isn't text, or can't be read.</summary>
    private static async Task<(string Text, string Revision)?> TryReadAsync(FileRoot root, FilePath path, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            for (var look = 1; ; look++)
            {
                var (file, stat) = root.OpenFile(path);
                using (file)
                {
                    if (stat.Size is 0 or > LargestFile)
                    {
                        return null;
                    }

                    // From a tick after its last change on, each further one makes another revision.
                    if (stat.Changed <= time.GetUtcNow() - Tick || look == MostLooks)
                    {
                        return Read(file, stat);
                    }
                }

                await Task.Delay(Tick, time, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (string Text, string Revision)? Read(SafeFileHandle file, FileStat stat)
    {
        var bytes = new byte[stat.Size];
        var count = RandomAccess.Read(file, bytes, 0);
        return Decode(bytes.AsSpan(0, count)) is { } text ? (text, stat.Revision) : null;
    }

    public static IEnumerable<(int Number, string Line, List<(int Start, int End)> Ranges)> Matches(Regex regex, string text)
    {
        // Over the whole text first: most files have no match, and no line of them is looked at.
        if (!IsMatch(regex, text))
        {
            yield break;
        }

        var number = 0;
        foreach (var line in Lines(text))
        {
            number++;
            var ranges = Ranges(regex, line);
            if (ranges.Count > 0)
            {
                yield return (number, line, ranges);
            }
        }
    }

    private static bool IsMatch(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static List<(int, int)> Ranges(Regex regex, string line)
    {
        var ranges = new List<(int, int)>();
        try
        {
            foreach (var match in regex.EnumerateMatches(line))
            {
                if (match.Length > 0)
                {
                    ranges.Add((match.Index, match.Index + match.Length));
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
        }

        return ranges;
    }

    private static IEnumerable<string> Lines(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            yield return text[at..(end > at && text[end - 1] == '\r' ? end - 1 : end)];
            at = end + 1;
        }
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, ContentKind.Looked)];
        return ContentKind.Of(start) != ContentKind.Text ? null
            : start.StartsWith((byte[])[0xFF, 0xFE]) ? Encoding.Unicode.GetString(bytes[2..])
            : start.StartsWith((byte[])[0xFE, 0xFF]) ? Encoding.BigEndianUnicode.GetString(bytes[2..])
            : start.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? Encoding.UTF8.GetString(bytes[3..])
            : Encoding.UTF8.GetString(bytes);
    }
}
