using System.Globalization;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal.Tests.Unicode;

public sealed class GraphemeRulesTests
{
    [Fact]
    public void Texts_are_divided_where_the_Unicode_Consortiums_library_divides_them()
    {
        var lines = Lines().ToArray();

        Assert.True(lines.Length > 3000);
        Assert.All(lines, line => Assert.Equal(line, Marked(CodePoints(line))));
    }

    [Theory]
    [InlineData("÷ 000D × 000A ÷ 0061 ÷ 000A ÷ 0308 ÷")]
    [InlineData("÷ 0020 × 200D ÷ 0646 ÷")]
    [InlineData("÷ 1100 × 1160 × 11A8 ÷ 1100 ÷")]
    [InlineData("÷ AC00 × 11A8 ÷ AC01 × 11A8 ÷ 1100 ÷")]
    [InlineData("÷ 1F1E6 × 1F1E7 ÷ 1F1E8 × 1F1E9 ÷ 1F1EA ÷")]
    [InlineData("÷ 1F1E6 × 200D ÷ 1F1E7 × 1F1E8 ÷")]
    [InlineData("÷ 1F476 × 1F3FF ÷ 1F476 ÷")]
    [InlineData("÷ 1F6D1 × 200D × 1F6D1 ÷ 0061 × 200D ÷ 1F6D1 ÷")]
    [InlineData("÷ 1F6D1 × 0308 × 200D × 1F6D1 ÷ 1F6D1 × 200D × 200D ÷ 1F6D1 ÷")]
    [InlineData("÷ 0915 × 094D × 0924 ÷ 0915 ÷ 0924 ÷")]
    [InlineData("÷ 0915 × 093C × 200D × 094D × 0924 ÷ 0061 × 094D ÷ 0924 ÷")]
    [InlineData("÷ 0915 × 094D × 0924 × 094D × 092F ÷")]
    [InlineData("÷ 0600 × 0020 ÷ 0061 × 0903 ÷")]
    public void The_rules_of_UAX_29_hold(string line) => Assert.Equal(line, Marked(CodePoints(line)));

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(GraphemeRulesTests).Assembly.GetManifestResourceStream("GraphemeBreaks.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#')) yield return line;
        }
    }

    private static IEnumerable<int> CodePoints(string line) =>
        from word in line.Split(' ')
        where word is not ("÷" or "×")
        select int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Marked(IEnumerable<int> codePoints)
    {
        var state = default(GraphemeState);
        return string.Concat(codePoints.Select(
            codePoint => $"{(Boundary(codePoint) ? '÷' : '×')} {codePoint:X4} ")) + '÷';

        bool Boundary(int codePoint) =>
            GraphemeRules.BoundaryBefore(ref state, CharacterTable.Class(CharacterTable.Of(codePoint)));
    }
}
