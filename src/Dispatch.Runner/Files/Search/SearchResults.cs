using System.Threading.Channels;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Files.Search;

/// <summary>Takes what is found until it is enough.</summary>
internal sealed class SearchResults(ChannelWriter<SearchLine> lines, int limit)
{
    public const int LongestLine = 1000;
    private const int Before = 200;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    public int Files => _files.Count;

    public int Matches { get; private set; }

    public bool Enough { get; private set; }

    /// <param name="ranges">In the line: pairs of first and one past the last character.</param>
    /// <returns>False when it is enough.</returns>
    public async ValueTask<bool> AddAsync(
        string path, string revision, int number, string line, List<(int Start, int End)> ranges, CancellationToken cancellation)
    {
        if (Enough)
        {
            return false;
        }

        _files.Add(path);
        Matches += ranges.Count;
        var from = line.Length > LongestLine ? Math.Max(0, ranges[0].Start - Before) : 0;
        var text = line.Length > LongestLine ? line.Substring(from, Math.Min(LongestLine, line.Length - from)) : line;
        var shown = ranges.Where(range => range.Start - from < text.Length)
            .Select(range => (IReadOnlyList<int>)[range.Start - from, Math.Min(range.End - from, text.Length)]).ToList();
        await lines.WriteAsync(new SearchMatch(path, number, ranges[0].Start + 1, text, shown, revision), cancellation);
        Enough = Matches >= limit;
        return !Enough;
    }
}
