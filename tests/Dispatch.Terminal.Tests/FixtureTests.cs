namespace Dispatch.Terminal.Tests;

public sealed class FixtureTests
{
    public static TheoryData<string> All => [.. Fixtures.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Shows_what_xterm_shows(string name)
    {
        var terminal = new TestTerminal(Fixtures.Cols, Fixtures.Rows).Write(Fixtures.Input(name));

        Assert.Equal(Fixtures.Screen(name), terminal.Rows);
    }

    [Fact]
    public void All_cases_are_there() => Assert.Equal(76, Fixtures.Names.Count());
}
