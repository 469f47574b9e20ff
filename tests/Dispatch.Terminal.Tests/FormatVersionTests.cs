using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Dispatch.Terminal.Tests.Rendering;

namespace Dispatch.Terminal.Tests;

/// <summary>A runner takes the screens that it finds for true as long as <see cref="Emulator.FormatVersion"/> is the one they were kept under.</summary>
public sealed class FormatVersionTests
{
    private const string Committed = "FormatVersion.txt";

    private const string WhatToDo = """
        The same bytes give another state, or another snapshot, than under the version in FormatVersion.txt. When a screen that was kept before
        would now be wrong, raise Emulator.FormatVersion; when it wouldn't (only these tests write a state down otherwise, or the snapshot's
        bytes are others and mean the same), leave it. Then write the file anew:
        DISPATCH_WRITE=1 dotnet test tests/Dispatch.Terminal.Tests --filter FormatVersionTests
        """;

    [Fact]
    public async Task The_same_bytes_give_what_they_gave_under_this_version()
    {
        var path = Path.Combine(Folder(), Committed);
        var present = string.Join('\n', (string[])[$"version {Emulator.FormatVersion}", .. Fixtures.Names.Select(OfFixture), .. Programs(), ""]);
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            await File.WriteAllTextAsync(path, present);
        }

        var committed = await File.ReadAllTextAsync(path);

        var others = present.Split('\n').Except(committed.Split('\n'));
        Assert.True(present == committed, $"{WhatToDo}\nIt differs in: {string.Join(", ", others)}");
    }

    private static string OfFixture(string name)
    {
        var terminal = new TestTerminal(Fixtures.Cols, Fixtures.Rows).Write(Fixtures.Input(name));
        return Line(name, Told(terminal.Emulator));
    }

    private static IEnumerable<string> Programs()
    {
        foreach (var row in Recording.All)
        {
            var (program, cols, rows) = ((string)row[0], (int)row[1], (int)row[2]);
            var told = new StringBuilder();
            foreach (var bytes in Recording.Points(program, cols, rows))
            {
                told.Append(Told(new TestTerminal(cols, rows).Write(bytes.Span).Emulator));
            }

            yield return Line(program, told.ToString());
        }
    }

    // The state, and the bytes that a kept screen consists of.
    private static string Told(Emulator terminal) => StateText.Of(terminal) + Encoding.UTF8.GetString(ScreenVtTests.Snapshot(terminal));

    private static string Line(string name, string told) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(told)).AsSpan(0, 8))}");

    // From this source file: a build may lie outside the repository.
    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
