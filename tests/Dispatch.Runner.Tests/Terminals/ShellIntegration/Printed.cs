using System.Text.RegularExpressions;

namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

/// <summary>What a shell printed, and the marks in it: <c>A</c>, <c>C echo hi</c>, <c>D 0</c>, and the folder as <c>in /home/me</c>.</summary>
internal sealed partial record Printed(string Text)
{
    public IReadOnlyList<string> Marks { get; } = [.. Mark().Matches(Text).Select(Read)];

    /// <summary>Between the marks C and D.</summary>
    public string Output => Text.Split("\e]133;C")[1].Split("\e]133;D")[0] is var output ? output[(output.IndexOf("\e\\", StringComparison.Ordinal) + 2)..] : "";

    private static string Read(Match match) => (match.Groups["what"].Value, match.Groups["rest"].Value) switch
    {
        ("7", var url) => "in " + Uri.UnescapeDataString(url.Replace($"file://{Environment.MachineName}", "", StringComparison.Ordinal)),
        (_, ['C', .. { Length: > 0 } line]) => "C " + Uri.UnescapeDataString(line.Replace(";cmdline_url=", "", StringComparison.Ordinal)),
        (_, var mark) => mark.Replace(';', ' '),
    };

    [GeneratedRegex(@"\e\](?<what>7|133);(?<rest>[^\a\e]*)(\e\\|\a)")]
    private static partial Regex Mark();
}
