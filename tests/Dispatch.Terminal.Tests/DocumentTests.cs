using System.Runtime.CompilerServices;

namespace Dispatch.Terminal.Tests;

public sealed class DocumentTests
{
    private const string Regenerate = "DISPATCH_WRITE=1 dotnet test tests/Dispatch.Terminal.Tests --filter DocumentTests";

    [Fact]
    public void The_list_of_sequences_is_the_one_there_is()
    {
        var path = Path.Combine(Root(), "docs", "terminal.md");
        var expected = TerminalDocument.Text(Regenerate);
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        var present = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(present == expected, $"docs/terminal.md is stale. Write it anew: {Regenerate}");
    }

    // From this source file: a build may lie outside the repository.
    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
