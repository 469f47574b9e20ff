using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal.Tests.Unicode;

public sealed class GraphemeClusterTests
{
    [Theory]
    [InlineData("e\u0301", 1)]
    [InlineData("\u4e00\u3099", 2)]
    [InlineData("\u2764\ufe0f", 2)] // a heart as emoji
    [InlineData("\u2764\ufe0e", 1)] // as text
    [InlineData("\u231a\ufe0e", 2)] // U+FE0E narrows nothing
    [InlineData("a\ufe0f", 1)] // no emoji
    [InlineData("1\ufe0f\u20e3", 2)] // a keycap
    [InlineData("\U0001f1e9\U0001f1ea", 2)] // a flag
    [InlineData("\U0001f1e9", 1)]
    [InlineData("\U0001f44b\U0001f3fd", 2)]
    [InlineData("\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 2)]
    [InlineData("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2)]
    [InlineData("\u1112\u1161\u11ab", 2)]
    [InlineData("\u0915\u094d\u0937\u093f", 1)]
    public void A_cluster_takes_one_cell_as_wide_as_its_widest_part(string text, int width) => Assert.Equal([width], Cells(text));

    [Fact]
    public void Clusters_take_a_cell_each() =>
        Assert.Equal([1, 2, 2, 1, 1], Cells("a\U0001f600\U0001f1e9\U0001f1ea\U0001f1ebb"));

    [Fact]
    public void What_has_no_width_goes_into_the_cell_before_and_ends_the_cluster_when_it_stands_apart() =>
        Assert.Equal([1, 1], Cells("a\u200b\u0301\ufe0fb"));

    [Fact]
    public void After_a_mark_that_stands_in_an_unknown_cell_whatever_has_width_takes_a_cell()
    {
        var cluster = default(GraphemeCluster);

        Assert.True(cluster.Joins(0x301));
        Assert.Equal(0, cluster.Width);
        Assert.False(cluster.Joins(0x903)); // a spacing mark
        Assert.Equal(1, cluster.Width);
    }

    [Fact]
    public void A_sign_before_a_number_takes_the_first_digit()
    {
        var cluster = default(GraphemeCluster);

        Assert.False(cluster.Joins(0x600));
        Assert.True(cluster.TakesAny);
        Assert.True(cluster.Joins('1'));
        Assert.False(cluster.TakesAny);
        Assert.False(cluster.Joins('2'));
    }

    private static List<int> Cells(string text)
    {
        var cluster = default(GraphemeCluster);
        var cells = new List<int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (cluster.Joins(rune.Value)) cells[^1] = cluster.Width;
            else cells.Add(cluster.Width);
        }

        return cells;
    }
}
