namespace Dispatch.Architecture.Tests;

public sealed class FileSizeTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_source_file_is_too_long_to_read_in_one_sitting() =>
        Assert.Empty(TooLong(
        [
            .. Repository.Sources("src", ".cs"),
            .. WebSources.All(),
        ]));

    [Theory]
    [InlineData(MostLines, 0)]
    [InlineData(MostLines + 1, 1)]
    public void A_longer_file_is_found(int lines, int found) =>
        Assert.Equal(found, TooLong([new SourceFile("src/A.cs", string.Concat(Enumerable.Repeat("x\n", lines)))]).Count());

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Lines > MostLines
        select $"{file.Path} has {file.Lines} lines; at most {MostLines}: split it by what it does.";
}
