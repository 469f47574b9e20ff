using Dispatch.Cli.Files;

namespace Dispatch.Cli.Tests.Files;

public sealed class PlaceTests
{
    [Theory]
    [InlineData("a.txt", null, "a.txt", "a.txt")]
    [InlineData("./a:b", null, "./a:b", "a:b")]
    [InlineData("/x/a:b", null, "/x/a:b", "a:b")]
    [InlineData(":", "", "", "")]
    [InlineData(":.", "", "", "")]
    [InlineData(":docs/a.txt", "", "docs/a.txt", "a.txt")]
    [InlineData(":docs/", "", "docs", "docs")]
    [InlineData("web:./src", "web", "src", "src")]
    [InlineData("web:a:b", "web", "a:b", "a:b")]
    public void A_colon_before_any_slash_is_of_a_workspace(string text, string? workspace, string path, string name)
    {
        var place = Place.Parse(text);
        Assert.Equal((workspace, path, name), (place.Workspace, place.Path, place.Name));
    }

    [Fact]
    public void What_is_in_a_folder_is_below_it()
    {
        Assert.Equal("docs/a", Place.Parse(":docs").Child("a").Path);
        Assert.Equal("a", Place.Parse(":").Child("a").Path);
        Assert.Equal("docs/a", Place.Parse("docs").Child("a").Path);
    }
}
