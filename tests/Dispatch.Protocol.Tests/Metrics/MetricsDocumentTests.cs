using Dispatch.Protocol.Tests.Problems;

namespace Dispatch.Protocol.Tests.Metrics;

public class MetricsDocumentTests
{
    private const string Regenerate = "DISPATCH_WRITE=1 dotnet test tests/Dispatch.Protocol.Tests --filter MetricsDocumentTests";

    [Fact]
    public void The_list_of_instruments_is_the_one_there_is()
    {
        var path = Path.Combine(ErrorSources.Root, "docs", "metrics.md");
        var expected = MetricsDocument.Text(Regenerate);
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        var present = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(present == expected, $"docs/metrics.md is stale. Write it anew: {Regenerate}");
    }
}
