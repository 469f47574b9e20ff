using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>The cases of Fixtures/: what a program writes, and the screen that xterm shows then.</summary>
internal static class Fixtures
{
    public const int Cols = 80, Rows = 25;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static IEnumerable<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.in").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>As the terminal gets it: a tty makes a new line of each line feed.</summary>
    public static byte[] Input(string name)
    {
        var bytes = new List<byte>();
        foreach (var code in File.ReadAllBytes(Path.Combine(Folder, $"{name}.in")))
        {
            if (code == '\n')
            {
                bytes.Add((byte)'\r');
            }

            bytes.Add(code);
        }

        return [.. bytes];
    }

    /// <summary>The screen expected, each line right-trimmed.</summary>
    public static IEnumerable<string> Screen(string name)
    {
        var lines = File.ReadAllText(Path.Combine(Folder, $"{name}.text"), Encoding.UTF8).Split('\n');
        return lines.Concat(Enumerable.Repeat("", Rows)).Take(Rows).Select(line => line.TrimEnd());
    }
}
