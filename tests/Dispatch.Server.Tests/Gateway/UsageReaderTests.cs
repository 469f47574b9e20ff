using Dispatch.Server.Gateway;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>What whoever answers for a model may write: nothing of it may cut off the answer that passes.</summary>
public sealed class UsageReaderTests
{
    [Fact]
    public void Half_of_a_character_in_a_name_is_passed_over()
    {
        var reader = new UsageReader(isStream: true, () => 400);
        reader.Take("data: {\"model\": \"\\ud83d\", \"usage\": {}}\n"u8);
        reader.Take("data: {\"usage\": {\"input_tokens\": 7, \"output_tokens\": 3}}\n"u8);
        var usage = reader.End();
        Assert.Equal(("", 7L, 3L), (usage.Model, usage.Input, usage.Output));
    }
}
