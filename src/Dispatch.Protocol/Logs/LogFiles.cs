using System.Globalization;

namespace Dispatch.Protocol.Logs;

/// <summary>
/// The log files of one part: <c>server-000001.jsonl</c>, numbered on and on, written only at the end of the last. Nothing is ever
/// renamed, so that who follows them loses no line.
/// </summary>
public sealed record LogFiles(string Folder, string Part)
{
    private const string Extension = ".jsonl";

    public string Path(int number) =>
        System.IO.Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Part}-{number:D6}{Extension}"));

    /// <summary>The numbers there are, oldest first.</summary>
    public IReadOnlyList<int> Numbers() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, $"{Part}-*{Extension}").Select(NumberOf).OfType<int>().Order()];

    private int? NumberOf(string path) =>
        int.TryParse(System.IO.Path.GetFileNameWithoutExtension(path)[(Part.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
