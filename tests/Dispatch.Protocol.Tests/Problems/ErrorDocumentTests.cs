namespace Dispatch.Protocol.Tests.Problems;

public class ErrorDocumentTests
{
    private const string Regenerate = "DISPATCH_WRITE=1 dotnet test tests/Dispatch.Protocol.Tests --filter ErrorDocumentTests";

    [Fact]
    public void The_list_of_errors_is_the_one_there_is()
    {
        var path = Path.Combine(ErrorSources.Root, "docs", "errors.md");
        var expected = ErrorDocument.Text(Regenerate);
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        var present = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(present == expected, $"docs/errors.md is stale. Write it anew: {Regenerate}");
    }
}
