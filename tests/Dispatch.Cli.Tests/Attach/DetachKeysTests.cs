using System.Text;
using Dispatch.Cli.Attach;

namespace Dispatch.Cli.Tests.Attach;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("ls\r", "ls\r", false)]
    [InlineData("a\u001cdb", "a", true)]
    [InlineData("a\u001cD", "a", true)]
    [InlineData("\u001c\u001c", "\u001c", false)]
    [InlineData("\u001c\u001cd", "\u001cd", false)]
    [InlineData("\u001cx", "\u001cx", false)]
    [InlineData("\u001c", "", false)]
    public void Only_the_two_keys_in_a_row_detach(string typed, string input, bool detaches)
    {
        Assert.Equal((input, detaches), Type([typed]));
        Assert.Equal((input, detaches), Type(typed.Select(key => key.ToString())));
    }

    private static (string Input, bool Detaches) Type(IEnumerable<string> chunks)
    {
        var keys = new DetachKeys();
        var all = new StringBuilder();
        foreach (var chunk in chunks)
        {
            var input = new byte[(chunk.Length * 2) + 1];
            var detaches = keys.Take(Encoding.UTF8.GetBytes(chunk), input, out var length);
            all.Append(Encoding.UTF8.GetString(input, 0, length));
            if (detaches)
            {
                return (all.ToString(), true);
            }
        }

        return (all.ToString(), false);
    }
}
