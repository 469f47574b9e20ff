namespace Dispatch.Architecture.Tests;

public sealed class ProjectBorderTests
{
    [Fact]
    public void Every_project_references_only_what_it_may() =>
        Assert.Empty(ProjectBorders.Violations(Repository.Projects()));

    [Fact]
    public void All_projects_are_looked_at() =>
        Assert.Equal(
            ["Dispatch.Cli", "Dispatch.Protocol", "Dispatch.Runner", "Dispatch.Server", "Dispatch.Terminal"],
            Repository.Projects().Select(project => project.Name));

    [Theory]
    [InlineData("Dispatch.Server", "Dispatch.Runner")]
    [InlineData("Dispatch.Server", "Dispatch.Terminal")]
    [InlineData("Dispatch.Runner", "Dispatch.Server")]
    [InlineData("Dispatch.Cli", "Dispatch.Runner")]
    [InlineData("Dispatch.Protocol", "Dispatch.Terminal")]
    [InlineData("Dispatch.Terminal", "Dispatch.Protocol")]
    public void A_reference_across_a_border_is_found(string project, string reference) =>
        Assert.Contains(reference, Assert.Single(ProjectBorders.Violations([new Project(project, [reference], [])])));

    [Fact]
    public void A_package_in_the_terminal_is_found() =>
        Assert.Single(ProjectBorders.Violations([new Project("Dispatch.Terminal", [], ["Npgsql"])]));

    [Fact]
    public void An_unknown_project_is_found() =>
        Assert.Single(ProjectBorders.Violations([new Project("Dispatch.Common", [], [])]));
}
