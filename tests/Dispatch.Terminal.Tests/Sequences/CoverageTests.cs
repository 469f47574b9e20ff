using System.Reflection;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class CoverageTests
{
    private static readonly IEnumerable<string> Known = [.. SequenceTable.All.SelectMany(part => part.Entries).Select(entry => entry.Notation)];

    private static readonly IEnumerable<SequenceAttribute> Tested =
        [.. typeof(CoverageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<SequenceAttribute>())];

    [Fact]
    public void Every_sequence_has_a_test() => Assert.Empty(Known.Except(Tested.Select(test => test.Notation)));

    [Fact]
    public void Every_test_is_of_a_sequence_there_is() => Assert.Empty(Tested.Select(test => test.Notation).Except(Known));

    [Fact]
    public void Every_test_names_its_source() => Assert.DoesNotContain(Tested, test => string.IsNullOrWhiteSpace(test.Source));

    [Fact]
    public void Every_notation_is_there_once() => Assert.Equal(Known.Distinct().Count(), Known.Count());
}
