using Dispatch.Protocol.Settings;
using Dispatch.Protocol.Tests.Problems;

namespace Dispatch.Protocol.Tests.Settings;

public class SettingsDocumentTests
{
    private const string Regenerate = "DISPATCH_WRITE=1 dotnet test tests/Dispatch.Protocol.Tests --filter SettingsDocumentTests";

    [Fact]
    public void The_list_of_settings_is_the_one_there_is() => IsWritten(SettingsDocument.Text(Regenerate), "docs", "settings.md");

    /// <summary>What the page's part is generated from, by <c>npm run generate</c>.</summary>
    [Fact]
    public void The_schema_that_the_page_is_made_from_is_the_one_there_is() =>
        IsWritten(SettingsSchema.Describe(), "src", "Dispatch.Protocol", "Settings", "settings.schema.json");

    private static void IsWritten(string expected, params string[] at)
    {
        var path = Path.Combine([ErrorSources.Root, .. at]);
        if (Environment.GetEnvironmentVariable("DISPATCH_WRITE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        var present = File.Exists(path) ? File.ReadAllText(path) : "";

        Assert.True(present == expected, $"{string.Join('/', at)} is stale. Write it anew: {Regenerate}");
    }
}
